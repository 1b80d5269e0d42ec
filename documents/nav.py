"""The archive's entry of the rail."""

from django.utils.translation import gettext_lazy as _

from gis_core.choices import STAFF_ROLES
from gis_core.registry import NavItem, register_nav

register_nav(
    NavItem("archive", _("Archive"), "documents:archive", "archive", _("Services"), 910, STAFF_ROLES)
)
