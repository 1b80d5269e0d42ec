"""Lists of connections, readings and routes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

import django_filters
import django_tables2 as tables
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gis_core.domain.greek import query_keys
from gis_core.models import User
from gis_core.pages.access import allow
from gis_core.pages.choosing import SearchInput
from gis_core.pages.days import DayFilter
from gis_core.pages.lists import OfficeListView
from gis_core.pages.tables import DateColumn, LinkColumn, NumberColumn, OfficeTable, StateColumn
from meters.choices import STATUS_TONES, ConnectionStatus, ReadingSource, StopValveState, UseKind
from meters.models import Connection, Reading, Route
from meters.querysets import CONNECTION_ROLES, IMPORT_ROLES, REGISTER_ROLES, ConnectionQuerySet
from meters.selectors.choosing import CONNECTIONS, read_supply_number
from meters.selectors.connections import list_readings, list_routes, list_with_payer

#: A round of readings takes a quarter.
ROUND = timedelta(days=92)
#: Numbers are not broken at their hyphen.
ON_ONE_LINE = {"td": {"class": "text-nowrap"}}


class ConnectionTable(OfficeTable):
    """Number, address, who pays, use, route, status."""

    supply_number = LinkColumn(
        "meters:connection_detail", verbose_name=gettext_lazy("Supply number"), attrs=ON_ONE_LINE
    )
    payer_name = tables.Column(verbose_name=gettext_lazy("Payer"), orderable=False, empty_values=())
    route = tables.Column(verbose_name=gettext_lazy("Route"))
    status = StateColumn(STATUS_TONES)
    opened_on = DateColumn()
    meter_serial = tables.Column(verbose_name=gettext_lazy("Meter"), orderable=False, attrs=ON_ONE_LINE)
    households = NumberColumn()
    people = NumberColumn()
    spare_columns = (
        "meter_serial", "postcode", "households", "people", "has_sewer", "shutoff_state", "legacy_number",
    )  # fmt: skip

    class Meta(OfficeTable.Meta):
        model = Connection
        fields = (
            "supply_number", "address", "payer_name", "use", "route", "route_position", "status", "opened_on",
            "meter_serial", "postcode", "households", "people", "has_sewer", "shutoff_state", "legacy_number",
        )  # fmt: skip

    def render_payer_name(self, record: Any) -> str:
        """Name and first name of who pays today."""
        return " ".join(part for part in (record.payer_name, record.payer_first_name) if part) or "—"

    def value_payer_name(self, record: Any) -> str:
        """Write the same into files."""
        return self.render_payer_name(record)


class ConnectionFilter(django_filters.FilterSet):
    """Search by number and address; route, use, status."""

    q = django_filters.CharFilter(label=gettext_lazy("Supply number or address"), method="search")
    route = django_filters.ModelChoiceFilter(label=gettext_lazy("Route"), queryset=Route.objects.all())
    use = django_filters.ChoiceFilter(label=gettext_lazy("Use"), choices=UseKind.choices)
    status = django_filters.ChoiceFilter(label=gettext_lazy("Status"), choices=ConnectionStatus.choices)
    shutoff_state = django_filters.ChoiceFilter(
        label=gettext_lazy("Stop valve"), choices=StopValveState.choices
    )
    meter = django_filters.CharFilter(label=gettext_lazy("Meter number"), method="of_meter")
    legacy_number = django_filters.CharFilter(label=gettext_lazy("Number in an earlier system"))

    class Meta:
        model = Connection
        fields = ("q", "route", "use", "status", "shutoff_state", "meter", "legacy_number")

    def search(self, rows: ConnectionQuerySet, name: str, value: str) -> ConnectionQuerySet:
        """Find without accents and case, in either alphabet."""
        return rows.matching(query_keys(value))

    def of_meter(self, rows: ConnectionQuerySet, name: str, value: str) -> ConnectionQuerySet:
        """Keep those on which the meter of that number hangs or hung."""
        return rows.filter(installations__meter__serial=value.strip()).distinct()


@allow(*CONNECTION_ROLES)
class ConnectionList(OfficeListView):
    """Connections."""

    model = Connection
    table_class = ConnectionTable
    filterset_class = ConnectionFilter
    title = gettext_lazy("Connections")
    export_name = "connections"
    empty_text = gettext_lazy("No connection stands in the register yet. An import brings them.")

    def get_rows(self, user: User) -> QuerySet[Any]:
        """Return what the user may see, with who pays today."""
        return list_with_payer(user, timezone.localdate())

    def get_actions(self) -> list[tuple[str, str, str]]:
        """Offer a file of them, and a new connection, to who may bring them."""
        user, actions = cast(User, self.request.user), []
        if user.has_any_role(*IMPORT_ROLES):
            actions.append((reverse("meters:connection_import"), _("Import connections"), "upload"))
        if user.has_any_role(*REGISTER_ROLES):
            actions.append((reverse("meters:connection_create"), _("New connection"), "plus-lg"))
        return actions


class ReadingTable(OfficeTable):
    """When, where, which meter, what it showed, where it comes from."""

    read_on = DateColumn()
    supply_number = LinkColumn(
        "meters:connection_detail", verbose_name=gettext_lazy("Supply number"),
        accessor="installation__connection__supply_number", pk="installation__connection_id", attrs=ON_ONE_LINE,
    )  # fmt: skip
    serial = tables.Column(
        verbose_name=gettext_lazy("Meter"), accessor="installation__meter__serial", attrs=ON_ONE_LINE
    )
    value_m3 = NumberColumn()

    class Meta(OfficeTable.Meta):
        model = Reading
        fields = ("read_on", "supply_number", "serial", "value_m3", "source", "note")


class ReadingFilter(django_filters.FilterSet):
    """Supply number, route, days, source."""

    supply_number = django_filters.CharFilter(
        label=gettext_lazy("Supply number"), method="of_connection", widget=SearchInput(CONNECTIONS.url_name)
    )
    route = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Route"),
        field_name="installation__connection__route",
        queryset=Route.objects.all(),
    )
    read_from = DayFilter(label=gettext_lazy("Read from"), field_name="read_on", lookup_expr="gte")
    read_to = DayFilter(label=gettext_lazy("Read to"), field_name="read_on", lookup_expr="lte")
    source = django_filters.ChoiceFilter(label=gettext_lazy("Source"), choices=ReadingSource.choices)

    class Meta:
        model = Reading
        fields = ("supply_number", "route", "read_from", "read_to", "source")

    def of_connection(self, rows: QuerySet[Reading], name: str, value: str) -> QuerySet[Reading]:
        """Keep those of one connection, typed as its number or chosen with its address."""
        return rows.filter(installation__connection__supply_number=read_supply_number(value))


@allow(*CONNECTION_ROLES)
class ReadingList(OfficeListView):
    """Readings, newest first."""

    model = Reading
    table_class = ReadingTable
    filterset_class = ReadingFilter
    title = gettext_lazy("Readings")
    export_name = "readings"
    empty_text = gettext_lazy(
        "No reading yet. Bring a file of readings, or write one on a connection's card."
    )

    def get_rows(self, user: User) -> QuerySet[Any]:
        """Return the readings of the connections that the user may see."""
        return list_readings(user)

    def get_actions(self) -> list[tuple[str, str, str]]:
        """Offer the import to who may bring files."""
        if not cast(User, self.request.user).has_any_role(*IMPORT_ROLES):
            return []
        return [(reverse("meters:reading_import"), _("Import readings"), "upload")]


class RouteTable(OfficeTable):
    """How far the round of each route is."""

    connection_count = NumberColumn(verbose_name=gettext_lazy("Connections"))
    read_count = NumberColumn(verbose_name=gettext_lazy("Read in three months"))
    progress = tables.Column(
        verbose_name=gettext_lazy("Progress"), accessor="read_count", orderable=False, empty_values=()
    )
    last_read_on = DateColumn(verbose_name=gettext_lazy("Last reading"))

    class Meta(OfficeTable.Meta):
        model = Route
        fields = ("code", "name", "connection_count", "read_count", "progress", "last_read_on")

    def render_code(self, record: Any) -> str:
        """Lead to the card of the route."""
        return format_html(
            '<a href="{}">{}</a>', reverse("meters:route_detail", args=[record.pk]), record.code
        )

    def value_code(self, record: Any) -> str:
        """Write the code alone into files."""
        return str(record.code)

    def render_progress(self, record: Any) -> str:
        """Draw how much of the route is read."""
        return format_html(
            '<progress max="{}" value="{}">{}</progress>',
            record.connection_count or 1, record.read_count, f"{record.read_count}/{record.connection_count}",
        )  # fmt: skip

    def value_progress(self, record: Any) -> str:
        """Write the share into files."""
        return f"{record.read_count}/{record.connection_count}"


class RouteFilter(django_filters.FilterSet):
    """Code of the route."""

    code = django_filters.CharFilter(label=gettext_lazy("Code"))

    class Meta:
        model = Route
        fields = ("code",)


@allow(*CONNECTION_ROLES)
class RouteList(OfficeListView):
    """Reading routes with their progress."""

    model = Route
    table_class = RouteTable
    filterset_class = RouteFilter
    title = gettext_lazy("Routes")
    export_name = "routes"

    def get_rows(self, user: User) -> QuerySet[Any]:
        """Return every route: they tell nothing of persons."""
        return list_routes(timezone.localdate() - ROUND)
