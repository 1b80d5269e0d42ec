"""A round of readings: opened, given out, checked, closed, opened again."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from gis_core.choices import Role
from meters.choices import ReadingSource, RoundState, SlipState
from meters.errors import ReadingRefused, RoundRefused
from meters.events import reading_yields
from meters.models import Installation, Meter, Reading, ReadingRound, Slip
from meters.services.readings import record_reading
from meters.services.rounds import (
    Unvisited,
    assign_reader,
    check_round,
    close_round,
    open_period,
    reopen_round,
)
from meters.sql.slips import count_slip_rows, list_slip_rows
from meters.types import NewPeriod
from tests.factories.billing import make_user, read_meter
from tests.factories.rounds import Round, make_round, visit

pytestmark = pytest.mark.django_db


def states(town: Round) -> list[str]:
    return list(Slip.objects.filter(round=town.round).order_by("position").values_list("state", flat=True))


def again(town: Round) -> NewPeriod:
    period = town.period
    return NewPeriod(period.code, period.name, period.starts_on, period.ends_on)


def test_a_slip_for_every_meter_in_walking_order() -> None:
    town = make_round()
    rows = list_slip_rows(town.round.pk)
    assert [row.address for row in rows] == ["Ερμού 1", "Ερμού 3", "Ερμού 5", "Ερμού 7", "Ερμού 9"]
    assert [row.position for row in rows] == [1, 2, 3, 4, 5]
    first = rows[0]
    assert (first.last_m3, first.before_m3) == (Decimal(221), Decimal(100))
    assert first.litres_day == round(Decimal(121_000) / 365)
    assert (first.reading_id, first.has_own_place) == (None, False)


def test_opening_again_adds_only_what_is_missing() -> None:
    town = make_round()
    visit(town, 1, "251")
    meter = Meter.objects.create(serial="NEW-1")
    Installation.objects.create(
        connection=town.houses[0], meter=meter, slot=2, period=DateRange(town.today - timedelta(days=3), None)
    )
    open_period(actor=town.clerk, new=again(town), routes=[town.route])
    assert ReadingRound.objects.count() == 1
    assert states(town) == ["read", "waiting", "waiting", "waiting", "waiting", "waiting"]
    assert town.slip(6).installation.meter == meter
    assert ReadingRound.objects.get().reader == town.reader


def test_what_was_read_in_the_period_already_is_marked() -> None:
    town = make_round()
    later = Slip.objects.filter(round=town.round)
    later.delete()
    read_meter(town.houses[2], town.today - timedelta(days=2), "250")
    open_period(actor=town.clerk, new=again(town), routes=[town.route])
    assert states(town) == ["waiting", "waiting", "read", "waiting", "waiting"]
    assert ReadingRound.objects.get().state == RoundState.READING


def test_two_periods_do_not_share_a_route() -> None:
    town = make_round()
    later = NewPeriod("26Δ", "Δ΄", town.today, town.today + timedelta(days=40))
    with pytest.raises(RoundRefused) as refusal:
        open_period(actor=town.clerk, new=later, routes=[town.route])
    assert refusal.value.code == "route_open"
    close_round(actor=town.clerk, reading_round=town.round, unvisited=Unvisited.LEAVE)
    open_period(actor=town.clerk, new=later, routes=[town.route])
    with pytest.raises(RoundRefused) as refusal:
        reopen_round(actor=town.clerk, reading_round=town.round)
    assert refusal.value.code == "route_open"


def test_other_days_under_the_same_code_are_refused() -> None:
    town = make_round()
    with pytest.raises(RoundRefused) as refusal:
        open_period(
            actor=town.clerk,
            new=NewPeriod("26Γ", "", date(2020, 1, 1), date(2020, 1, 2)),
            routes=[town.route],
        )
    assert refusal.value.code == "period_differs"


def test_a_reading_typed_at_the_desk_marks_the_slip() -> None:
    town = make_round()
    reading = read_at_desk(town, 3)
    slip = town.slip(3)
    assert (slip.state, slip.reading) == (SlipState.READ, reading)
    assert count_slip_rows([town.round.pk])[town.round.pk].percent == 20


def test_only_who_reads_is_given_a_round() -> None:
    town = make_round()
    with pytest.raises(RoundRefused) as refusal:
        assign_reader(actor=town.clerk, reading_round=town.round, reader=make_user("nikos", Role.CASHIER))
    assert refusal.value.code == "not_a_reader"
    assert assign_reader(actor=town.clerk, reading_round=town.round, reader=None).reader is None


def test_closing_estimates_what_was_not_read_and_leaves_the_rest() -> None:
    town = make_round()
    visit(town, 1, "251")
    visit(town, 2, note="closed_gate")
    check_round(actor=town.clerk, reading_round=town.round)
    assert close_round(actor=town.clerk, reading_round=town.round, unvisited=Unvisited.ESTIMATE) == 4
    assert states(town) == ["read", "not_read", "not_read", "not_read", "not_read"]
    estimates = Reading.objects.filter(source=ReadingSource.ESTIMATE)
    assert estimates.count() == 4
    assert set(estimates.values_list("read_on", flat=True)) == {town.today}
    assert close_round(actor=town.clerk, reading_round=town.round, unvisited=Unvisited.ESTIMATE) == 0
    with pytest.raises(RoundRefused) as refusal:
        visit(town, 3, "250")
    assert refusal.value.code == "round_closed"


def test_a_round_nobody_began_is_not_checked() -> None:
    town = make_round()
    with pytest.raises(RoundRefused) as refusal:
        check_round(actor=town.clerk, reading_round=town.round)
    assert refusal.value.code == "nothing_read"


def test_a_closed_round_opens_again_until_it_is_billed() -> None:
    town = make_round()
    visit(town, 1, "251")
    visit(town, 2, note="dog")
    close_round(actor=town.clerk, reading_round=town.round, unvisited=Unvisited.LEAVE)
    reopened = reopen_round(actor=town.clerk, reading_round=town.round)
    assert reopened.state == RoundState.CHECKED
    assert states(town) == ["read", "not_read", "waiting", "waiting", "waiting"]

    def refuse(**_kwargs: object) -> None:
        raise ReadingRefused("billed", code="billed")

    close_round(actor=town.clerk, reading_round=town.round, unvisited=Unvisited.LEAVE)
    reading_yields.connect(refuse)
    try:
        with pytest.raises(RoundRefused) as refusal:
            reopen_round(actor=town.clerk, reading_round=town.round)
    finally:
        reading_yields.disconnect(refuse)
    assert refusal.value.code == "billed"
    assert ReadingRound.objects.get().state == RoundState.CLOSED


def read_at_desk(town: Round, number: int) -> Reading:
    return record_reading(
        actor=town.clerk, installation=town.installation(number), read_on=town.today, value_m3=Decimal(252),
        source=ReadingSource.OFFICE,
    )  # fmt: skip
