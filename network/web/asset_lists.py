"""Lists of shut-off valves, service lines, stations and pumps."""

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
from gis_core.pages.tables import DateColumn, LinkColumn, NumberColumn, OfficeTable, StateColumn
from network.choices import Lifecycle, LinkStatus, StationKind, ValveCondition, ValveState
from network.models import Material, Pump, ServiceLine, ShutoffValve, Station, SupplySystem
from network.web.kinds import CONDITION_TONES, LIFECYCLE_TONES, LINK_TONES, STATE_TONES
from network.web.roles import CHECK_ROLES, EDIT_ROLES, VIEW_ROLES

_SYSTEM = gettext_lazy("Supply system")
_CODE = gettext_lazy("Code")


def code_filter() -> django_filters.CharFilter:
    """Return the filter by a part of the code."""
    return django_filters.CharFilter(label=_CODE, lookup_expr="icontains")


def system_filter() -> django_filters.ModelChoiceFilter:
    """Return the filter by system."""
    return django_filters.ModelChoiceFilter(label=_SYSTEM, queryset=SupplySystem.objects.all())


def lifecycle_filter() -> django_filters.ChoiceFilter:
    """Return the filter by lifecycle."""
    return django_filters.ChoiceFilter(label=gettext_lazy("Lifecycle"), choices=Lifecycle.choices)


class ShutoffTable(OfficeTable):
    """Shut-off valves with their state and who last worked them."""

    code = LinkColumn("network:shutoff_detail", verbose_name=_CODE)
    system = tables.Column(verbose_name=_SYSTEM)
    diameter_mm = NumberColumn(decimals=0)
    state = StateColumn(STATE_TONES)
    condition = StateColumn(CONDITION_TONES)
    turns = NumberColumn(decimals=1)
    last_worked_on = DateColumn()
    lifecycle = StateColumn(LIFECYCLE_TONES)

    class Meta(OfficeTable.Meta):
        model = ShutoffValve
        fields = (
            "code", "system", "diameter_mm", "state", "condition", "turns", "last_worked_on", "lifecycle",
        )  # fmt: skip


class ShutoffFilter(django_filters.FilterSet):
    """Code, system, state, condition, lifecycle, not worked since a day."""

    code = code_filter()
    system = system_filter()
    state = django_filters.ChoiceFilter(label=gettext_lazy("State"), choices=ValveState.choices)
    condition = django_filters.ChoiceFilter(label=gettext_lazy("Condition"), choices=ValveCondition.choices)
    lifecycle = lifecycle_filter()
    worked = django_filters.TypedChoiceFilter(
        label=gettext_lazy("Worked"), field_name="last_worked_on", lookup_expr="isnull",
        coerce=lambda text: text == "True",
        choices=[("False", gettext_lazy("Worked once")), ("True", gettext_lazy("Never worked"))],
    )  # fmt: skip

    class Meta:
        model = ShutoffValve
        fields = ("code", "system", "state", "condition", "lifecycle", "worked")


@allow(*VIEW_ROLES)
class ShutoffList(OfficeListView):
    """All shut-off valves."""

    model = ShutoffValve
    table_class = ShutoffTable
    filterset_class = ShutoffFilter
    title = gettext_lazy("Shut-off valves")
    export_name = "shutoff-valves"
    empty_text = gettext_lazy("No shut-off valve yet. Draw them on the map, or import them.")

    def get_rows(self, user: User) -> QuerySet[Any]:
        """Return valves by code, with their system."""
        rows = ShutoffValve.objects.visible_to(user).select_related("system")
        return rows.defer("geom", "geom_3857").order_by("code", "pk")

    def get_actions(self) -> list[tuple[str, str, str]]:
        """Lead crews to the valves around them."""
        if not cast(User, self.request.user).has_any_role(*CHECK_ROLES):
            return []
        return [(reverse("network:shutoff_near"), _("Valves near me"), "crosshair")]


class ServiceLineTable(OfficeTable):
    """Service lines with the main that they leave."""

    code = LinkColumn("network:service_line_detail", verbose_name=_CODE)
    system = tables.Column(verbose_name=_SYSTEM)
    pipe = LinkColumn("network:pipe_detail", pk="pipe_id")
    diameter_mm = NumberColumn(decimals=0)
    lifecycle = StateColumn(LIFECYCLE_TONES)

    class Meta(OfficeTable.Meta):
        model = ServiceLine
        fields = ("code", "system", "pipe", "diameter_mm", "material", "lifecycle")


