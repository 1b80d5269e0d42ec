"""The list of parties."""

from __future__ import annotations

from typing import Any, cast

import django_filters
import django_tables2 as tables
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gis_core.models import User
from gis_core.pages.access import allow
from gis_core.pages.lists import OfficeListView
from gis_core.pages.tables import LinkColumn, OfficeTable
from parties.choices import PartyKind
from parties.models import Party
from parties.querysets import PARTY_ROLES, PartyQuerySet
from parties.selectors.parties import shown_afm
from parties.web.roles import EDIT_ROLES


class PartyTable(OfficeTable):
    """Names, kind, tax number as far as the role needs it."""

    name = LinkColumn("parties:party_detail", verbose_name=gettext_lazy("Name"))
    first_name = LinkColumn("parties:party_detail")
    afm = tables.Column(orderable=False)  # the order would tell what is masked

    class Meta(OfficeTable.Meta):
        model = Party
        fields = ("name", "first_name", "kind", "afm", "language")

    def order_name(self, rows: PartyQuerySet, is_descending: bool) -> tuple[PartyQuerySet, bool]:
        """Sort in Greek order."""
        ordered = rows.in_greek_order()
        return (ordered.reverse() if is_descending else ordered), True

    def render_afm(self, record: Party) -> str:
        """Show the number, masked where the role does not need it."""
        return shown_afm(record, cast(User, self.request.user))

    def value_afm(self, record: Party) -> str:
        """Mask the same in files."""
        return self.render_afm(record)


class PartyFilter(django_filters.FilterSet):
    """Search by name or tax number; kind."""

    q = django_filters.CharFilter(label=gettext_lazy("Name or tax number"), method="search")
    kind = django_filters.ChoiceFilter(label=gettext_lazy("Kind"), choices=PartyKind.choices)

    class Meta:
        model = Party
        fields = ("q", "kind")

    def search(self, rows: PartyQuerySet, name: str, value: str) -> PartyQuerySet:
        """Find without accents and case, in either alphabet."""
        return rows.matching_for(value, cast(User, self.request.user))


@allow(*PARTY_ROLES)
class PartyList(OfficeListView):
    """Persons and organisations."""

    model = Party
    table_class = PartyTable
    filterset_class = PartyFilter
    title = gettext_lazy("Parties")
    export_name = "parties"
    empty_text = gettext_lazy(
        "Nobody stands in the register yet. An import of connections brings their payers."
    )

    def get_rows(self, user: User) -> QuerySet[Any]:
        """Return all in Greek order."""
        return Party.objects.visible_to(user).in_greek_order()

    def get_actions(self) -> list[tuple[str, str, str]]:
        """Offer a new party to who may register one."""
        if not cast(User, self.request.user).has_any_role(*EDIT_ROLES):
            return []
        return [(reverse("parties:party_create"), _("New party"), "person-plus")]
