"""Hydraulic scenarios: the list, a new one, its card, its deletion."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, cast

import django_filters
import django_tables2 as tables
from django.contrib import messages
from django.db.models import FloatField, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gis_core.errors import DomainError
from gis_core.models import User
from gis_core.pages.access import allow
from gis_core.pages.chart import Chart, Value, draw_chart
from gis_core.pages.lists import OfficeListView
from gis_core.pages.tables import LinkColumn, MomentColumn, NumberColumn, OfficeTable
from network.models import Scenario, ShutoffValve
from network.selectors.places import to_lon_lat
from network.selectors.scenarios import (
    find_job,
    find_lowest,
    list_fallen,
    list_high_velocities,
    list_low_pressures,
    pressure_classes,
)
from network.services.hydraulic_results import PRESSURE_BOUNDS
from network.services.hydraulics import RUN_SCENARIO, delete_scenario, run_scenario, show_scenario
from network.web.asset_lists import system_filter
from network.web.roles import EDIT_ROLES, VIEW_ROLES
from network.web.scenario_forms import LimitsForm, ScenarioForm

#: Limits until somebody says others: 2 bar for a house of two floors, and what wears pipes.
BELOW_M, ABOVE_M_S = 20.0, 1.5
#: So many rows stand on a card.
ROWS = 100


class ScenarioTable(OfficeTable):
    """Scenarios with what came of them."""

    name = LinkColumn("network:scenario_detail", verbose_name=gettext_lazy("Scenario"))
    system = tables.Column(verbose_name=gettext_lazy("Supply system"))
    made_at = MomentColumn(verbose_name=gettext_lazy("Made"))
    made_by = tables.Column(verbose_name=gettext_lazy("Made by"))
    hours = NumberColumn(decimals=0)
    lowest = NumberColumn(decimals=1, verbose_name=gettext_lazy("Lowest pressure (m)"))
    dry = NumberColumn(decimals=0, verbose_name=gettext_lazy("Without water"))
    is_shown = tables.BooleanColumn(yesno=(gettext_lazy("Yes"), "—"))

    class Meta(OfficeTable.Meta):
        model = Scenario
        fields = ("name", "system", "made_at", "made_by", "hours", "lowest", "dry", "is_shown")


class ScenarioFilter(django_filters.FilterSet):
    """Name and system."""

    name = django_filters.CharFilter(label=gettext_lazy("Scenario"), lookup_expr="icontains")
    system = system_filter()

    class Meta:
        model = Scenario
        fields = ("name", "system")


@allow(*VIEW_ROLES)
class ScenarioList(OfficeListView):
    """All scenarios, the newest first."""

    model = Scenario
    table_class = ScenarioTable
    filterset_class = ScenarioFilter
    title = gettext_lazy("Hydraulics")
    export_name = "scenarios"
    empty_text = gettext_lazy("No scenario yet: a new one tells pressures, velocities and flows.")

    def get_rows(self, user: User) -> QuerySet[Any]:
        """Return scenarios with their lowest pressure and how many junctions have no water."""
        return (
            Scenario.objects.visible_to(user)
            .select_related("system", "made_by")
            .annotate(
                lowest=Cast(KT("figures__lowest_pressure_m"), FloatField()),
                dry=Cast(KT("figures__dry"), FloatField()),
            )
        )

    def get_actions(self) -> list[tuple[str, str, str]]:
        """Offer a new one to who may change the network."""
        if not cast(User, self.request.user).has_any_role(*EDIT_ROLES):
            return []
        return [(reverse("network:scenario_create"), _("New scenario"), "plus-lg")]


def _scenario(request: HttpRequest, pk: int) -> Scenario:
    rows = Scenario.objects.visible_to(cast(User, request.user)).select_related("system", "made_by")
    return get_object_or_404(rows, pk=pk)


def _closed_valves(request: HttpRequest) -> list[ShutoffValve]:
    """Return the shut-off valves that the address (`?closed=ID&closed=…`) or the form names."""
    given = request.POST if request.method == "POST" else request.GET
    numbers = [int(text) for text in given.getlist("closed") if text.isascii() and text.isdigit()][:500]
    rows = ShutoffValve.objects.visible_to(cast(User, request.user)).select_related("system")
    return list(rows.filter(pk__in=[n for n in numbers if n < 2**63]).order_by("code"))


@allow(*EDIT_ROLES)
@require_http_methods(["GET", "POST"])
def scenario_create(request: HttpRequest) -> HttpResponse:
    """Ask what a run assumes and start it; `?closed=ID` names shut-off valves that it closes."""
    valves = _closed_valves(request)
    initial: dict[str, Any] = {}
    if valves:
        codes = ", ".join(valve.code for valve in valves[:5]) + (" …" if len(valves) > 5 else "")
        initial = {"system": valves[0].system, "hours": 0, "name": _("Closed: %(codes)s") % {"codes": codes}}
    form = ScenarioForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            scenario, _job = run_scenario(
                actor=cast(User, request.user), closed=[valve.pk for valve in valves], **form.cleaned_data
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return redirect("network:scenario_detail", pk=scenario.pk)
    context = {"form": form, "valves": valves}
    return render(request, "network/scenario_form.html", context, status=422 if form.is_bound else 200)


@allow(*VIEW_ROLES)
@require_GET
def scenario_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what came of a scenario: figures, pressures by class, who is below and above the limits."""
    scenario = _scenario(request, pk)
    limits = LimitsForm(request.GET)
    given = limits.cleaned_data if limits.is_valid() else {}
    below = BELOW_M if given.get("below") is None else given["below"]
    above = ABOVE_M_S if given.get("above") is None else given["above"]
    context: dict[str, Any] = {
        "scenario": scenario,
        "figures": scenario.figures,
        "below": below,
        "above": above,
        "limits_form": LimitsForm(initial={"below": below, "above": above}),
        "rows_shown": ROWS,
        "may_edit": cast(User, request.user).has_any_role(*EDIT_ROLES),
    }
    if scenario.finished_at is None:
        context["job"] = find_job(scenario, RUN_SCENARIO)
    else:
        context |= _results(scenario, below, above)
    return render(request, "network/scenario_detail.html", context)


