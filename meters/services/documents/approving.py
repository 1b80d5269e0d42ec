"""A document approved by another person than who drafted it."""

from __future__ import annotations

from django.conf import settings
from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.selectors.files import list_attachments
from documents.services.series import take_numbers
from fieldwork.models import Task
from fieldwork.services.tasks import open_task
from fieldwork.types import NewTask
from gis_core.domain.coordinates import DEGREES, move_point
from gis_core.models import User
from meters.choices import DocumentState
from meters.errors import DocumentRefused
from meters.events import document_approved
from meters.models import RegisterDocument
from meters.services.documents.effects import effect_of, readings_of
from meters.services.documents.executing import carry_out, lock_document
from meters.services.documents.given import Execution

#: The kind of task by which a document is executed on the spot.
TASK_KIND = "document"


@transaction.atomic
def approve_document(*, actor: User, document: RegisterDocument) -> RegisterDocument:
    """Number the draft; what needs a visit gets a task, what needs none is executed at once.

    Raises DocumentRefused: not_draft, own_draft (who drafted it does not approve it), no_evidence, and what the
    register does not allow any more; then no number was used.
    """
    held = lock_document(document)
    if held.state != DocumentState.DRAFT:
        raise DocumentRefused(_("Only a draft is approved."), code="not_draft")
    if held.made_by_id == actor.pk:
        raise DocumentRefused(_("Somebody else approves what you drafted."), code="own_draft")
    if held.kind.needs_evidence and not list_attachments(held):
        raise DocumentRefused(_("Put the evidence to it first: this kind asks for it."), code="no_evidence")
    effect_of(held).check(held)
    held.state, held.approved_by, held.approved_at = DocumentState.APPROVED, actor, timezone.now()
    held.year = timezone.localdate().year
    held.number = take_numbers(
        code=held.series_code, year=held.year, count=1, title=held.kind.name_el
    )[0]  # fmt: skip
    if held.kind.needs_visit:
        held.task = _open_task(actor, held)
    else:
        carry_out(actor, held, _told(held))
    held.save()
    document_approved.send(sender=RegisterDocument, document=held, actor=actor)
    return held


def _told(held: RegisterDocument) -> Execution:
    """Return what the draft itself tells of the day that it names."""
    return Execution(executed_on=held.effective_on, readings_m3=readings_of(held.data))


def _open_task(actor: User, held: RegisterDocument) -> Task:
    connection = held.connection
    cells = held.data.get("cells", {})
    address = connection.address if connection is not None else " ".join(
        part for part in (cells.get("street", ""), cells.get("house_number", "")) if part
    )  # fmt: skip
    new = NewTask(
        kind=TASK_KIND, title=f"{held.kind} · {held.reference}", target=held, address=address,
        geom=connection.geom if connection is not None else _place_of(cells), details=held.note,
        due_on=held.effective_on, key=f"document-{held.pk}",
    )  # fmt: skip
    return open_task(actor=actor, new=new)


def _place_of(cells: dict[str, str]) -> Point | None:
    """Return the tapped place of a connection that is to be made."""
    try:
        longitude, latitude = (float(cells[name].replace(",", ".")) for name in ("lon", "lat"))
    except (KeyError, ValueError):
        return None
    x, y = move_point(longitude, latitude, source=DEGREES, target=settings.STORAGE_SRID)
    return Point(x, y, srid=settings.STORAGE_SRID)
