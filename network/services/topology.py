"""Looking a network over: a report of what is broken, missing or odd."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gis_core.jobs import JobContext
from gis_core.models import Job, User
from gis_core.services.jobs import enqueue_job
from network.choices import TopologyCheck
from network.domain.topology_near import find_crossing_lines, find_near_points, find_points_on_lines
from network.domain.topology_parts import Part, find_parts
from network.models import SupplySystem, TopologyReport
from network.selectors.topology import CHECKS
from network.sql import topology as statements

MAKE_TOPOLOGY_REPORT = "network.topology_report"
#: Nodes nearer to each other are worth a look, and nodes nearer to a pipe lie on it (m).
NEAR_M, ON_PIPE_M = 0.5, 0.05
#: Of each check so many findings are kept, the largest figures first; all are counted.
KEPT_OF_A_CHECK = 5_000
#: So many reports on a system are kept.
_KEPT_REPORTS = 5


def make_topology_report(
    *, actor: User | None, system: SupplySystem | None = None, tell: Callable[[int, str], None] | None = None
) -> TopologyReport:
    """Look a system over, or all of them, and keep what was found; older reports but the last few go.

    `tell` is given how many checks are done, and the next one's name.
    """
    pk = system.pk if system else None
    with transaction.atomic():
        report = TopologyReport.objects.create(system=system, made_by=actor)
        statements.prepare()
        for number, step in enumerate(statements.STEPS):
            if tell:
                tell(number, step)
            statements.run_step(step, pk, KEPT_OF_A_CHECK)
        _find_near(pk)
        _find_parts(pk)
        severities = {str(check): str(kind.severity) for check, kind in CHECKS.items()}
        report.counts = statements.keep_findings(report.pk, severities, KEPT_OF_A_CHECK)
        report.save(update_fields=["counts"])
        kept = TopologyReport.objects.filter(system=system).order_by("-pk").values_list("pk", flat=True)
        for old in list(kept[_KEPT_REPORTS:]):
            TopologyReport.objects.filter(pk=old).delete()
    return report


def _find_near(system_id: int | None) -> None:
    """Gather nodes beside nodes, nodes on pipes, and pipes across pipes."""
    points, lines = statements.read_points(system_id), statements.read_lines(system_id)
    statements.add_pairs("near", find_near_points(points, NEAR_M))
    statements.add_pairs("node_on_pipe", find_points_on_lines(points, lines, ON_PIPE_M))
    statements.add_pairs("crossing_pipes", find_crossing_lines(lines))


def _find_parts(system_id: int | None) -> None:
    """Gather parts of water systems that no source feeds, and of sewers that no outfall drains."""
    rows = statements.read_parts(system_id)
    is_node = rows.kinds == 0
    is_link = ~is_node
    keys = rows.ids[is_node]
    parts = find_parts(keys, rows.a[is_node] == 1, rows.a[is_link], rows.b[is_link], rows.kinds[is_link] == 2)
    sewers = set(keys[rows.b[is_node] == 1].tolist())
    found = [(_name(part, sewers), part.node_id, part.nodes) for part in parts.unjoined]
    found += [
        (str(TopologyCheck.DRY_BEHIND_CLOSED), part.node_id, part.nodes)
        for part in parts.shut_off
        if part.node_id not in sewers
    ]
    statements.add_parts(found)


def _name(part: Part, sewers: set[int]) -> str:
    is_sewer = part.node_id in sewers
    return str(TopologyCheck.PART_WITHOUT_OUTFALL if is_sewer else TopologyCheck.PART_WITHOUT_SOURCE)


def enqueue_topology_report(*, actor: User | None, system: SupplySystem | None = None) -> Job:
    """Queue a report; while one on the same system is under way, that one is returned."""
    name = system.name if system else _("all systems")
    pk = system.pk if system else None
    return enqueue_job(
        actor=actor, kind=MAKE_TOPOLOGY_REPORT, title=_("Topology report on %(name)s") % {"name": name},
        parameters={"system_id": pk}, key=f"{MAKE_TOPOLOGY_REPORT}:{pk}",
    )  # fmt: skip


def run_topology_report(context: JobContext) -> dict[str, object]:
    """Make the job's report."""
    pk = context.parameters["system_id"]
    system = SupplySystem.objects.get(pk=pk) if pk else None
    total = len(statements.STEPS)
    report = make_topology_report(
        actor=context.job.started_by, system=system, tell=lambda done, _step: context.report(done, total)
    )
    findings = sum(report.counts.values())
    told = ngettext("%(count)d finding.", "%(count)d findings.", findings) % {"count": findings}
    url = f"{reverse('network:topology_report')}?system={pk or 'all'}"
    return {"report_id": report.pk, "findings": findings, "summary": told, "url": url}
