"""The journal's entry on the rail."""

from django.utils.translation import gettext_lazy as _

from accounting.choices import JOURNAL_ROLES
from gis_core.registry import NavItem, register_nav

register_nav(
    NavItem(
        "journal", _("Journal"), "accounting:entry_list", "journal-text", _("Accounting"), 410, JOURNAL_ROLES
    )
)
register_nav(
    NavItem(
        "periods",
        _("Closed books"),
        "accounting:period_list",
        "calendar-check",
        _("Accounting"),
        420,
        JOURNAL_ROLES,
    )
)
