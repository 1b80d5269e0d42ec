"""Who was liable on a day, at every connection."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

import django_filters
import django_tables2 as tables
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy

from gis_core.models import User
from gis_core.pages.access import allow
from gis_core.pages.days import DayField, DayFilter
from gis_core.pages.lists import OfficeListView
from gis_core.pages.tables import DateColumn, LinkColumn, OfficeTable
from meters.models import Liability, Route
from meters.querysets import PAYER_LIST_ROLES
from meters.selectors.choosing import read_supply_number
from meters.selectors.liabilities import list_liabilities_on
from parties.selectors.parties import shown_afm

ON_ONE_LINE = {"td": {"class": "text-nowrap"}}


class PayerTable(OfficeTable):
    """Connection, address, who paid on the day, since when."""

    supply_number = LinkColumn(
        "meters:connection_detail", verbose_name=gettext_lazy("Supply number"),
        accessor="connection__supply_number", pk="connection_id", attrs=ON_ONE_LINE,
    )  # fmt: skip
    address = tables.Column(
        verbose_name=gettext_lazy("Address"), accessor="connection__address", orderable=False
    )
    route = tables.Column(
        verbose_name=gettext_lazy("Route"), accessor="connection__route__code", orderable=False
    )
    party = LinkColumn(
        "parties:party_detail", verbose_name=gettext_lazy("Payer"), pk="party_id", orderable=False
    )
    afm = tables.Column(
        verbose_name=gettext_lazy("Tax number (ΑΦΜ)"), accessor="party", orderable=False, empty_values=()
    )
    since = DateColumn(verbose_name=gettext_lazy("Since"), accessor="period__lower", orderable=False)

    class Meta(OfficeTable.Meta):
        model = Liability
        fields = ("supply_number", "address", "route", "party", "afm", "since")

    def render_afm(self, record: Liability) -> str:
        """Show the number, masked where the role does not need it."""
        return shown_afm(record.party, cast(User, self.request.user))

    def value_afm(self, record: Liability) -> str:
        """Mask the same in files."""
        return self.render_afm(record)


class PayerFilter(django_filters.FilterSet):
    """The day, the connection, the route."""

    day = DayFilter(label=gettext_lazy("On the day"), method="leave")
    supply_number = django_filters.CharFilter(label=gettext_lazy("Supply number"), method="of_connection")
    route = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Route"), field_name="connection__route", queryset=Route.objects.all()
    )

    class Meta:
        model = Liability
        fields = ("day", "supply_number", "route")

    def leave(self, rows: QuerySet[Liability], name: str, value: date) -> QuerySet[Liability]:
        """Change nothing: the rows are those of the day already."""
        return rows

    def of_connection(self, rows: QuerySet[Liability], name: str, value: str) -> QuerySet[Liability]:
        """Keep the payer of one connection."""
        return rows.filter(connection__supply_number=read_supply_number(value))


@allow(*PAYER_LIST_ROLES)
class PayerList(OfficeListView):
    """Who was liable on a day, today without one."""

    model = Liability
    table_class = PayerTable
    filterset_class = PayerFilter
    title = gettext_lazy("Who pays")
    export_name = "payers"
    empty_text = gettext_lazy("Nobody was liable on that day.")

    def get_day(self) -> date:
        """Return the day of the address, today where it tells none."""
        try:
            day: Any = DayField(required=False).clean(self.request.GET.get("day", ""))
        except ValidationError:
            day = None
        return cast(date, day) if day else timezone.localdate()

    def get_rows(self, user: User) -> QuerySet[Any]:
        """Return the payers of the day at the connections that the user may see."""
        return list_liabilities_on(self.get_day(), user)
