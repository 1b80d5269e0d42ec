"""What doctor looks at in the network."""

from django.utils.translation import gettext_lazy as _

from gis_core.registry import HealthCheck, register_health
from network.selectors.health import check_topology

register_health(HealthCheck("topology", _("Topology of the network"), check_topology))