class ServiceLineFilter(django_filters.FilterSet):
    """Code, system, material, lifecycle."""

    code = code_filter()
    system = system_filter()
    material = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Material"), queryset=Material.objects.all()
    )
    lifecycle = lifecycle_filter()

    class Meta:
        model = ServiceLine
        fields = ("code", "system", "material", "lifecycle")


@allow(*VIEW_ROLES)
class ServiceLineList(OfficeListView):
    """All service lines."""

    model = ServiceLine
    table_class = ServiceLineTable
    filterset_class = ServiceLineFilter
    title = gettext_lazy("Service lines")
    export_name = "service-lines"
    empty_text = gettext_lazy("No service line yet. An import brings them.")

    def get_rows(self, user: User) -> QuerySet[Any]:
        """Return lines by code, with their system, main and material."""
        rows = ServiceLine.objects.visible_to(user).select_related("system", "material", "pipe")
        return rows.defer("geom", "geom_3857", "pipe__geom", "pipe__geom_3857").order_by("code", "pk")


class StationTable(OfficeTable):
    """Stations."""

    code = LinkColumn("network:station_detail", verbose_name=_CODE)
    lifecycle = StateColumn(LIFECYCLE_TONES)

    class Meta(OfficeTable.Meta):
        model = Station
        fields = ("code", "name", "kind", "lifecycle")


class StationFilter(django_filters.FilterSet):
    """Code, kind, lifecycle."""

    code = code_filter()
    kind = django_filters.ChoiceFilter(label=gettext_lazy("Kind"), choices=StationKind.choices)
    lifecycle = lifecycle_filter()

    class Meta:
        model = Station
        fields = ("code", "kind", "lifecycle")


@allow(*VIEW_ROLES)
class StationList(OfficeListView):
    """All stations."""

    model = Station
    table_class = StationTable
    filterset_class = StationFilter
    title = gettext_lazy("Stations")
    export_name = "stations"
    empty_text = gettext_lazy("No station yet.")

    def get_rows(self, user: User) -> QuerySet[Any]:
        """Return stations by code."""
        return Station.objects.visible_to(user).defer("geom", "geom_3857").order_by("code")

    def get_actions(self) -> list[tuple[str, str, str]]:
        """Offer a new one to who may change the network."""
        if not cast(User, self.request.user).has_any_role(*EDIT_ROLES):
            return []
        return [(reverse("network:station_create"), _("New station"), "plus-lg")]


class PumpTable(OfficeTable):
    """Pumps with their power and the station they stand in."""

    code = LinkColumn("network:pump_detail", verbose_name=_CODE)
    system = tables.Column(verbose_name=_SYSTEM)
    power_kw = NumberColumn()
    status = StateColumn(LINK_TONES)
    lifecycle = StateColumn(LIFECYCLE_TONES)

    class Meta(OfficeTable.Meta):
        model = Pump
        fields = ("code", "system", "station", "power_kw", "status", "lifecycle")


class PumpFilter(django_filters.FilterSet):
    """Code, system, status, lifecycle."""

    code = code_filter()
    system = system_filter()
    status = django_filters.ChoiceFilter(
        label=gettext_lazy("Status"),
        choices=[(state.value, state.label) for state in (LinkStatus.OPEN, LinkStatus.CLOSED)],
    )
    lifecycle = lifecycle_filter()

    class Meta:
        model = Pump
        fields = ("code", "system", "status", "lifecycle")


@allow(*VIEW_ROLES)
class PumpList(OfficeListView):
    """All pumps."""

    model = Pump
    table_class = PumpTable
    filterset_class = PumpFilter
    title = gettext_lazy("Pumps")
    export_name = "pumps"
    empty_text = gettext_lazy("No pump yet.")

    def get_rows(self, user: User) -> QuerySet[Any]:
        """Return pumps by code, with their system and station."""
        rows = Pump.objects.visible_to(user).select_related("system", "station")
        return rows.defer("geom", "geom_3857").order_by("code", "pk")
