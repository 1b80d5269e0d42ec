"""Pages of bill runs: make, look at, ask for approval, approve, issue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from billing.choices import RunState
from billing.models import BillRun
from billing.selectors.fallen import sum_fallen
from billing.selectors.run_overview import list_exclusion_totals, list_odd_bills, list_use_totals
from billing.services import runs
from billing.services.moves import ring_preview
from billing.web.forms import RunForm
from gis_core.choices import Role
from gis_core.domain.greek import format_money, format_number
from gis_core.errors import DomainError
from gis_core.models import User
from gis_core.pages.access import allow
from gis_core.services.jobs import enqueue_job

#: What a new run proposes: readings of so many days until today, payment within so many days.
READING_ROUND_DAYS = 20
PAY_WITHIN_DAYS = 30
SEE_ROLES = (Role.ADMINISTRATOR, Role.BILLING, Role.ACCOUNTANT, Role.DIRECTOR, Role.AUDITOR)
ORDER = (RunState.DRAFT, RunState.PREVIEWED, RunState.APPROVED, RunState.ISSUED)
TONES = {
    RunState.PREVIEWED: "info",
    RunState.APPROVED: "warn",
    RunState.ISSUED: "good",
    RunState.CANCELLED: "bad",
}


@dataclass(frozen=True)
class Step:
    """A step on the run's way, as the page shows it."""

    title: str | Promise
    is_done: bool
    is_current: bool

    @property
    def css(self) -> str:
        """Return the class that colours it."""
        return "done" if self.is_done else "on" if self.is_current else ""


@dataclass(frozen=True)
class Act:
    """A button at the run's foot."""

    name: str
    title: str
    css: str
    confirm: str = ""


STEP_TITLES = (
    gettext_lazy("Scope"),
    gettext_lazy("Preview"),
    gettext_lazy("Approval by another"),
    gettext_lazy("Issue"),
)


def _steps(state: str) -> list[Step]:
    """Return the way of the run up to its state."""
    reached = ORDER.index(RunState(state)) if state in ORDER else -1
    finished = state == RunState.ISSUED
    return [
        Step(title=title, is_done=index < reached or finished, is_current=index == reached and not finished)
        for index, title in enumerate(STEP_TITLES)
    ]


def _acts(run: BillRun, user: User) -> list[Act]:
    """Return what this user may do with the run now."""
    is_clerk = user.has_any_role(Role.BILLING)
    acts: list[Act] = []
    if is_clerk and run.state in {RunState.DRAFT, RunState.PREVIEWED}:
        title = _("Make the preview") if run.state == RunState.DRAFT else _("Make the preview again")
        first = run.state == RunState.DRAFT
        acts.append(Act("preview", title, "btn-primary" if first else "btn-outline-secondary"))
    may_approve = user.has_any_role(Role.DIRECTOR, Role.BILLING) and run.created_by_id != user.pk
    if may_approve and run.state == RunState.PREVIEWED and run.bill_count:
        acts.append(Act("approve", _("Approve"), "btn-primary"))
    if is_clerk and run.state == RunState.APPROVED:
        acts.append(Act("issue", _("Issue the bills"), "btn-primary", confirm=_consequence(run)))
    if is_clerk and run.state in {RunState.DRAFT, RunState.PREVIEWED, RunState.APPROVED}:
        acts.append(
            Act("cancel", _("Cancel the run"), "btn-outline-danger", confirm=_("The preview is thrown away."))
        )
    return acts


def _consequence(run: BillRun) -> str:
    """Say exactly what the next step does, or did."""
    figures = {
        "count": format_number(run.bill_count, 0),
        "sum": format_money(run.net_total + run.vat_total),
        "due": date_format(run.due_date, "SHORT_DATE_FORMAT"),
        "series": run.series_code,
    }
    if run.state == RunState.ISSUED:
        return (
            _("%(count)s bills of series %(series)s were issued for %(sum)s, to be paid by %(due)s.")
            % figures
        )
    if run.state == RunState.CANCELLED:
        return _("The run was cancelled; nothing was charged.")
    if run.state == RunState.DRAFT:
        return _("Nothing is charged by the preview; it can be repeated as often as you like.")
    if run.state == RunState.PREVIEWED:
        return (
            _(
                "Ask a colleague to approve. After that %(count)s bills take numbers of series %(series)s, "
                "payers are charged %(sum)s and the ledger is told."
            )
            % figures
        )
    return (
        _(
            "%(count)s bills take numbers of series %(series)s, payers are charged %(sum)s to be paid by %(due)s "
            "and the ledger is told. This cannot be undone."
        )
        % figures
    )


