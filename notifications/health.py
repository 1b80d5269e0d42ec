"""What doctor looks at in the outbox."""

from django.utils.translation import gettext_lazy as _

from gis_core.registry import HealthCheck, register_health
from notifications.selectors.waiting import check_outbox

register_health(HealthCheck("outbox", _("Messages"), check_outbox))
