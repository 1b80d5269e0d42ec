"""A document carried out: the register changes, and its task is done."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fieldwork.choices import LIVE_STATES
from fieldwork.services.tasks import finish_task
from gis_core.models import User
from meters.choices import DocumentState
from meters.errors import DocumentRefused
from meters.events import document_executed
from meters.models import Connection, RegisterDocument
from meters.services.documents.effects import effect_of
from meters.services.documents.given import Execution
from meters.services.documents.snapshots import list_readings_since, take_snapshot


@transaction.atomic
def execute_document(*, actor: User, document: RegisterDocument, done: Execution) -> RegisterDocument:
    """Change the register as the approved document says and finish its task; executed already, nothing changes.

    Raises DocumentRefused (not_approved, in_the_future, too_early, wrong_status, reading_missing, meter_missing) and
    what the acts on meters, readings and payers refuse; then nothing has changed.
    """
    held = lock_document(document)
    if held.state == DocumentState.EXECUTED:
        return held
    if held.state != DocumentState.APPROVED:
        raise DocumentRefused(_("Only an approved document is executed."), code="not_approved")
    carry_out(actor, held, done)
    held.save()
    if held.task is not None and held.task.state in LIVE_STATES:
        finish_task(actor=actor, task=held.task, result=done.result)
    document_executed.send(sender=RegisterDocument, document=held, actor=actor)
    return held


def carry_out(actor: User, held: RegisterDocument, done: Execution) -> None:
    """Change the register and note in the locked document what it was before; the caller saves it."""
    if done.executed_on > timezone.localdate():
        raise DocumentRefused(_("This day has not come yet."), code="in_the_future")
    effect = effect_of(held)
    effect.check(held)
    before = take_snapshot(held.connection) if held.connection is not None else {}
    held.connection = effect.execute(actor, held, done)
    if before:
        before["readings"] = list_readings_since(held.connection, before)
    held.before = before
    held.state, held.executed_by, held.executed_on = DocumentState.EXECUTED, actor, done.executed_on
    if held.reverses is not None:
        RegisterDocument.objects.filter(pk=held.reverses.pk).exclude(state=DocumentState.CANCELLED).update(
            state=DocumentState.CANCELLED, cancelled_by=actor, cancelled_at=timezone.now()
        )


def lock_document(document: RegisterDocument) -> RegisterDocument:
    """Lock the document, then its connection: everybody in this order."""
    held = (
        RegisterDocument.objects.select_for_update(of=("self",))
        .select_related("kind", "connection", "party", "task", "reverses")
        .get(pk=document.pk)
    )
    if held.connection_id is not None:
        held.connection = Connection.objects.select_for_update(of=("self",)).get(pk=held.connection_id)
    return held
