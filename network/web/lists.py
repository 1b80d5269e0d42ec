"""Lists of what the network is made of."""

from __future__ import annotations

from typing import Any, cast

import django_filters
import django_tables2 as tables
from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gis_core.domain.greek import search_key
from gis_core.models import User
from gis_core.pages.access import allow
from gis_core.pages.lists import OfficeListView
from gis_core.pages.tables import LinkColumn, NumberColumn, OfficeTable, StateColumn
from network.choices import Lifecycle, LinkStatus, NodeKind, PipeKind, ValveKind, ZoneKind
from network.models import Material, Node, Pipe, Street, SupplySystem, Valve, Zone
from network.web.kinds import LIFECYCLE_TONES
from network.web.roles import EDIT_ROLES, VIEW_ROLES

_TONES: dict[str, str] = {LinkStatus.OPEN: "good", LinkStatus.CLOSED: "bad", LinkStatus.ACTIVE: "info"}
_NO_NETWORK = gettext_lazy("No network yet. Import an EPANET file to begin.")


class PipeTable(OfficeTable):
    """Pipes with what they are made of."""

    code = LinkColumn("network:pipe_detail", verbose_name=gettext_lazy("Code"))
    system = tables.Column(verbose_name=gettext_lazy("Supply system"))
    length_m = NumberColumn(decimals=1, verbose_name=gettext_lazy("Length (m)"))
    diameter_mm = NumberColumn(decimals=0)
    status = StateColumn(_TONES)
    lifecycle = StateColumn(LIFECYCLE_TONES)

    class Meta(OfficeTable.Meta):
        model = Pipe
        fields = (
            "code", "system", "kind", "diameter_mm", "material", "laid_year", "length_m", "status", "lifecycle",
        )  # fmt: skip

    def render_laid_year(self, value: int) -> str:
        """Write a year, which has no thousands."""
        return str(value)

    def value_laid_year(self, value: int) -> int:
        """Give the year itself to a file."""
        return value


class PipeFilter(django_filters.FilterSet):
    """Code, system, diameter, status."""

    code = django_filters.CharFilter(label=gettext_lazy("Code"), lookup_expr="icontains")
    system = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Supply system"), queryset=SupplySystem.objects.all()
    )
    diameter_from = django_filters.NumberFilter(
        label=gettext_lazy("Diameter from (mm)"), field_name="diameter_mm", lookup_expr="gte"
    )
    material = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Material"), queryset=Material.objects.all()
    )
    status = django_filters.ChoiceFilter(
        label=gettext_lazy("Status"),
        choices=[(s.value, s.label) for s in (LinkStatus.OPEN, LinkStatus.CLOSED)],
    )
    kind = django_filters.ChoiceFilter(label=gettext_lazy("Kind"), choices=PipeKind.choices)
    lifecycle = django_filters.ChoiceFilter(label=gettext_lazy("Lifecycle"), choices=Lifecycle.choices)

    class Meta:
        model = Pipe
        fields = ("code", "system", "kind", "diameter_from", "material", "status", "lifecycle")


@allow(*VIEW_ROLES)
class PipeList(OfficeListView):
    """All pipes."""

    model = Pipe
    table_class = PipeTable
    filterset_class = PipeFilter
    title = gettext_lazy("Pipes")
    export_name = "pipes"
    empty_text = _NO_NETWORK

    def get_rows(self, user: User) -> QuerySet[Any]:
        """Return pipes by code, with their system."""
        return (
            Pipe.objects.visible_to(user)
            .select_related("system", "material")
            .defer("geom", "geom_3857")
            .order_by("code", "pk")
        )

    def get_actions(self) -> list[tuple[str, str, str]]:
        """Offer the import to who may change the network."""
        if not cast(User, self.request.user).has_any_role(*EDIT_ROLES):
            return []
        return [(reverse("network:network_import"), _("Import a network"), "upload")]


class NodeTable(OfficeTable):
    """Nodes of all kinds."""

    code = LinkColumn("network:node_detail", verbose_name=gettext_lazy("Code"))
    system = tables.Column(verbose_name=gettext_lazy("Supply system"))
    elevation_m = NumberColumn(decimals=2)
    demand_l_s = NumberColumn(decimals=3)
    lifecycle = StateColumn(LIFECYCLE_TONES)

    class Meta(OfficeTable.Meta):
        model = Node
        fields = ("code", "system", "kind", "elevation_m", "demand_l_s", "lifecycle")


class NodeFilter(django_filters.FilterSet):
    """Code, system, kind."""

    code = django_filters.CharFilter(label=gettext_lazy("Code"), lookup_expr="icontains")
    system = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Supply system"), queryset=SupplySystem.objects.all()
    )
    kind = django_filters.ChoiceFilter(label=gettext_lazy("Kind"), choices=NodeKind.choices)
    lifecycle = django_filters.ChoiceFilter(label=gettext_lazy("Lifecycle"), choices=Lifecycle.choices)

    class Meta:
        model = Node
        fields = ("code", "system", "kind", "lifecycle")


