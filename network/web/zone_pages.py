"""Zones computed: their inlets, the computation, all zones of a kind, the pipes of none."""

from __future__ import annotations

from typing import Any, cast

import django_filters
import django_tables2 as tables
from django import forms
from django.contrib import messages
from django.db.models import FloatField, IntegerField, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gis_core.errors import DomainError
from gis_core.models import User
from gis_core.pages.access import allow
from gis_core.pages.choosing import SearchChoiceField, answer_choices
from gis_core.pages.list_maps import LegendLine, MappedListView, Mark, mapped_row
from gis_core.pages.tables import LinkColumn, MomentColumn, NumberColumn, OfficeTable
from network.choices import PipeKind, ZoneKind
from network.models import Node, Pipe, Zone, ZoneInlet
from network.selectors.zone_findings import list_orphans, sum_zones
from network.selectors.zone_inlets import ZONE_NODES, ZONE_PIPES, list_pipes_inside
from network.services.zone_inlets import add_zone_inlet, remove_zone_inlet, take_computed_area
from network.services.zone_runs import compute_zones, enqueue_zones
from network.web.roles import EDIT_ROLES, VIEW_ROLES
from network.web.zone_cards import as_geojson

M2_OF_KM2 = 1_000_000


def _zone(request: HttpRequest, pk: int) -> Zone:
    return get_object_or_404(Zone.objects.visible_to(_user(request)).defer("geom_3857"), pk=pk)


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)


def _kind(slug: str) -> ZoneKind:
    try:
        return ZoneKind(slug)
    except ValueError:
        raise Http404 from None


class InletForm(forms.Form):
    """Where water enters: a node, and the pipe at it that leads inside."""

    node = SearchChoiceField(
        ZONE_NODES,
        label=gettext_lazy("Node"),
        help_text=gettext_lazy("A flow meter, or the outlet of a valve"),
    )
    pipe = SearchChoiceField(
        ZONE_PIPES, label=gettext_lazy("Pipe that leads inside"), required=False,
        help_text=gettext_lazy("Empty where only one pipe leads from the node into the drawn area"),
    )  # fmt: skip

    def __init__(self, *args: Any, zone: Zone, user: User, **kwargs: Any) -> None:
        """Ask for what the user may see."""
        super().__init__(*args, **kwargs)
        self.zone = zone
        for field in self.fields.values():
            cast(SearchChoiceField[Any], field).user = user

    def clean(self) -> dict[str, Any]:
        """Take the only pipe that leads inside where none was written."""
        cleaned = super().clean() or {}
        node = cleaned.get("node")
        if isinstance(node, Node) and not cleaned.get("pipe") and "pipe" not in self.errors:
            inside = list_pipes_inside(self.zone, node)
            if len(inside) == 1:
                cleaned["pipe"] = inside[0]
            else:
                self.add_error("pipe", _("Write which of the node's pipes leads into the zone."))
        return cleaned


@allow(*EDIT_ROLES)
@require_http_methods(["GET", "POST"])
def zone_inlet_create(request: HttpRequest, pk: int) -> HttpResponse:
    """Add an inlet to a zone."""
    zone = _zone(request, pk)
    form = InletForm(request.POST if request.method == "POST" else None, zone=zone, user=_user(request))
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            inlet = add_zone_inlet(actor=_user(request), zone=zone, node=given["node"], pipe=given["pipe"])
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            words = {"node": inlet.node, "pipe": inlet.pipe}
            messages.success(request, _("Water enters at %(node)s into pipe %(pipe)s.") % words)
            return redirect("network:zone_detail", pk=pk)
    context = {"form": form, "zone": zone, "back": reverse("network:zone_detail", args=[pk])}
    return render(request, "network/zone_inlet.html", context, status=422 if form.is_bound else 200)


@allow(*EDIT_ROLES)
@require_POST
def zone_inlet_delete(request: HttpRequest, pk: int, inlet: int) -> HttpResponse:
    """Take an inlet from a zone."""
    found = (
        ZoneInlet.objects.visible_to(_user(request)).filter(zone=pk, pk=inlet).select_related("node").first()
    )
    if found is not None:
        remove_zone_inlet(actor=_user(request), inlet=found)
        messages.success(request, _("%(node)s is no inlet any more.") % {"node": found.node})
    return redirect("network:zone_detail", pk=pk)


