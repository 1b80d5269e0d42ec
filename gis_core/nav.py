"""The kernel's entries of the rail."""

from django.utils.translation import gettext_lazy as _

from gis_core.choices import STAFF_ROLES, Role
from gis_core.registry import NavItem, register_nav

register_nav(NavItem("home", _("Home"), "gis_core:home", "house", "", 10, STAFF_ROLES))
register_nav(NavItem("map", _("Map"), "tiles:map", "map", "", 20, STAFF_ROLES))
register_nav(
    NavItem("jobs", _("Long work"), "gis_core:job_list", "hourglass-split", _("Services"), 920, STAFF_ROLES)
)
register_nav(
    NavItem(
        "accounts",
        _("User accounts"),
        "gis_core:user_list",
        "people",
        _("Services"),
        930,
        frozenset({Role.ADMINISTRATOR, Role.AUDITOR}),
    )
)
