"""What a reader sends from a meter: a reading, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gis_core.models import User
from meters.choices import LocationOrigin, ReadingSource, RoundState, SlipState
from meters.errors import KeyReused, RoundRefused
from meters.models import NoteCode, PositionQuestion, Reading, Slip, SlipVisit
from meters.services.media import hang_known_media
from meters.services.positions import take_position
from meters.services.readings import correct_reading, record_reading
from meters.services.rounds import start_reading
from meters.sql.reading_import import wait_for_key
from meters.types import ReadingDetails, Visit


@dataclass(frozen=True)
class RecordedVisit:
    """A visit as it stands, whether it had come before, and the question that its place raised."""

    visit: SlipVisit
    is_repeat: bool = False
    question: PositionQuestion | None = None


@transaction.atomic
def record_slip(*, actor: User, slip: Slip, sent: Visit) -> RecordedVisit:
    """Take what a reader sends from a meter; the same key again changes nothing and is answered the same.

    With a value a reading is written (again on the same day by the same reader: corrected), flagged where doubtful;
    with a note code that prevents reading the slip becomes "not read", unless it was read before. A place sent along
    is taken or asked about. Raises KeyReused; RoundRefused: round_closed, nothing_sent, prevents_reading, asks_photo;
    ReadingRefused for what cannot be true of the register. A refusal leaves the key free.
    """
    digest = _digest(slip, sent)
    wait_for_key(actor.pk, sent.key)
    earlier = SlipVisit.objects.filter(user=actor, key=sent.key).select_related("slip", "reading").first()
    if earlier is not None:
        if earlier.sha256 != digest:
            raise KeyReused(_("This key came before with another visit."))
        return RecordedVisit(earlier, is_repeat=True)
    locked = (
        Slip.objects.select_for_update(of=("self",), no_key=True)
        .select_related("round__period", "installation__connection", "installation__meter", "reading")
        .get(pk=slip.pk)
    )
    if locked.round.state == RoundState.CLOSED:
        raise RoundRefused(_("The round is closed."), code="round_closed")
    code = _check_note(sent)
    reading = _take_reading(actor, locked, sent)
    _mark(actor, locked, sent, code, reading)
    start_reading(reading_round=locked.round)
    visit = SlipVisit.objects.create(
        slip=locked, user=actor, key=sent.key, sha256=digest, visited_at=sent.visited_at, note_code=code,
        note=sent.note[:200], reading=reading, geom=sent.point, geom_accuracy_m=sent.accuracy_m,
        media=list(sent.media),
    )  # fmt: skip
    hang_known_media(visit=visit)
    question = None
    if sent.point is not None and reading is not None:
        # Who could not read the meter may have stood before a closed gate: that is not its place.
        question = take_position(
            actor=actor, installation=locked.installation, point=sent.point, accuracy_m=sent.accuracy_m,
            origin=LocationOrigin.READER, reading=reading,
        )  # fmt: skip
    return RecordedVisit(visit, question=question)


def _digest(slip: Slip, sent: Visit) -> str:
    point = f"{sent.point.x:.2f} {sent.point.y:.2f}" if sent.point is not None else ""
    value = "" if sent.value_m3 is None else f"{sent.value_m3.normalize():f}"
    parts = (
        slip.pk, value, sent.note_code_id, sent.note, sent.seen_serial, sent.visited_at.isoformat(), point,
        *sorted(sent.media),
    )  # fmt: skip
    return sha256("\n".join(map(str, parts)).encode()).hexdigest()


def _check_note(sent: Visit) -> NoteCode | None:
    code = NoteCode.objects.get(pk=sent.note_code_id) if sent.note_code_id is not None else None
    prevents = code is not None and code.prevents_reading
    if sent.value_m3 is None and not prevents:
        raise RoundRefused(_("Send the reading, or a note that says why there is none."), code="nothing_sent")
    if sent.value_m3 is not None and prevents:
        raise RoundRefused(
            _("“%(note)s” says that no reading is possible.") % {"note": code}, code="prevents_reading"
        )
    if code is not None and code.asks_photo and not sent.media:
        raise RoundRefused(_("“%(note)s” asks for a photo.") % {"note": code}, code="asks_photo")
    return code


def _take_reading(actor: User, slip: Slip, sent: Visit) -> Reading | None:
    if sent.value_m3 is None:
        return None
    read_on = timezone.localdate(sent.visited_at)
    before = Reading.objects.filter(installation=slip.installation, read_on=read_on, stands=True).first()
    if before is not None and before.recorded_by_id == actor.pk and before.source == ReadingSource.READER:
        return correct_reading(
            actor=actor, reading=before, value_m3=sent.value_m3, reason=sent.note or _("Read again."),
            source=ReadingSource.READER,
        )  # fmt: skip
    return record_reading(
        actor=actor, installation=slip.installation, read_on=read_on, value_m3=sent.value_m3,
        source=ReadingSource.READER, note=sent.note,
        details=ReadingDetails(
            note_code_id=sent.note_code_id, point=sent.point, accuracy_m=sent.accuracy_m,
            seen_serial=sent.seen_serial,
        ),
    )  # fmt: skip


def _mark(actor: User, slip: Slip, sent: Visit, code: NoteCode | None, reading: Reading | None) -> None:
    """Write on the slip what came of the visit; a meter that was read stays read."""
    changes: dict[str, object] = {}
    if reading is not None:
        changes = {"state": SlipState.READ, "reading": reading}
    elif slip.state != SlipState.READ:
        changes = {"state": SlipState.NOT_READ}
    if changes:
        Slip.objects.filter(pk=slip.pk).update(
            note_code=code, note=sent.note[:200], visited_at=sent.visited_at, visited_by=actor, **changes
        )
