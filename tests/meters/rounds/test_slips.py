"""What readers send from a meter, and where meters are."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from hashlib import sha256

import pytest

from documents.selectors.files import list_attachments
from meters.choices import LocationOrigin, PositionAnswer, ReadingSource, RoundState, SlipState
from meters.errors import KeyReused, ReadingRefused, RoundRefused
from meters.models import Installation, NoteCode, PositionQuestion, Reading, SentMedia, Slip, SlipVisit
from meters.services.media import keep_media
from meters.services.positions import answer_position, take_position
from meters.services.slips import record_slip
from meters.types import Visit
from tests.factories.rounds import beside, draw_photo, make_round, now, visit

pytestmark = pytest.mark.django_db
PHOTO = draw_photo()
DIGEST = sha256(PHOTO).hexdigest()


def test_a_reading_marks_the_slip_and_begins_the_round() -> None:
    town = make_round()
    sent = visit(town, 1, "251")
    slip = town.slip(1)
    assert (slip.state, slip.visited_by) == (SlipState.READ, town.reader)
    assert slip.reading == sent.visit.reading
    reading = slip.reading
    assert reading is not None
    assert (reading.value_m3, reading.source, reading.read_on) == (Decimal(251), "reader", town.today)
    assert slip.round.state == RoundState.READING
    assert Slip.objects.filter(state=SlipState.WAITING).count() == 4


def test_the_same_key_again_changes_nothing() -> None:
    town = make_round()
    sent = Visit(key="k-1", visited_at=now(), value_m3=Decimal(251))
    first = record_slip(actor=town.reader, slip=town.slip(1), sent=sent)
    second = record_slip(actor=town.reader, slip=town.slip(1), sent=sent)
    assert (first.is_repeat, second.is_repeat) == (False, True)
    assert first.visit == second.visit
    assert Reading.objects.filter(source=ReadingSource.READER, read_on=town.today).count() == 1
    with pytest.raises(KeyReused):
        record_slip(actor=town.reader, slip=town.slip(1), sent=replace(sent, value_m3=Decimal(252)))
    assert SlipVisit.objects.count() == 1


def test_a_closed_gate_is_no_reading_and_can_be_read_later() -> None:
    town = make_round()
    visit(town, 2, note="closed_gate")
    slip = town.slip(2)
    assert (slip.state, slip.note_code.code if slip.note_code else "") == (SlipState.NOT_READ, "closed_gate")
    visit(town, 2, "255")
    assert (town.slip(2).state, town.slip(2).note_code) == (SlipState.READ, None)
    visit(town, 2, note="dog")
    assert town.slip(2).state == SlipState.READ


def test_the_reader_who_mistyped_sends_again_the_same_day() -> None:
    town = make_round()
    visit(town, 1, "215")
    visit(town, 1, "251")
    standing = Reading.objects.get(installation=town.installation(1), read_on=town.today, stands=True)
    assert (standing.value_m3, standing.revision, standing.read_m3) == (Decimal(251), 1, Decimal(215))
    assert standing.source == ReadingSource.READER
    assert town.slip(1).reading == standing


@pytest.mark.parametrize(
    ("value", "note", "code"),
    [
        (None, "", "nothing_sent"), (None, "leak", "nothing_sent"), ("251", "closed_gate", "prevents_reading"),
        (None, "buried", "asks_photo"), ("251", "leak", "asks_photo"),
    ],
)  # fmt: skip
def test_what_says_nothing_or_lacks_its_photo_is_refused(value: str | None, note: str, code: str) -> None:
    town = make_round()
    with pytest.raises(RoundRefused) as refusal:
        visit(town, 1, value, note=note)
    assert refusal.value.code == code
    assert (town.slip(1).state, SlipVisit.objects.count()) == (SlipState.WAITING, 0)


def test_more_digits_than_the_register_has_are_refused_and_the_key_stays_free() -> None:
    town = make_round()
    with pytest.raises(ReadingRefused) as refusal:
        visit(town, 1, "1234567", key="k-1")
    assert refusal.value.code == "too_many_digits"
    visit(town, 1, "251", key="k-1")
    assert town.slip(1).state == SlipState.READ


def test_a_doubtful_reading_is_taken_and_held() -> None:
    town = make_round()
    sent = visit(town, 1, "899")
    assert sent.visit.reading is not None
    assert list(sent.visit.reading.flags.values_list("check_code", "state")) == [("high", "open")]
    assert town.slip(1).state == SlipState.READ


@pytest.mark.parametrize("photo_first", [True, False])
def test_a_photo_hangs_on_the_reading_whichever_comes_first(photo_first: bool) -> None:
    town = make_round()
    if photo_first:
        keep_media(actor=town.reader, digest=DIGEST, content=PHOTO)
    sent = visit(town, 1, "251", note="leak", media=(DIGEST,))
    for _twice in range(2):
        keep_media(actor=town.reader, digest=DIGEST, content=PHOTO)
    assert sent.visit.reading is not None
    assert [(one.kind, one.file.media_type) for one in list_attachments(sent.visit.reading)] == [
        ("photo", "image/jpeg")
    ]
    assert SentMedia.objects.count() == 1


def test_a_photo_of_what_could_not_be_read_hangs_on_the_slip() -> None:
    town = make_round()
    visit(town, 4, note="buried", media=(DIGEST,))
    keep_media(actor=town.reader, digest=DIGEST, content=PHOTO)
    assert len(list_attachments(town.slip(4))) == 1


def test_half_a_file_is_refused() -> None:
    town = make_round()
    with pytest.raises(RoundRefused) as refusal:
        keep_media(actor=town.reader, digest=DIGEST, content=PHOTO[:-3])
    assert refusal.value.code == "other_content"
    assert SentMedia.objects.count() == 0


def test_a_meter_without_a_place_gets_one_and_keeps_it() -> None:
    town = make_round()
    visit(town, 1, "251", point=beside(town, 1, 6), accuracy_m=8.0)
    meter = town.installation(1)
    assert meter.geom is not None
    assert meter.geom.distance(town.houses[0].geom) == pytest.approx(6)
    assert (meter.geom_accuracy_m, meter.geom_origin) == (8.0, LocationOrigin.READER)
    assert take(town.installation(1), beside(town, 1, 25), 4) is None  # 19 m off, 15 + 4 allowed
    assert Installation.objects.get(pk=meter.pk).geom == meter.geom


def test_a_meter_that_moved_far_is_a_question_and_never_overwritten() -> None:
    town = make_round()
    visit(town, 1, "251", point=beside(town, 1, 0), accuracy_m=5.0)
    sent = visit(town, 1, "252", point=beside(town, 1, 60), accuracy_m=5.0)
    question = sent.question
    assert question is not None
    assert question.moved_m == pytest.approx(60)
    assert question.reading == sent.visit.reading
    assert town.installation(1).geom == town.houses[0].geom
    take(town.installation(1), beside(town, 1, 70), 5)
    assert PositionQuestion.objects.get().moved_m == pytest.approx(70)
    answer_position(actor=town.clerk, question=question, accept=True)
    moved = town.installation(1).geom
    assert moved is not None
    assert moved.distance(town.houses[0].geom) == pytest.approx(70)
    with pytest.raises(RoundRefused):
        answer_position(actor=town.clerk, question=question, accept=False)
    assert PositionQuestion.objects.get().answer == PositionAnswer.ACCEPTED


def test_a_first_place_far_from_the_connection_is_a_question() -> None:
    town = make_round()
    question = take(town.installation(1), beside(town, 1, 900), 5)
    assert question is not None
    assert town.installation(1).geom is None


def test_an_unsure_telephone_says_nothing_of_the_place() -> None:
    town = make_round()
    assert take(town.installation(1), beside(town, 1, 3), 120) is None
    assert town.installation(1).geom is None


def test_a_closed_gate_is_not_the_place_of_the_meter() -> None:
    town = make_round()
    visit(town, 1, note="closed_gate", point=beside(town, 1, 2), accuracy_m=5.0)
    assert town.installation(1).geom is None
    assert SlipVisit.objects.get().geom is not None


def take(installation: Installation, point: object, accuracy_m: float) -> PositionQuestion | None:
    return take_position(
        actor=None, installation=installation, point=point, accuracy_m=accuracy_m,  # type: ignore[arg-type]
        origin=LocationOrigin.READER,
    )  # fmt: skip


def test_note_codes_of_the_catalogue_tell_what_they_ask() -> None:
    assert NoteCode.objects.get(code="closed_gate").prevents_reading
    assert NoteCode.objects.get(code="leak").asks_photo