def _tell_fallen(run: BillRun, count: int) -> str:
    """Say how many drafts fell away since the preview, and what to do about it."""
    if not count:
        return ""
    words = ngettext(
        "%(count)s draft fell away: its reading changed.", "%(count)s drafts fell away: their readings changed.",
        count,
    ) % {"count": format_number(count, 0)}  # fmt: skip
    if run.state == RunState.PREVIEWED:
        return f"{words} " + _("Make the preview again.")
    return f"{words} " + _("The next run bills them.")


@allow(*SEE_ROLES)
@require_GET
def run_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a run before and after approval."""
    run = get_object_or_404(
        BillRun.objects.select_related("route", "connection", "created_by", "approved_by", "job"), pk=pk
    )
    exclusions = list_exclusion_totals(run)
    fallen = sum_fallen(run.pk)
    return render(
        request,
        "billing/run_detail.html",
        {
            "run": run,
            "run_tone": TONES.get(RunState(run.state), ""),
            "steps": _steps(run.state),
            "acts": _acts(run, cast(User, request.user)),
            "consequence": _consequence(run),
            "total": run.net_total + run.vat_total,
            "uses": list_use_totals(run),
            "odd": list_odd_bills(run),
            "exclusions": exclusions,
            "fallen": _tell_fallen(run, fallen.bill_count),
            "excluded": sum(row.count for row in exclusions),
            "sample": run.bills.order_by("pk").first(),
            "job": run.job if run.job is not None and run.job.ended_at is None else None,
        },
    )


@allow(Role.BILLING)
@require_http_methods(["GET", "POST"])
def run_create(request: HttpRequest) -> HttpResponse:
    """Make a run and ring for its preview."""
    user = cast(User, request.user)
    today = timezone.localdate()
    initial = {
        "read_from": today - timedelta(days=READING_ROUND_DAYS),
        "read_to": today,
        "issue_date": today,
        "due_date": today + timedelta(days=PAY_WITHIN_DAYS),
        "connection": request.GET.get("connection", ""),
    }
    form = RunForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            run = runs.start_run(actor=user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            _ring(user, run, "preview")
            return redirect("billing:run_detail", pk=run.pk)
    return render(request, "billing/run_form.html", {"form": form}, status=422 if form.errors else 200)


@allow(Role.BILLING, Role.DIRECTOR)
@require_POST
def run_act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Do the next step; preview and issue go to the worker."""
    user = cast(User, request.user)
    run = get_object_or_404(BillRun, pk=pk)
    if act not in {offered.name for offered in _acts(run, user)}:
        messages.error(request, _("The run has moved on meanwhile; look at it again."))
        return redirect("billing:run_detail", pk=pk)
    try:
        if act == "approve":
            runs.approve_run(actor=user, run=run, seen=request.POST.get("seen", ""))
            messages.success(request, _("Approved. The billing clerk can now issue."))
        elif act == "cancel":
            runs.cancel_run(actor=user, run=run)
            messages.success(request, _("The run was cancelled; nothing was charged."))
        else:
            _ring(user, run, act)
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("billing:run_detail", pk=pk)


def _ring(user: User, run: BillRun, act: str) -> None:
    """Hand the step to the worker; a second ring while it works is the same job."""
    if act == "preview":
        ring_preview(actor=user, run=run)
        return
    job = enqueue_job(
        actor=user,
        kind="billing.issue_run",
        title=_("Issue of %(run)s") % {"run": run.title},
        parameters={"run_id": run.pk},
        key=f"billing.run.{run.pk}.issue",
    )
    runs.note_job(run=run, job=job)
