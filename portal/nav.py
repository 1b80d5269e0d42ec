"""The consumers' site on the office's rail."""

from django.utils.translation import gettext_lazy as _

from gis_core.choices import Role
from gis_core.registry import NavItem, register_nav

register_nav(
    NavItem(
        "claims", _("Claims that failed"), "portal:tried", "shield-lock", _("Customers"), 220,
        frozenset({Role.ADMINISTRATOR, Role.FRONT_DESK}),
    )
)  # fmt: skip