@allow(*EDIT_ROLES)
@require_POST
def zone_compute(request: HttpRequest, pk: int) -> HttpResponse:
    """Compute one zone, now."""
    zone = _zone(request, pk)
    run = compute_zones(actor=_user(request), kind=ZoneKind(zone.kind), only=zone)
    told = ngettext("The zone holds %(count)d pipe.", "The zone holds %(count)d pipes.", run.pipes)
    messages.success(request, told % {"count": run.pipes})
    return redirect("network:zone_detail", pk=pk)


@allow(*EDIT_ROLES)
@require_http_methods(["GET", "POST"])
def zone_take_area(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the computed area over the drawn one, and take it."""
    zone = _zone(request, pk)
    back = reverse("network:zone_detail", args=[pk])
    if request.method == "POST":
        try:
            take_computed_area(actor=_user(request), zone=zone)
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The computed area is the zone's area now."))
        return redirect(back)
    if zone.computed_geom is None:
        messages.error(request, _("No area has been computed yet."))
        return redirect(back)
    context = {
        "zone": zone, "back": back, "drawn": as_geojson(zone.geom), "computed": as_geojson(zone.computed_geom),
        "drawn_km2": zone.geom.area / M2_OF_KM2, "computed_km2": zone.computed_geom.area / M2_OF_KM2,
    }  # fmt: skip
    return render(request, "network/zone_take_area.html", context)


@allow(*EDIT_ROLES)
@require_POST
def zone_kind_compute(request: HttpRequest, kind: str) -> HttpResponse:
    """Queue the computation of all zones of a kind."""
    job = enqueue_zones(actor=_user(request), kind=_kind(kind))
    return redirect("gis_core:job_detail", pk=job.pk)


@allow(*VIEW_ROLES)
@require_GET
def zone_node_choices(request: HttpRequest) -> JsonResponse:
    """Answer `?q=` with nodes by code, at most twenty."""
    return answer_choices(request, ZONE_NODES)


@allow(*VIEW_ROLES)
@require_GET
def zone_pipe_choices(request: HttpRequest) -> JsonResponse:
    """Answer `?q=` with pipes by code, at most twenty."""
    return answer_choices(request, ZONE_PIPES)


class ZoneKindTable(OfficeTable):
    """Zones of a kind with their computed figures."""

    code = LinkColumn("network:zone_detail", verbose_name=gettext_lazy("Code"))
    computed_at = MomentColumn()
    length_km = NumberColumn(decimals=1, verbose_name=gettext_lazy("Length (km)"))
    pipes = NumberColumn(decimals=0, verbose_name=gettext_lazy("Pipes"))
    inlets_counted = NumberColumn(decimals=0, verbose_name=gettext_lazy("Inlets"))
    connections = NumberColumn(decimals=0, verbose_name=gettext_lazy("Connections"))
    people = NumberColumn(decimals=0, verbose_name=gettext_lazy("People"))
    findings = NumberColumn(decimals=0, verbose_name=gettext_lazy("Findings"))
    spare_columns = ("computed_at",)

    class Meta(OfficeTable.Meta):
        model = Zone
        row_attrs = mapped_row
        fields = (
            "code", "name", "length_km", "pipes", "inlets_counted", "connections", "people", "findings",
            "computed_at",
        )  # fmt: skip


class ZoneKindFilter(django_filters.FilterSet):
    """Code or name."""

    code = django_filters.CharFilter(label=gettext_lazy("Code"), lookup_expr="icontains")
    name = django_filters.CharFilter(label=gettext_lazy("Name of the zone"), lookup_expr="icontains")

    class Meta:
        model = Zone
        fields = ("code", "name")


@allow(*VIEW_ROLES)
class ZoneKindList(MappedListView):
    """All zones of a kind, their totals, and how much is in none."""

    model = Zone
    template_name = "network/zone_kind.html"
    table_class = ZoneKindTable
    filterset_class = ZoneKindFilter
    export_name = "zones-computed"
    empty_text = gettext_lazy("No zones of this kind have been drawn yet.")
    map_layers = "streets,pipes,valves,sources"
    legend = (
        LegendLine(gettext_lazy("Computed, nothing found"), tone="good"),
        LegendLine(gettext_lazy("Something was found"), tone="warn"),
        LegendLine(gettext_lazy("Not computed yet")),
    )

    @property
    def kind(self) -> ZoneKind:
        """Return the kind in the address."""
        return _kind(str(self.kwargs["kind"]))

    def get_rows(self, user: User) -> QuerySet[Any]:
        """Return the zones by code, with their figures as columns."""
        whole = {
            name: Cast(KT(f"figures__{name}"), IntegerField()) for name in ("pipes", "connections", "people")
        }
        return (
            Zone.objects.visible_to(user)
            .filter(kind=self.kind)
            .defer("geom", "geom_3857", "computed_geom")
            .annotate(
                length_km=Cast(KT("figures__length_m"), FloatField()) / 1000.0,
                inlets_counted=Cast(KT("figures__inlets"), IntegerField()),
                findings=Cast(KT("figures__finding_count"), IntegerField()),
                **whole,
            )
            .order_by("code")
        )

    def mark_of(self, row: Zone) -> Mark:
        """Show whether something was found."""
        tone = "" if row.computed_at is None else "warn" if row.figures.get("finding_count") else "good"
        text = "" if row.computed_at is None else f"{row.figures['length_m'] / 1000:.1f} km"
        return Mark(
            title=row.name, text=text, url=reverse("network:zone_detail", args=[row.pk]), tone=tone
        )  # fmt: skip

    def get_actions(self) -> list[tuple[str, str, str]]:
        """Lead to the pipes of no zone."""
        return [
            (reverse("network:zone_orphan_list", args=[self.kind]), _("Pipes of no zone"), "question-circle")
        ]

    def get_crumbs(self) -> list[tuple[str, Any]]:
        """Lead back to all zones."""
        return [(reverse("network:zone_list"), _("Zones"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the totals and the other kinds."""
        context = super().get_context_data(**kwargs)
        user = _user(self.request)
        context.update(
            title=self.kind.label, kind=self.kind, kinds=list(ZoneKind), totals=sum_zones(self.kind, user),
            may_edit=user.has_any_role(*EDIT_ROLES),
        )  # fmt: skip
        return context


class OrphanTable(OfficeTable):
    """Pipes of no zone."""

    code = LinkColumn("network:pipe_detail", verbose_name=gettext_lazy("Code"))
    system = tables.Column(verbose_name=gettext_lazy("Supply system"))
    length_m = NumberColumn(decimals=1, verbose_name=gettext_lazy("Length (m)"))
    diameter_mm = NumberColumn(decimals=0)

    class Meta(OfficeTable.Meta):
        model = Pipe
        row_attrs = mapped_row
        fields = ("code", "system", "kind", "diameter_mm", "length_m")


class OrphanFilter(django_filters.FilterSet):
    """Code, kind."""

    code = django_filters.CharFilter(label=gettext_lazy("Code"), lookup_expr="icontains")
    kind = django_filters.ChoiceFilter(
        label=gettext_lazy("Kind"),
        choices=[(kind.value, kind.label) for kind in (PipeKind.TRANSMISSION, PipeKind.DISTRIBUTION)],
    )

    class Meta:
        model = Pipe
        fields = ("code", "kind")


@allow(*VIEW_ROLES)
class OrphanList(MappedListView):
    """Open pipes in service that no zone of a kind holds."""

    model = Pipe
    table_class = OrphanTable
    filterset_class = OrphanFilter
    title = gettext_lazy("Pipes of no zone")
    export_name = "pipes-of-no-zone"
    empty_text = gettext_lazy("Every pipe lies in a zone.")
    map_layers = "streets,zones,valves,sources"
    legend = (LegendLine(gettext_lazy("A pipe of no zone"), tone="warn"),)

    def get_rows(self, user: User) -> QuerySet[Any]:
        """Return the pipes, the longest first."""
        kind = _kind(str(self.kwargs["kind"]))
        return list_orphans(kind, user).select_related("system").defer("geom", "geom_3857")

    def mark_of(self, row: Pipe) -> Mark:
        """Show the code and the length."""
        return Mark(
            title=row.code, text=f"{row.length_m:.0f} m", url=reverse("network:pipe_detail", args=[row.pk]),
            tone="warn",
        )  # fmt: skip

    def get_crumbs(self) -> list[tuple[str, Any]]:
        """Lead back to the zones of the kind."""
        kind = _kind(str(self.kwargs["kind"]))
        return [
            (reverse("network:zone_list"), _("Zones")),
            (reverse("network:zone_kind", args=[kind]), kind.label),
        ]
