"""The topology report on the web: what each check found, the button that looks the network over, the repairs."""

from __future__ import annotations

from collections import Counter
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gis_core.errors import DomainError
from gis_core.models import User
from gis_core.pages.access import allow
from network.choices import Severity, TopologyCheck
from network.models import SupplySystem, TopologyFinding, TopologyReport
from network.selectors.topology import CHECKS, find_last_report, list_checks
from network.services.repair_jobs import MOST_AT_ONCE, enqueue_repairs
from network.services.repairs import RepairReport, repair_finding, repair_findings
from network.services.topology import enqueue_topology_report
from network.web.roles import EDIT_ROLES, VIEW_ROLES
from network.web.topology_words import MEANINGS
from network.web.zone_cards import SEVERITY_TONES

#: What stands in the address for a report on all systems together.
ALL = "all"
#: So many refusals are told after a repair of many.
_TOLD = 3


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)


def _system(value: str) -> SupplySystem | None:
    """Return the system that was chosen; None for all of them."""
    if value == ALL:
        return None
    return get_object_or_404(SupplySystem, pk=int(value) if value.isdecimal() else 0)


@allow(*VIEW_ROLES)
@require_GET
def topology_report(request: HttpRequest) -> HttpResponse:
    """Show the newest report on what was chosen: what was looked for, and how much of it was found."""
    user, asked = _user(request), request.GET.get("system", "")
    if asked:
        report = find_last_report(_system(asked))
    else:
        report = TopologyReport.objects.visible_to(user).order_by("-pk").first()
        asked = str(report.system_id) if report and report.system_id else ALL
    rows = list_checks(report) if report else []
    sums: Counter[Severity] = Counter()
    for row in rows:
        sums[row.kind.severity] += row.count
    context = {
        "report": report, "asked": asked, "all": ALL, "systems": SupplySystem.objects.order_by("name", "pk"),
        "sums": [(grade.label, SEVERITY_TONES[grade], sums[grade]) for grade in Severity],
        "found": [(row, MEANINGS[row.check], SEVERITY_TONES[row.kind.severity]) for row in rows if row.count],
        "clean": [(row, MEANINGS[row.check]) for row in rows if not row.count],
        "may_edit": user.has_any_role(*EDIT_ROLES),
    }  # fmt: skip
    return render(request, "network/topology_report.html", context)


@allow(*EDIT_ROLES)
@require_POST
def topology_start(request: HttpRequest) -> HttpResponse:
    """Queue a report on the chosen system, or on all, and show the job."""
    system = _system(request.POST.get("system", ALL))
    return redirect("gis_core:job_detail", pk=enqueue_topology_report(actor=_user(request), system=system).pk)


@allow(*EDIT_ROLES)
@require_POST
def topology_repair(request: HttpRequest, pk: int) -> HttpResponse:
    """Repair one finding and lead back to the list as it was filtered."""
    finding = get_object_or_404(TopologyFinding.objects.visible_to(_user(request)), pk=pk)
    try:
        repair_finding(actor=_user(request), finding=finding)
    except DomainError as error:
        messages.error(request, f"{finding.object_code}: {error}")
    else:
        said = _("%(code)s is repaired. It is an edit of yours: you can undo it on the map.")
        messages.success(request, said % {"code": finding.object_code})
    query = QueryDict(request.POST.get("query", "")).urlencode()
    return redirect(f"{reverse('network:topology_finding_list')}?{query}")


@allow(*EDIT_ROLES)
@require_http_methods(["GET", "POST"])
def topology_repair_all(request: HttpRequest, pk: int, check: str) -> HttpResponse:
    """Say how many findings of a check would be repaired; repair them, many of them as a job."""
    report = get_object_or_404(TopologyReport.objects.visible_to(_user(request)), pk=pk)
    if check not in TopologyCheck.values or not CHECKS[TopologyCheck(check)].has_repair:
        raise Http404
    chosen = TopologyCheck(check)
    back = f"{reverse('network:topology_finding_list')}?report={pk}&check={check}"
    count = report.findings.filter(check_name=check, repaired_at=None).count()
    if request.method == "POST":
        if count > MOST_AT_ONCE:
            job = enqueue_repairs(actor=_user(request), report=report, check=chosen)
            return redirect("gis_core:job_detail", pk=job.pk)
        _tell(request, repair_findings(actor=_user(request), report=report, check=chosen))
        return redirect(back)
    context = {
        "report": report, "check": chosen, "meaning": MEANINGS[chosen], "count": count, "back": back,
        "is_job": count > MOST_AT_ONCE,
    }  # fmt: skip
    return render(request, "network/topology_repair_all.html", context)


def _tell(request: HttpRequest, done: RepairReport) -> None:
    """Say how many were repaired, how many not, and why the first of them were not."""
    if done.repaired:
        said = ngettext(
            "%(count)d finding is repaired. You can undo it on the map.",
            "%(count)d findings are repaired, each by an edit of yours. You can undo them on the map.",
            done.repaired,
        )
        messages.success(request, said % {"count": done.repaired})
    if done.refused:
        said = ngettext(
            "%(count)d finding stays as it is.", "%(count)d findings stay as they are.", len(done.refused)
        ) % {"count": len(done.refused)}
        why = " ".join(f"{code}: {sentence}" for code, sentence in done.refused[:_TOLD])
        messages.error(request, f"{said} {why}")
    if not done.repaired and not done.refused:
        messages.info(request, _("Nothing is left to repair."))
