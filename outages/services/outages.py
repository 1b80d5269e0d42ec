"""The life of a cut or works: written down, announced, changed, cancelled, over; each step is told."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gis_core.models import User
from outages.choices import OutageState
from outages.errors import EndsBeforeStart, NoSuchChange, WrongState
from outages.models import Outage
from outages.services.notices import queue_notices, take_back_notices
from outages.sql.record_affected import record_affected, record_on_pipes
from outages.types import OutagePlan


@transaction.atomic
def create_outage(*, actor: User, plan: OutagePlan) -> Outage:
    """Write down a cut or works as a draft that nobody outside sees."""
    if plan.ends_at <= plan.starts_at:
        raise EndsBeforeStart
    return Outage.objects.create(geom=plan.area, created_by=actor, **_columns(plan))


@transaction.atomic
def edit_outage(*, actor: User, outage: Outage, plan: OutagePlan) -> Outage:
    """Replace what a draft says; what is announced changes its times only."""
    if plan.ends_at <= plan.starts_at:
        raise EndsBeforeStart
    changed = Outage.objects.filter(pk=outage.pk, state=OutageState.DRAFT).update(
        geom=plan.area, updated_at=timezone.now(), **_columns(plan)
    )
    if changed != 1:
        raise WrongState(_("It is announced already: change its times, or cancel it and write another."))
    return Outage.objects.get(pk=outage.pk)


@transaction.atomic
def approve_outage(*, actor: User, outage: Outage) -> int:
    """Announce a draft: it becomes public, whom it touches is written down and told, each address once.

    Returns how many messages were queued. Of two approvals at once the second raises WrongState and changes
    nothing.
    """
    now = timezone.now()
    announced = Outage.objects.filter(pk=outage.pk, state=OutageState.DRAFT).update(
        state=OutageState.APPROVED, approved_by=actor, approved_at=now, updated_at=now
    )
    if announced != 1:
        raise WrongState(_("It was announced already."))
    held = Outage.objects.get(pk=outage.pk)
    if held.pipe_ids:
        record_on_pipes(held.pk, held.pipe_ids, timezone.localdate(now))
    else:
        record_affected(held.pk, held.geom, timezone.localdate(now))
    return queue_notices(outage=held, template="announced", event="announced")


@transaction.atomic
def change_times(*, actor: User, outage: Outage, starts_at: datetime, ends_at: datetime) -> int:
    """Give an announced outage other times and tell those whom it touches; return the number of messages."""
    if ends_at <= starts_at:
        raise EndsBeforeStart
    held = Outage.objects.select_for_update().get(pk=outage.pk)
    if held.state != OutageState.APPROVED:
        raise WrongState(_("Only what is announced and not over can change its times."))
    if (held.starts_at, held.ends_at) == (starts_at, ends_at):
        raise NoSuchChange
    Outage.objects.filter(pk=held.pk).update(
        starts_at=starts_at, ends_at=ends_at, revision=F("revision") + 1, updated_at=timezone.now()
    )
    held.refresh_from_db()
    return queue_notices(outage=held, template="changed", event=f"changed:{held.revision}")


@transaction.atomic
def cancel_outage(*, actor: User, outage: Outage) -> int:
    """Cancel a draft silently, an announcement with a message to those who heard of it; return their number.

    Messages of it that nobody has begun to send are withdrawn: who was not told of it does not hear of its end.
    """
    held = Outage.objects.select_for_update().get(pk=outage.pk)
    if held.state not in {OutageState.DRAFT, OutageState.APPROVED}:
        raise WrongState(_("It is over already."))
    was_announced = held.state == OutageState.APPROVED
    Outage.objects.filter(pk=held.pk).update(state=OutageState.CANCELLED, updated_at=timezone.now())
    held.refresh_from_db()
    if not was_announced:
        return 0
    return take_back_notices(outage=held)


@transaction.atomic
def end_outage(*, actor: User, outage: Outage, ended_at: datetime | None = None) -> int:
    """Say that the water is back and tell those whom it concerned; return how many messages were queued."""
    now = timezone.now()
    ended = Outage.objects.filter(pk=outage.pk, state=OutageState.APPROVED).update(
        state=OutageState.ENDED, ended_at=ended_at or now, updated_at=now
    )
    if ended != 1:
        raise WrongState(_("Only what is announced and not over can end."))
    return queue_notices(outage=Outage.objects.get(pk=outage.pk), template="ended", event="ended")


def _columns(plan: OutagePlan) -> dict[str, object]:
    columns = {field.name: getattr(plan, field.name) for field in fields(plan) if field.name != "area"}
    return columns | {"pipe_ids": list(plan.pipe_ids)}
