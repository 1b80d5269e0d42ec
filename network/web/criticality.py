"""Which valves and segments matter most: ranked lists with their map, a segment's card, and the start of a run."""

from __future__ import annotations

from typing import Any, cast

import django_filters
from django.contrib.gis.db.models.functions import AsGeoJSON, Transform
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods

from gis_core.models import User
from gis_core.pages.access import allow
from gis_core.pages.list_maps import DECIMALS, LegendLine, MappedListView, Mark, mapped_row
from gis_core.pages.tables import LinkColumn, NumberColumn, OfficeTable, StateColumn
from network.choices import CriticalityGrade
from network.models import CriticalityRun, CriticalValve, Segment
from network.selectors.criticality import shown_run
from network.selectors.places import to_lon_lat
from network.services.criticality import enqueue_criticality
from network.web.roles import EDIT_ROLES, VIEW_ROLES

GRADE_TONES: dict[str, str] = {
    CriticalityGrade.TOP: "bad", CriticalityGrade.HIGH: "warn", CriticalityGrade.SOME: "info",
    CriticalityGrade.NONE: "good",
}  # fmt: skip
_NO_RUN = gettext_lazy("Nothing is calculated yet. Start a calculation over the whole network.")


def _loss(connections: int, people: int, length_m: float) -> str:
    """Return a loss in words."""
    told = ngettext("%(count)d connection", "%(count)d connections", connections) % {"count": connections}
    persons = ngettext("%(count)d person", "%(count)d people", people) % {"count": people}
    return f"{told} · {persons} · {length_m:.0f} m"


def _actions(request: HttpRequest, other: tuple[str, str, str]) -> list[tuple[str, str, str]]:
    """Return the way to the other list, and to a new run for who may start one."""
    actions = [other]
    if cast(User, request.user).has_any_role(*EDIT_ROLES):
        actions.append((reverse("network:criticality_start"), _("Calculate anew"), "arrow-repeat"))
    return actions


def _note() -> str:
    """Say of what moment the figures are."""
    run = shown_run()
    if run is None or run.finished_at is None:
        return ""
    return _("As calculated on %(moment)s.") % {
        "moment": f"{timezone.localtime(run.finished_at):%d/%m/%Y %H:%M}"
    }


class CriticalValveTable(OfficeTable):
    """Valves, the one whose failure costs most first."""

    rank = NumberColumn(decimals=0, verbose_name=gettext_lazy("Rank"))
    code = LinkColumn("network:shutoff_detail", pk="valve_id", verbose_name=gettext_lazy("Valve"))
    grade = StateColumn(GRADE_TONES)
    added_connections = NumberColumn(decimals=0)
    added_people = NumberColumn(decimals=0)
    added_length_m = NumberColumn(decimals=0)
    total_connections = NumberColumn(decimals=0)

    class Meta(OfficeTable.Meta):
        model = CriticalValve
        row_attrs = mapped_row
        fields = (
            "rank", "code", "grade", "added_connections", "added_people", "added_length_m", "total_connections",
        )  # fmt: skip


class CriticalValveFilter(django_filters.FilterSet):
    """Code, class, connections added."""

    code = django_filters.CharFilter(label=gettext_lazy("Code"), lookup_expr="icontains")
    grade = django_filters.ChoiceFilter(
        label=gettext_lazy("What its failure adds"), choices=CriticalityGrade.choices
    )
    connections = django_filters.NumberFilter(
        label=gettext_lazy("Connections added, from"), field_name="added_connections", lookup_expr="gte"
    )

    class Meta:
        model = CriticalValve
        fields = ("code", "grade", "connections")


