"""What topology reports look for, and what the last one found."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from network.choices import Severity, TopologyCheck
from network.models import SupplySystem, TopologyFinding, TopologyReport

_ERROR, _WARNING, _NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE


@dataclass(frozen=True)
class CheckKind:
    """How much a check's findings matter, in which unit their figure is, and whether they can be repaired."""

    severity: Severity
    unit: str = ""
    has_repair: bool = False


#: Every check of a report.
CHECKS: dict[TopologyCheck, CheckKind] = {
    TopologyCheck.END_OFF_NODE: CheckKind(_ERROR, "m", has_repair=True),
    TopologyCheck.DUPLICATE_NODES: CheckKind(_ERROR, "m", has_repair=True),
    TopologyCheck.NEAR_NODES: CheckKind(_WARNING, "m", has_repair=True),
    TopologyCheck.ORPHAN_NODE: CheckKind(_WARNING, has_repair=True),
    TopologyCheck.NODE_ON_PIPE: CheckKind(_ERROR, "m", has_repair=True),
    TopologyCheck.CROSSING_PIPES: CheckKind(_NOTE),
    TopologyCheck.DUPLICATE_PIPES: CheckKind(_ERROR, "m"),
    TopologyCheck.SAME_ENDS: CheckKind(_NOTE, "m"),
    TopologyCheck.NO_LENGTH: CheckKind(_ERROR, "m"),
    TopologyCheck.SHORT_PIPE: CheckKind(_NOTE, "m"),
    TopologyCheck.SELF_CROSSING: CheckKind(_WARNING),
    TopologyCheck.LIFECYCLE_MISMATCH: CheckKind(_ERROR),
    TopologyCheck.PART_WITHOUT_SOURCE: CheckKind(_ERROR, "nodes"),
    TopologyCheck.PART_WITHOUT_OUTFALL: CheckKind(_WARNING, "nodes"),
    TopologyCheck.DRY_BEHIND_CLOSED: CheckKind(_WARNING, "nodes"),
    TopologyCheck.UPHILL_SEWER: CheckKind(_WARNING, "m/m"),
    TopologyCheck.SEWER_WITHOUT_INVERTS: CheckKind(_NOTE, has_repair=True),
    TopologyCheck.BOTTOM_ABOVE_INVERT: CheckKind(_ERROR, "m"),
    TopologyCheck.MANHOLE_WITHOUT_INVERT: CheckKind(_NOTE, has_repair=True),
    TopologyCheck.MANHOLE_ABOVE_GROUND: CheckKind(_ERROR, "m"),
    TopologyCheck.VALVE_WITHOUT_DIAMETER: CheckKind(_NOTE),
    TopologyCheck.VALVE_WITHOUT_TURNS: CheckKind(_NOTE),
    TopologyCheck.VALVE_NEVER_WORKED: CheckKind(_NOTE),
    TopologyCheck.VALVE_LONG_NOT_WORKED: CheckKind(_WARNING, "years"),
    TopologyCheck.VALVE_OFF_PIPE_END: CheckKind(_NOTE, "m"),
    TopologyCheck.VALVE_ON_DEAD_PIPE: CheckKind(_WARNING),
    TopologyCheck.DIAMETER_OUT_OF_RANGE: CheckKind(_WARNING, "mm"),
    TopologyCheck.MISSING_MATERIAL: CheckKind(_NOTE),
    TopologyCheck.MISSING_YEAR: CheckKind(_NOTE),
    TopologyCheck.YEAR_OUT_OF_RANGE: CheckKind(_WARNING),
    TopologyCheck.SERVICE_OFF_PIPE: CheckKind(_WARNING, "m"),
    TopologyCheck.SERVICE_TOO_LONG: CheckKind(_NOTE, "m"),
    TopologyCheck.SERVICE_ON_DEAD_PIPE: CheckKind(_WARNING),
    TopologyCheck.MISSING_ELEVATION: CheckKind(_NOTE),
    TopologyCheck.TANK_WITHOUT_LEVELS: CheckKind(_WARNING),
    TopologyCheck.TANK_LEVEL_OUT_OF_RANGE: CheckKind(_WARNING, "m"),
    TopologyCheck.DEMAND_ON_SOURCE: CheckKind(_WARNING, "l/s"),
    TopologyCheck.LINK_NEIGHBOURS: CheckKind(_WARNING),
    TopologyCheck.ONE_WAY_DEAD_END: CheckKind(_NOTE),
}


@dataclass(frozen=True)
class CheckCount:
    """How many findings a check has in a report; `kept` of them are listed."""

    check: TopologyCheck
    kind: CheckKind
    count: int
    kept: int
    repaired: int


def find_last_report(system: SupplySystem | None = None) -> TopologyReport | None:
    """Return the newest report on a system, or on all of them; None before the first."""
    return TopologyReport.objects.filter(system=system).order_by("-pk").first()


def list_checks(report: TopologyReport) -> list[CheckCount]:
    """Return every check with its findings, errors first; those that found nothing too."""
    kept = {
        row["check_name"]: (row["kept"], row["repaired"])
        for row in report.findings.order_by()
        .values("check_name")
        .annotate(kept=Count("pk"), repaired=Count("repaired_at"))
    }
    grades = [_ERROR, _WARNING, _NOTE]
    rows = [
        CheckCount(check, kind, report.counts.get(str(check), 0), *kept.get(str(check), (0, 0)))
        for check, kind in CHECKS.items()
    ]
    return sorted(rows, key=lambda row: grades.index(row.kind.severity))


def list_findings(report: TopologyReport, check: str = "") -> QuerySet[TopologyFinding]:
    """Return a report's findings, of one check or all, the worst first."""
    found = report.findings.filter(check_name=check) if check else report.findings.all()
    return found.order_by("check_name", "pk")
