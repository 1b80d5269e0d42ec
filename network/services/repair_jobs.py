"""Many findings repaired as long work: what would keep a page waiting is a job."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from gis_core.jobs import JobContext
from gis_core.models import Job, User
from gis_core.services.jobs import enqueue_job
from network.choices import TopologyCheck
from network.models import TopologyReport
from network.services.repairs import repair_findings

REPAIR_FINDINGS = "network.repair_findings"
#: So many are repaired while the page waits.
MOST_AT_ONCE = 50
#: So many refusals are told by the job.
_TOLD = 10


def enqueue_repairs(*, actor: User | None, report: TopologyReport, check: TopologyCheck) -> Job:
    """Queue the repair of all that a report found of a check; while it is under way, that job is returned."""
    return enqueue_job(
        actor=actor, kind=REPAIR_FINDINGS, title=_("Repair: %(check)s") % {"check": check.label},
        parameters={"report_id": report.pk, "check": str(check)},
        key=f"{REPAIR_FINDINGS}:{report.pk}:{check}",
    )  # fmt: skip


def run_repairs(context: JobContext) -> dict[str, object]:
    """Repair what the job names, each finding for good at once; what is refused stays, and its sentence is kept.

    Begun again it goes on with what is not repaired. In one transaction it would hold the neighbourhood of every
    repair, and the turn for codes, until its end: nobody else could edit meanwhile.
    """
    report = TopologyReport.objects.get(pk=context.parameters["report_id"])
    done = repair_findings(
        actor=context.job.started_by, report=report, check=TopologyCheck(context.parameters["check"]),
        tell=context.report,
    )  # fmt: skip
    told = [_("Repaired: %(count)d.") % {"count": done.repaired}]
    if done.refused:
        told.append(_("Left as they are: %(count)d.") % {"count": len(done.refused)})
    told += [f"{code}: {sentence}" for code, sentence in done.refused[:_TOLD]]
    return {
        "repaired": done.repaired, "refused": len(done.refused), "summary": " ".join(told),
        "url": f"{reverse('network:topology_finding_list')}?report={report.pk}&check={context.parameters['check']}",
    }  # fmt: skip
