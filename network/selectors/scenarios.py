"""What EPANET made of scenarios, as pages show it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, QuerySet

from gis_core.models import Job
from network.choices import SOURCE_KINDS, ObjectKind
from network.models import LinkResult, Node, NodeResult, Pipe, Scenario

_HEAVY_NODE = ("demand_l_s", "head_m", "pressure_m")
_HEAVY_LINK = ("flow_l_s", "velocity_m_s", "geom_3857")
#: Results outlive what they are of: whether it has been deleted since.
_NODE_GONE = ~Exists(Node.objects.filter(pk=OuterRef("node_id")))
_PIPE_GONE = ~Exists(Pipe.objects.filter(pk=OuterRef("link_id")))


@dataclass(frozen=True)
class PressureClass:
    """So many junctions have their lowest pressure between two bounds, in metres; None is no bound."""

    low: int | None
    high: int | None
    count: int


def list_low_pressures(scenario: Scenario, limit_m: float) -> QuerySet[NodeResult]:
    """Return the junctions with water whose pressure falls below the limit, the lowest first.

    Each carries `is_gone`: it has been deleted since.
    """
    rows = NodeResult.objects.filter(scenario=scenario, is_dry=False, lowest_pressure_m__lt=limit_m)
    found = rows.exclude(kind__in=SOURCE_KINDS).annotate(is_gone=_NODE_GONE)
    return found.defer(*_HEAVY_NODE).order_by("lowest_pressure_m", "code")


def list_fallen(scenario: Scenario, limit_m: float) -> QuerySet[NodeResult]:
    """Return the junctions that fall below the limit, or dry, only because of the valves the scenario closes.

    Each carries `fall_m` and `is_gone`; the dry come first, then by the pressure that is left.
    """
    rows = NodeResult.objects.filter(
        scenario=scenario, usual_pressure_m__gte=limit_m, lowest_pressure_m__lt=limit_m
    )
    return (
        rows.exclude(kind__in=SOURCE_KINDS)
        .annotate(fall_m=F("usual_pressure_m") - F("lowest_pressure_m"), is_gone=_NODE_GONE)
        .defer(*_HEAVY_NODE)
        .order_by("-is_dry", "lowest_pressure_m", "code")
    )


def list_high_velocities(scenario: Scenario, limit_m_s: float) -> QuerySet[LinkResult]:
    """Return the pipes in which water runs faster than the limit, the fastest first; each carries `is_gone`."""
    rows = LinkResult.objects.filter(
        scenario=scenario, kind=ObjectKind.PIPE, highest_velocity_m_s__gt=limit_m_s
    )
    return rows.annotate(is_gone=_PIPE_GONE).defer(*_HEAVY_LINK).order_by("-highest_velocity_m_s", "code")


def find_lowest(scenario: Scenario) -> NodeResult | None:
    """Return the junction with the lowest pressure of those with water, or None."""
    rows = NodeResult.objects.filter(scenario=scenario, is_dry=False).exclude(kind__in=SOURCE_KINDS)
    return rows.defer(*_HEAVY_NODE).order_by("lowest_pressure_m").first()


def find_job(scenario: Scenario, kind: str) -> Job | None:
    """Return the last job that calculated the scenario, or None."""
    return Job.objects.filter(kind=kind, parameters__scenario_id=scenario.pk).order_by("-pk").first()


def pressure_classes(counts: list[int], bounds: tuple[int, ...]) -> list[PressureClass]:
    """Return the classes of pressure with their bounds, from the counts that a scenario keeps."""
    edges: list[int | None] = [None, *bounds, None]
    return [PressureClass(edges[at], edges[at + 1], count) for at, count in enumerate(counts)]