@allow(*VIEW_ROLES)
class CriticalValveList(MappedListView):
    """The valves of the newest run by what their failure adds."""

    model = CriticalValve
    table_class = CriticalValveTable
    filterset_class = CriticalValveFilter
    title = gettext_lazy("Critical valves")
    export_name = "critical-valves"
    empty_text = _NO_RUN
    map_layers = "streets,pipes,sources"
    legend = tuple(
        LegendLine(grade.label, tone=GRADE_TONES[grade], sign="!" if grade == CriticalityGrade.TOP else "")
        for grade in CriticalityGrade
    )

    def get_rows(self, user: User) -> QuerySet[Any]:
        """Return valves by rank."""
        return CriticalValve.objects.visible_to(user).defer("geom_3857").order_by("rank")

    def mark_of(self, row: CriticalValve) -> Mark:
        """Show the class, and what the failure adds in words."""
        return Mark(
            title=f"{row.rank}. {row.code}",
            text=f"{row.get_grade_display()}: {_loss(row.added_connections, row.added_people, row.added_length_m)}",
            url=reverse("network:shutoff_detail", args=[row.valve_id]),
            tone=GRADE_TONES[row.grade],
            size="large" if row.grade == CriticalityGrade.TOP else "",
            sign="!" if row.grade == CriticalityGrade.TOP else "",
        )

    def get_actions(self) -> list[tuple[str, str, str]]:
        """Lead to the segments and to a new run."""
        return _actions(
            self.request, (reverse("network:segment_list"), _("Segments"), "bounding-box-circles")
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say beside the map when this was calculated."""
        return super().get_context_data(**kwargs) | {"map_note": _note()}


class SegmentTable(OfficeTable):
    """Segments, the one whose loss costs most first."""

    number = LinkColumn("network:segment_detail", verbose_name=gettext_lazy("Rank"))
    lost = NumberColumn(decimals=0, verbose_name=gettext_lazy("Connections lost"))
    lost_people = NumberColumn(decimals=0, verbose_name=gettext_lazy("People without water"))
    dry_connections = NumberColumn(decimals=0)
    pipes = NumberColumn(decimals=0)
    length_m = NumberColumn(decimals=0)
    dry_length_m = NumberColumn(decimals=0)
    valves = NumberColumn(decimals=0)

    class Meta(OfficeTable.Meta):
        model = Segment
        row_attrs = mapped_row
        fields = (
            "number", "lost", "lost_people", "dry_connections", "pipes", "length_m", "dry_length_m", "valves",
        )  # fmt: skip


class SegmentFilter(django_filters.FilterSet):
    """Connections lost, valves to close, dry parts behind."""

    connections = django_filters.NumberFilter(
        label=gettext_lazy("Connections lost, from"), field_name="lost", lookup_expr="gte"
    )
    valves = django_filters.NumberFilter(
        label=gettext_lazy("Valves to close, from"), field_name="valves", lookup_expr="gte"
    )
    dry = django_filters.NumberFilter(
        label=gettext_lazy("Connections dry behind it, from"), field_name="dry_connections", lookup_expr="gte"
    )

    class Meta:
        model = Segment
        fields = ("connections", "valves", "dry")


def _segments(user: User) -> QuerySet[Any]:
    """Return the segments of the shown run with all that their loss costs."""
    return (
        Segment.objects.visible_to(user)
        .filter(run=shown_run())
        .annotate(lost=F("connections") + F("dry_connections"), lost_people=F("people") + F("dry_people"))
        .order_by("number")
    )


@allow(*VIEW_ROLES)
class SegmentList(MappedListView):
    """The segments of the newest run by what their loss costs."""

    model = Segment
    table_class = SegmentTable
    filterset_class = SegmentFilter
    title = gettext_lazy("Segments between valves")
    export_name = "segments"
    empty_text = _NO_RUN
    legend = (
        LegendLine(gettext_lazy("More goes dry behind it"), tone="bad"),
        LegendLine(gettext_lazy("Nothing goes dry behind it"), tone="info"),
    )

    def get_rows(self, user: User) -> QuerySet[Any]:
        """Return segments by rank."""
        return _segments(user)

    def get_queryset(self) -> QuerySet[Any]:
        """Leave the lines to the map, which asks for them itself."""
        rows = super().get_queryset()
        return rows if self.request.GET.get("export") == "geojson" else rows.defer("geom")

    def mark_of(self, row: Any) -> Mark:
        """Show whether more than the segment itself loses its water."""
        return Mark(
            title=_("Segment %(number)d") % {"number": row.number},
            text=_loss(row.lost, row.lost_people, row.length_m + row.dry_length_m),
            url=reverse("network:segment_detail", args=[row.pk]),
            tone="bad" if row.dry_pipes else "info",
        )

    def get_actions(self) -> list[tuple[str, str, str]]:
        """Lead to the valves and to a new run."""
        return _actions(
            self.request, (reverse("network:critical_valve_list"), _("Critical valves"), "sort-down")
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say beside the map when this was calculated."""
        return super().get_context_data(**kwargs) | {"map_note": _note()}


@allow(*VIEW_ROLES)
@require_GET
def segment_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a segment: where it lies, what its loss costs."""
    rows = Segment.objects.visible_to(cast(User, request.user)).select_related("run")
    segment: Any = get_object_or_404(
        rows.annotate(shape=AsGeoJSON(Transform("geom", 4326), precision=DECIMALS)), pk=pk
    )
    longitude, latitude = to_lon_lat(segment.geom.point_on_surface)
    context = {"segment": segment, "longitude": f"{longitude:.6f}", "latitude": f"{latitude:.6f}"}
    return render(request, "network/segment_detail.html", context)


@allow(*EDIT_ROLES)
@require_http_methods(["GET", "POST"])
def criticality_start(request: HttpRequest) -> HttpResponse:
    """Say what a run does and start it."""
    user = cast(User, request.user)
    if request.method == "POST":
        return redirect("gis_core:job_detail", pk=enqueue_criticality(actor=user).pk)
    runs = CriticalityRun.objects.visible_to(user).filter(finished_at__isnull=False)
    return render(request, "network/criticality_start.html", {"runs": runs})
