"""Work on a fault: state, words to the reporters, who goes, how soon, which pipe."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from faults.choices import FaultPriority, FaultState
from faults.domain.life import CLOSED, may_step
from faults.errors import NothingToSay, StepNotAllowed
from faults.models import Fault, FaultUpdate
from faults.services.notices import send_update
from gis_core.models import User
from network.models import Pipe


@transaction.atomic
def change_state(
    *, actor: User, fault: Fault, state: FaultState, text: str = "", is_public: bool = True
) -> FaultUpdate:
    """Take the fault to a state that its present one allows; reporters who left an address are told once.

    Words that are not public become a note for colleagues: the reporters are told of the state alone. Raises
    StepNotAllowed; of two people who take the same step at once the second gets it.
    """
    held = Fault.objects.select_for_update().get(pk=fault.pk)
    if not may_step(held.state, state):
        raise StepNotAllowed(
            _("From “%(old)s” the fault cannot go to “%(new)s”.")
            % {"old": held.get_state_display(), "new": state.label}
        )
    closed_at = timezone.now() if state in CLOSED else None
    Fault.objects.filter(pk=held.pk).update(state=state, closed_at=closed_at)
    told = _tell(actor, held, state, text if is_public else "")
    if text.strip() and not is_public:
        _note(actor, held, state, text)
    return told


@transaction.atomic
def say(*, actor: User, fault: Fault, text: str, is_public: bool) -> FaultUpdate:
    """Write to the reporters, or a note for colleagues only. Raises NothingToSay."""
    if not text.strip():
        raise NothingToSay
    held = Fault.objects.select_for_update().get(pk=fault.pk)
    if is_public:
        return _tell(actor, held, FaultState(held.state), text)
    return _note(actor, held, FaultState(held.state), text)


@transaction.atomic
def expect(*, actor: User, fault: Fault, expected_at: datetime | None) -> None:
    """Say until when the fault should be restored; the followers' page shows it."""
    Fault.objects.filter(pk=fault.pk).update(expected_at=expected_at)


@transaction.atomic
def assign(*, actor: User, fault: Fault, technician: User | None) -> None:
    """Give the fault to somebody, or to nobody."""
    Fault.objects.filter(pk=fault.pk).update(assigned_to=technician)


@transaction.atomic
def set_priority(*, actor: User, fault: Fault, priority: FaultPriority) -> None:
    """Say how soon someone must go."""
    Fault.objects.filter(pk=fault.pk).update(priority=priority)


@transaction.atomic
def choose_pipe(*, actor: User, fault: Fault, pipe: Pipe | None) -> None:
    """Put the fault on another pipe than the proposed one; the distance is measured anew."""
    distance_m = fault.geom.distance(pipe.geom) if pipe is not None else None
    Fault.objects.filter(pk=fault.pk).update(pipe=pipe, pipe_distance_m=distance_m)


def _note(actor: User, fault: Fault, state: FaultState, text: str) -> FaultUpdate:
    return FaultUpdate.objects.create(
        fault=fault, state=state, text=text.strip(), is_public=False, created_by=actor
    )


def _tell(actor: User, fault: Fault, state: FaultState, text: str) -> FaultUpdate:
    update = FaultUpdate.objects.create(fault=fault, state=state, text=text.strip(), created_by=actor)
    send_update(update=update)
    return update
