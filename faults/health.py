"""What doctor looks at in faults."""

from django.utils.translation import gettext_lazy as _

from faults.selectors.health import check_fault_numbers
from gis_core.registry import HealthCheck, register_health

register_health(HealthCheck("fault_numbers", _("Numbers of faults"), check_fault_numbers))
