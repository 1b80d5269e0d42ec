"""Scenarios: a run of EPANET over a system as it is, kept until a person deletes it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gis_core.jobs import JobContext
from gis_core.models import Job, User
from gis_core.services.jobs import enqueue_job
from network.choices import Lifecycle, Medium, ValveState
from network.domain.hydraulics import EpanetRefused
from network.errors import HydraulicsError
from network.models import Scenario, ShutoffValve, SupplySystem
from network.services.demand_sources import read_metered_demands
from network.services.hydraulic_results import write_results
from network.services.hydraulic_runs import ReadySystem, prepare_system, refusal_of
from network.types import MeteredDemands

RUN_SCENARIO = "network.run_scenario"
MODEL, METERED = "model", "metered"
#: A week, the longest that EPANET files commonly know patterns of.
MOST_HOURS = 168
_HOUR_S = 3600


@transaction.atomic
def run_scenario(
    *,
    actor: User,
    system: SupplySystem,
    name: str,
    hours: int = 0,
    demands: str = MODEL,
    demands_from: date | None = None,
    demands_to: date | None = None,
    closed: Sequence[int] = (),
) -> tuple[Scenario, Job]:
    """Write down a scenario and queue its run; return both.

    `hours` 0 is one moment at average demands. `demands` are those of the model, or the metered consumption from a day
    to a day. `closed` are keys of shut-off valves that are taken for closed; the run then also tells how it is without.

    Raises:
        HydraulicsError: the system is of sewers, the days or hours are none, or a valve is not of the system.
    """
    if system.medium != Medium.WATER:
        raise HydraulicsError(_("EPANET calculates water networks, not sewers."), code="not_water")
    if not 0 <= hours <= MOST_HOURS:
        raise HydraulicsError(_("A scenario takes at most %d hours.") % MOST_HOURS, code="hours")
    if demands == METERED and (demands_from is None or demands_to is None or demands_from >= demands_to):
        raise HydraulicsError(
            _("Say from which day to which later one the consumption is taken."), code="days"
        )
    valves = list(dict.fromkeys(closed))
    known = ShutoffValve.objects.filter(pk__in=valves, system=system, lifecycle=Lifecycle.IN_SERVICE)
    if known.count() != len(valves):
        raise HydraulicsError(
            _("A shut-off valve to be closed is not in service in this system."), code="valve"
        )
    scenario = Scenario.objects.create(
        system=system, name=name, made_by=actor, hours=hours, demands=demands, closed=valves,
        demands_from=demands_from if demands == METERED else None,
        demands_to=demands_to if demands == METERED else None,
    )  # fmt: skip
    job = enqueue_job(
        actor=actor, kind=RUN_SCENARIO, title=_("Calculation of %(name)s") % {"name": name},
        parameters={"scenario_id": scenario.pk}, key=f"{RUN_SCENARIO}:{scenario.pk}",
    )  # fmt: skip
    return scenario, job


@transaction.atomic
def delete_scenario(*, actor: User, scenario: Scenario) -> None:
    """Delete a scenario with its results; one that is being calculated then writes none."""
    scenario.delete()


@transaction.atomic
def show_scenario(*, actor: User | None, scenario: Scenario) -> None:
    """Let the map show the results of this scenario in place of another's of the system."""
    _take_turn(scenario)
    Scenario.objects.filter(system=scenario.system_id, is_shown=True).exclude(pk=scenario.pk).update(
        is_shown=False
    )
    Scenario.objects.filter(pk=scenario.pk).update(is_shown=True)
    scenario.is_shown = True


def _take_turn(scenario: Scenario) -> None:
    """Let one transaction at a time change what is shown of a system; whoever edits the network need not wait."""
    SupplySystem.objects.select_for_update(no_key=True).get(pk=scenario.system_id)


def run_scenario_job(context: JobContext) -> dict[str, object]:
    """Calculate the job's scenario and write its results once: a finished one is left as it is.

    The scenario is held only while its results are written: who deletes it meanwhile does not wait for EPANET.

    Raises:
        HydraulicsError: the scenario was deleted, or EPANET refuses it; the sentence says why.
    """
    scenario = Scenario.objects.select_related("system").filter(pk=context.parameters["scenario_id"]).first()
    if scenario is None:
        raise _gone()
    if scenario.finished_at is None:
        _calculate(scenario, context)
        show_scenario(actor=context.job.started_by, scenario=scenario)
    summary = _("Lowest pressure %(low)s m, junctions without water: %(dry)d.") % {
        "low": scenario.figures.get("lowest_pressure_m", "—"),
        "dry": scenario.figures["dry"],
    }
    return {"summary": summary, "url": f"/network/scenarios/{scenario.pk}/"}


def _gone() -> HydraulicsError:
    return HydraulicsError(_("The scenario was deleted meanwhile."), code="gone")


def _calculate(scenario: Scenario, context: JobContext) -> None:
    """Run EPANET, with the valves as they are too where the scenario closes some, and write the results."""
    metered = _read_demands(scenario)
    runs = 2 if scenario.closed else 1
    total = runs * max(scenario.hours, 1)
    told = -1

    def report(second: int, before: int = 0) -> None:
        nonlocal told
        hour = before + second // _HOUR_S
        if hour > told:  # each report is a statement: one an hour of the scenario is enough
            context.report(min(hour, total), total, _("EPANET calculates"))
            told = hour

    report(0)
    stands_closed = _pipes_of(system=scenario.system, state=ValveState.CLOSED)
    # Both are read before EPANET begins: what somebody edits meanwhile is not told as what the closed valves did.
    usually = _prepare(scenario, metered, stands_closed) if scenario.closed else None
    asked = _prepare(scenario, metered, stands_closed | _pipes_of(pk__in=scenario.closed))
    before = max(scenario.hours, 1) * (runs - 1)
    try:
        usual = usually.solve(report) if usually is not None else None
        found = asked.solve(lambda second: report(second, before))
    except EpanetRefused as error:
        raise refusal_of(error) from error
    _take_turn(scenario)
    if not Scenario.objects.select_for_update(of=("self",)).filter(pk=scenario.pk).exists():
        raise _gone()
    scenario.figures = write_results(scenario=scenario, found=found, usual=usual, metered=metered)
    scenario.finished_at = timezone.now()
    scenario.save(update_fields=["figures", "finished_at"])


def _prepare(scenario: Scenario, metered: MeteredDemands | None, closed: set[int]) -> ReadySystem:
    return prepare_system(
        system=scenario.system, hours=scenario.hours, closed_pipes=closed,
        demands_l_s=None if metered is None else metered.by_node,
    )  # fmt: skip


def _read_demands(scenario: Scenario) -> MeteredDemands | None:
    """Return the metered demands where the scenario asks for them."""
    if scenario.demands != METERED or scenario.demands_from is None or scenario.demands_to is None:
        return None
    metered = read_metered_demands(scenario.system, scenario.demands_from, scenario.demands_to)
    if not metered.connections:
        raise HydraulicsError(
            _("No connection on the pipes of this system has two readings around these days."),
            code="no_readings",
        )
    return metered


def _pipes_of(**which: object) -> set[int]:
    """Return the pipes of such shut-off valves in service."""
    found = ShutoffValve.objects.filter(lifecycle=Lifecycle.IN_SERVICE, **which)
    return set(found.values_list("pipe_id", flat=True))
