"""What doctor looks at in billing."""

from django.utils.translation import gettext_lazy as _

from billing.selectors.health import check_document_numbers, check_ledger
from gis_core.registry import HealthCheck, register_health

register_health(HealthCheck("document_numbers", _("Numbers of bills and receipts"), check_document_numbers))
register_health(HealthCheck("ledger", _("Ledger of payers"), check_ledger))
