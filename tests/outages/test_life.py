"""A cut from draft to the water's return: who is told what, once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gis_core.choices import Role
from gis_core.models import User
from notifications.choices import MessageState
from notifications.models import Message
from notifications.services.sending import retry_message
from outages.choices import AreaSource, OutageKind, OutageState
from outages.errors import EndsBeforeStart, NoSuchChange, WrongState
from outages.models import AffectedConnection, Outage
from outages.services.notices import preview_notices
from outages.services.outages import (
    approve_outage,
    cancel_outage,
    change_times,
    edit_outage,
    end_outage,
)
from outages.types import OutagePlan
from tests.factories.outages import ENDS, STARTS, Ermou, make_outage, settle_ermou
from tests.factories.people import make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def petros() -> User:
    return make_staff("petros", Role.PLANNER)


@pytest.fixture
def ermou(petros: User) -> Ermou:
    return settle_ermou(petros)


def told() -> list[tuple[str, str, str]]:
    rows = Message.objects.order_by("id").values_list("channel", "recipient", "template")
    return [(channel, recipient, template.removeprefix("outages/")) for channel, recipient, template in rows]


def test_a_draft_touches_and_tells_nobody(petros: User, ermou: Ermou) -> None:
    outage = make_outage(petros)
    assert outage.state == OutageState.DRAFT
    assert told() == []
    assert not AffectedConnection.objects.exists()
    assert not Outage.objects.announced().exists()


def test_the_preview_counts_what_approval_sends(petros: User, ermou: Ermou) -> None:
    outage = make_outage(petros)
    preview = preview_notices(outage=outage)
    assert (preview.emails, preview.sms, preview.without_contact) == (1, 1, 0)
    assert approve_outage(actor=petros, outage=outage) == 2


def test_approval_writes_down_whom_it_touches_and_tells_each_once(petros: User, ermou: Ermou) -> None:
    outage = make_outage(petros)
    approve_outage(actor=petros, outage=outage)
    rows = AffectedConnection.objects.filter(outage=outage).order_by("connection__supply_number")
    assert [(row.connection.supply_number, row.party, row.is_sensitive) for row in rows] == [
        ("07-0001", ermou.anna, False), ("07-0002", ermou.anna, False), ("07-0003", ermou.bill, True),
    ]  # fmt: skip
    assert told() == [("email", "anna@example.gr", "announced"), ("sms", "6900000001", "announced")]
    outage.refresh_from_db()
    assert (outage.state, outage.approved_by) == (OutageState.APPROVED, petros)


def test_each_is_told_in_their_language_of_all_their_places(petros: User, ermou: Ermou) -> None:
    approve_outage(actor=petros, outage=make_outage(petros))
    anna, bill = Message.objects.order_by("id")
    assert (anna.language, bill.language) == ("el", "en")
    assert "Ερμού 1, Ερμού 2" in anna.body
    assert "01/12/2026 08:00" in anna.body
    assert "Planned water cut, Ερμού 3, 01/12/2026 08:00 – 15:00." in bill.body


def test_a_second_approval_is_refused_and_changes_nothing(petros: User, ermou: Ermou) -> None:
    outage = make_outage(petros)
    approve_outage(actor=petros, outage=outage)
    before = told()
    with pytest.raises(WrongState):
        approve_outage(actor=petros, outage=outage)
    assert told() == before


def test_other_times_are_told_each_time_they_change(petros: User, ermou: Ermou) -> None:
    outage = make_outage(petros)
    approve_outage(actor=petros, outage=outage)
    later = ENDS + timedelta(hours=2)
    assert change_times(actor=petros, outage=outage, starts_at=STARTS, ends_at=later) == 2
    assert (
        change_times(actor=petros, outage=outage, starts_at=STARTS, ends_at=later + timedelta(hours=1)) == 2
    )
    with pytest.raises(NoSuchChange):
        change_times(actor=petros, outage=outage, starts_at=STARTS, ends_at=later + timedelta(hours=1))
    assert [template for _, _, template in told()].count("changed") == 4


def test_the_end_may_not_come_before_the_start(petros: User, ermou: Ermou) -> None:
    outage = make_outage(petros)
    approve_outage(actor=petros, outage=outage)
    with pytest.raises(EndsBeforeStart):
        change_times(actor=petros, outage=outage, starts_at=ENDS, ends_at=STARTS)
    outage.refresh_from_db()
    assert (outage.starts_at, outage.ends_at) == (STARTS, ENDS)


def test_a_cancelled_draft_is_silent_a_cancelled_announcement_is_told(petros: User, ermou: Ermou) -> None:
    assert cancel_outage(actor=petros, outage=make_outage(petros)) == 0
    outage = make_outage(petros)
    approve_outage(actor=petros, outage=outage)
    Message.objects.update(state=MessageState.SENT)
    assert cancel_outage(actor=petros, outage=outage) == 2
    assert told()[2:] == [("email", "anna@example.gr", "cancelled"), ("sms", "6900000001", "cancelled")]
    with pytest.raises(WrongState):
        end_outage(actor=petros, outage=outage)


def test_who_was_not_told_yet_hears_neither_of_the_cut_nor_of_its_end(petros: User, ermou: Ermou) -> None:
    outage = make_outage(petros)
    approve_outage(actor=petros, outage=outage)
    change_times(actor=petros, outage=outage, starts_at=STARTS, ends_at=ENDS + timedelta(hours=1))
    other = make_outage(petros, title="Άλλη")
    approve_outage(actor=petros, outage=other)
    mine = Message.objects.filter(key__startswith=f"outage:{outage.pk}:")
    mine.filter(recipient="anna@example.gr", template="outages/announced").update(state=MessageState.SENT)
    mine.filter(channel="sms", template="outages/announced").update(state=MessageState.FAILED)

    assert cancel_outage(actor=petros, outage=outage) == 1
    rows = mine.order_by("id").values_list("recipient", "template", "state")
    assert [(who, template.removeprefix("outages/"), state) for who, template, state in rows] == [
        ("anna@example.gr", "announced", "sent"),
        ("6900000001", "announced", "failed"),
        ("anna@example.gr", "changed", "withdrawn"),
        ("6900000001", "changed", "withdrawn"),
        ("anna@example.gr", "cancelled", "waiting"),
    ]
    withdrawn = mine.filter(state="withdrawn")
    assert not retry_message(actor=petros, message=withdrawn[0])
    others = Message.objects.filter(key__startswith=f"outage:{other.pk}:")
    assert set(others.values_list("state", flat=True)) == {"waiting"}


def test_cancelled_before_anything_was_sent_nobody_hears_of_it(petros: User, ermou: Ermou) -> None:
    outage = make_outage(petros)
    approve_outage(actor=petros, outage=outage)
    assert cancel_outage(actor=petros, outage=outage) == 0
    assert set(Message.objects.values_list("state", flat=True)) == {"withdrawn"}


def test_the_return_of_water_is_told_to_those_written_down(petros: User, ermou: Ermou) -> None:
    outage = make_outage(petros)
    approve_outage(actor=petros, outage=outage)
    assert end_outage(actor=petros, outage=outage) == 2
    outage.refresh_from_db()
    assert outage.state == OutageState.ENDED
    assert outage.ended_at is not None


def test_what_is_announced_cannot_be_rewritten(petros: User, ermou: Ermou) -> None:
    outage = make_outage(petros)
    approve_outage(actor=petros, outage=outage)
    other = make_outage(petros, title="Άλλο")
    plan = _plan_of(other)
    with pytest.raises(WrongState):
        edit_outage(actor=petros, outage=outage, plan=plan)
    outage.refresh_from_db()
    assert outage.title == "Ερμού, νότιο τμήμα"


def _plan_of(outage: Outage) -> OutagePlan:
    return OutagePlan(
        kind=OutageKind(outage.kind), title=outage.title, reason=outage.reason, starts_at=outage.starts_at,
        ends_at=outage.ends_at, area=outage.geom, area_source=AreaSource(outage.area_source),
    )  # fmt: skip