def _results(scenario: Scenario, below: float, above: float) -> dict[str, Any]:
    low, fast = list_low_pressures(scenario, below), list_high_velocities(scenario, above)
    found: dict[str, Any] = {
        "low": low[:ROWS],
        "low_count": low.count(),
        "fast": fast[:ROWS],
        "fast_count": fast.count(),
        "chart": _draw_classes(scenario, below),
    }
    if scenario.closed:
        fallen = list_fallen(scenario, below)
        found |= {"fallen": fallen[:ROWS], "fallen_count": fallen.count()}
    if (lowest := find_lowest(scenario)) is not None:
        longitude, latitude = to_lon_lat(lowest.geom)
        found |= {"longitude": f"{longitude:.6f}", "latitude": f"{latitude:.6f}"}
    return found


def _draw_classes(scenario: Scenario, below: float) -> Chart:
    """Return bars of how many junctions have which lowest pressure; those below the limit stand out."""
    bars = []
    for each in pressure_classes(scenario.figures.get("classes", []), PRESSURE_BOUNDS):
        if each.low is None:
            name = f"< {each.high}"
        else:
            name = f"≥ {each.low}" if each.high is None else f"{each.low}–{each.high}"  # a range
        is_low = each.high is not None and each.high <= below
        bars.append(Value(name, Decimal(each.count), None, is_low))
    return draw_chart(bars)


@allow(*EDIT_ROLES)
@require_POST
def scenario_show(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the map show this scenario's results in place of another's."""
    scenario = _scenario(request, pk)
    if scenario.finished_at is not None:
        show_scenario(actor=cast(User, request.user), scenario=scenario)
        messages.success(request, _("The map shows “%(name)s” now.") % {"name": scenario.name})
    return redirect("network:scenario_detail", pk=pk)


@allow(*EDIT_ROLES)
@require_http_methods(["GET", "POST"])
def scenario_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once more and delete the scenario with its results."""
    scenario = _scenario(request, pk)
    if request.method == "POST":
        delete_scenario(actor=cast(User, request.user), scenario=scenario)
        messages.success(request, _("“%(name)s” was deleted.") % {"name": scenario.name})
        return redirect("network:scenario_list")
    return render(request, "network/scenario_delete.html", {"scenario": scenario})
