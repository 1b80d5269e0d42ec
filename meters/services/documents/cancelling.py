"""A document cancelled: put back, or undone by its reversal."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fieldwork.choices import LIVE_STATES
from fieldwork.services.tasks import cancel_task
from gis_core.models import User
from meters.choices import DocumentState
from meters.errors import DocumentRefused
from meters.events import document_cancelled
from meters.models import RegisterDocument
from meters.services.documents.drafts import draft_document
from meters.services.documents.effects import effect_of
from meters.services.documents.executing import lock_document
from meters.services.documents.given import NewDocument
from meters.services.documents.snapshots import put_back


@transaction.atomic
def cancel_document(*, actor: User, document: RegisterDocument, reason: str) -> RegisterDocument:
    """Cancel the document and return it; of one that hung a meter return the draft of its reversal instead.

    A draft falls away; an approved one takes its task along; an executed one puts the register back as it was. The
    number stays used. Raises DocumentRefused (no_reason, cancelled, moved_on, no_reversal, reversed), ReadingRefused
    where an issued bill stands on a reading of it; then nothing has changed.
    """
    if not reason.strip():
        raise DocumentRefused(_("Say why it is cancelled."), code="no_reason")
    held = lock_document(document)
    if held.state == DocumentState.CANCELLED:
        raise DocumentRefused(_("The document is cancelled already."), code="cancelled")
    was = held.state
    if was == DocumentState.EXECUTED:
        if not effect_of(held).is_put_back:
            return _draft_reversal(actor, held, reason)
        _put_back(actor, held, reason)
    held.state, held.cancelled_by, held.cancelled_at = DocumentState.CANCELLED, actor, timezone.now()
    held.note = f"{held.note} · {reason.strip()}".strip(" ·")[:400]
    held.save()
    if held.task is not None and held.task.state in LIVE_STATES:
        cancel_task(actor=actor, task=held.task, reason=reason)
    if was != DocumentState.DRAFT:
        document_cancelled.send(sender=RegisterDocument, document=held, actor=actor)
    return held


def _put_back(actor: User, held: RegisterDocument, reason: str) -> None:
    connection = held.connection
    if connection is None:
        raise DocumentRefused(_("There is nothing to put back."), code="moved_on")
    later = connection.documents.filter(state=DocumentState.EXECUTED, pk__gt=held.pk)
    if later.filter(executed_on__gte=held.executed_on).exists():
        raise DocumentRefused(_("A later document stands: cancel that one first."), code="moved_on")
    words = f"{held.reference}: {reason.strip()}"
    put_back(actor=actor, connection=connection, before=held.before, reason=words)


def _draft_reversal(actor: User, held: RegisterDocument, reason: str) -> RegisterDocument:
    """Draft the document that undoes this one; that one cancels this when it is executed."""
    kind = held.kind.reversal
    if kind is None:
        raise DocumentRefused(_("No kind of document undoes this one."), code="no_reversal")
    living = held.reversed_by.exclude(state=DocumentState.CANCELLED).first()
    if living is not None:
        return living
    data = {"slot": held.data["slot"]} if "slot" in held.data else {}
    serial = _serial_before(held)
    if serial:
        data["serial"] = serial
    new = NewDocument(
        kind=kind, effective_on=timezone.localdate(), connection=held.connection, data=data, note=reason,
        reverses=held,
    )  # fmt: skip
    return draft_document(actor=actor, new=new)


def _serial_before(held: RegisterDocument) -> str:
    """Return the number of the meter that hung there until the document took it down."""
    if held.connection is None:
        return ""
    gone = held.connection.installations.filter(
        period__endswith=held.executed_on, slot=int(held.data.get("slot", 1))
    )
    return str(gone.values_list("meter__serial", flat=True).first() or "")
