"""What doctor looks at in the books."""

from django.utils.translation import gettext_lazy as _

from accounting.selectors.health import check_journal_balance, check_journal_numbers
from gis_core.registry import HealthCheck, register_health

register_health(HealthCheck("journal_balance", _("Balance of the journal"), check_journal_balance))
register_health(HealthCheck("journal_numbers", _("Numbers of the journal"), check_journal_numbers))