@allow(*VIEW_ROLES)
class NodeList(OfficeListView):
    """All nodes."""

    model = Node
    table_class = NodeTable
    filterset_class = NodeFilter
    title = gettext_lazy("Nodes, reservoirs and tanks")
    export_name = "nodes"
    empty_text = _NO_NETWORK

    def get_rows(self, user: User) -> QuerySet[Any]:
        """Return nodes by code, with their system."""
        return (
            Node.objects.visible_to(user)
            .select_related("system")
            .defer("geom", "geom_3857")
            .order_by("code", "pk")
        )


class ValveTable(OfficeTable):
    """Valves with their setting and state."""

    code = LinkColumn("network:valve_detail", verbose_name=gettext_lazy("Code"))
    system = tables.Column(verbose_name=gettext_lazy("Supply system"))
    diameter_mm = NumberColumn(decimals=0)
    setting = NumberColumn()
    status = StateColumn(_TONES)

    class Meta(OfficeTable.Meta):
        model = Valve
        fields = ("code", "system", "kind", "diameter_mm", "setting", "status")


class ValveFilter(django_filters.FilterSet):
    """Code, system, kind, status."""

    code = django_filters.CharFilter(label=gettext_lazy("Code"), lookup_expr="icontains")
    system = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Supply system"), queryset=SupplySystem.objects.all()
    )
    kind = django_filters.ChoiceFilter(label=gettext_lazy("Kind"), choices=ValveKind.choices)
    status = django_filters.ChoiceFilter(label=gettext_lazy("Status"), choices=LinkStatus.choices)

    class Meta:
        model = Valve
        fields = ("code", "system", "kind", "status")


@allow(*VIEW_ROLES)
class ValveList(OfficeListView):
    """All valves."""

    model = Valve
    table_class = ValveTable
    filterset_class = ValveFilter
    title = gettext_lazy("Valves")
    export_name = "valves"
    empty_text = _NO_NETWORK

    def get_rows(self, user: User) -> QuerySet[Any]:
        """Return valves by code, with their system."""
        return (
            Valve.objects.visible_to(user)
            .select_related("system")
            .defer("geom", "geom_3857")
            .order_by("code", "pk")
        )


class ZoneTable(OfficeTable):
    """Zones."""

    code = LinkColumn("network:zone_detail", verbose_name=gettext_lazy("Code"))

    class Meta(OfficeTable.Meta):
        model = Zone
        fields = ("code", "name", "kind")


class ZoneFilter(django_filters.FilterSet):
    """Kind."""

    kind = django_filters.ChoiceFilter(label=gettext_lazy("Kind"), choices=ZoneKind.choices)

    class Meta:
        model = Zone
        fields = ("kind",)


@allow(*VIEW_ROLES)
class ZoneList(OfficeListView):
    """All zones."""

    model = Zone
    table_class = ZoneTable
    filterset_class = ZoneFilter
    title = gettext_lazy("Zones")
    export_name = "zones"
    empty_text = gettext_lazy("No zones have been drawn yet.")

    def get_rows(self, user: User) -> QuerySet[Any]:
        """Return zones by code."""
        return Zone.objects.visible_to(user).defer("geom", "geom_3857").order_by("code")

    def get_actions(self) -> list[tuple[str, str, str]]:
        """Lead to the computed zones, and offer a new one to who may change the network."""
        actions = [(reverse("network:zone_kind", args=[ZoneKind.DMA]), _("Computed zones"), "calculator")]
        if cast(User, self.request.user).has_any_role(*EDIT_ROLES):
            actions.append((reverse("network:zone_create"), _("Draw a zone"), "bounding-box"))
        return actions


class StreetTable(OfficeTable):
    """Streets with how many house numbers are known."""

    houses = NumberColumn(decimals=0, verbose_name=gettext_lazy("House numbers"), accessor="houses")

    class Meta(OfficeTable.Meta):
        model = Street
        fields = ("name", "settlement", "houses")


class StreetFilter(django_filters.FilterSet):
    """Search without accents."""

    q = django_filters.CharFilter(label=gettext_lazy("Street"), method="search")

    class Meta:
        model = Street
        fields = ("q",)

    def search(self, rows: QuerySet[Street], name: str, value: str) -> QuerySet[Street]:
        """Find in either alphabet."""
        return rows.filter(search_key__contains=search_key(value))


@allow(*VIEW_ROLES)
class StreetList(OfficeListView):
    """All streets."""

    model = Street
    table_class = StreetTable
    filterset_class = StreetFilter
    title = gettext_lazy("Streets")
    export_name = "streets"
    empty_text = gettext_lazy("No streets yet. An import brings them.")

    def get_rows(self, user: User) -> QuerySet[Any]:
        """Return streets by name, with the count of their numbers."""
        streets = Street.objects.visible_to(user).defer("geom", "geom_3857")
        return streets.annotate(houses=Count("addresses")).order_by("search_key", "pk")

    def get_actions(self) -> list[tuple[str, str, str]]:
        """Offer the import to who may change the network."""
        if not cast(User, self.request.user).has_any_role(*EDIT_ROLES):
            return []
        return [(reverse("network:street_import"), _("Import streets"), "upload")]
