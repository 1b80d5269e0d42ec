"""However readings come in – late, estimated, corrected, twice, through an exchange – the water is the same."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gis_core.choices import Role
from meters.choices import ReadingSource
from meters.models import Connection, Installation, Meter, Reading, ReadingFlag
from meters.selectors.consumption import consumption_history
from meters.services.checking import correct_flagged, estimate_flagged
from meters.services.estimates import estimate_reading
from meters.services.installations import exchange_meter
from meters.services.readings import correct_reading, record_reading, withdraw_reading
from tests.factories import meters as make
from tests.factories.people import make_staff
from tests.world import TownNetwork

JANUARY, APRIL, MAY, JULY = date(2025, 1, 1), date(2025, 4, 1), date(2025, 5, 10), date(2025, 7, 1)


def read(
    installation: Installation, day: date, value: int, source: ReadingSource = ReadingSource.READER
) -> Reading:
    """Write what a meter shows."""
    return record_reading(
        actor=None, installation=installation, read_on=day, value_m3=Decimal(value), source=source
    )


def used(connection: Connection) -> Decimal:
    """Return all that ran through the connection."""
    return sum((period.consumption_m3 for period in consumption_history(connection, 40)), Decimal(0))


def picture(connection: Connection) -> list[tuple[object, ...]]:
    """Return the readings that stand, with all that is said of them."""
    rows = Reading.objects.filter(installation__connection=connection, stands=True).order_by("read_on", "pk")
    return [
        (row.pk, row.read_on, row.total_m3, sorted(row.flags.values_list("check_code", "state")))
        for row in rows
    ]


amounts = st.integers(0, 200)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=amounts, spring=amounts, after=amounts, start=st.integers(0, 60_000), late=amounts)
def test_an_exchange_an_estimate_and_a_late_actual_give_what_both_meters_truly_counted(
    people: TownNetwork, before: int, spring: int, after: int, start: int, late: int
) -> None:
    with transaction.atomic():
        connection = make.get_connection("100001")
        old = make.get_installation("100001", JANUARY)
        read(old, JANUARY, 500)
        # Nobody read in April: it is estimated; the old meter's last reading comes with the exchange.
        estimate_reading(actor=None, installation=old, read_on=APRIL)
        new = exchange_meter(
            actor=None, connection=connection, meter=Meter.objects.create(serial="M-8"), exchanged_on=MAY,
            last_m3=Decimal(500 + before + spring), start_m3=Decimal(start),
        )  # fmt: skip
        estimate_reading(actor=None, installation=new, read_on=JULY - timedelta(days=10))
        read(new, JULY, start + after)
        # The reading of April turns up after all, in the place of the estimate.
        read(old, APRIL, 500 + before)
        read(new, JULY + timedelta(days=90), start + after + late)
        total = used(connection)
        transaction.set_rollback(True)
    assert total == 500 + before + spring + after + late


def test_an_estimate_is_given_back_whole(people: TownNetwork) -> None:
    connection, meter = make.get_connection("100001"), make.get_installation("100001", JANUARY)
    read(meter, JANUARY, 500)
    read(meter, APRIL, 530)
    estimated = estimate_reading(actor=None, installation=meter, read_on=JULY)
    assert (estimated.estimate_rule, estimated.value_m3) == ("recent", Decimal(560))
    actual = read(meter, JULY + timedelta(days=30), 550)
    assert list(actual.flags.values_list("check_code", "state")) == [("below_estimate", "accepted")]
    assert [period.consumption_m3 for period in consumption_history(connection)][-2:] == [30, -10]
    assert used(connection) == 550


def test_a_reading_that_comes_twice_changes_nothing(people: TownNetwork, tmp_path: Path) -> None:
    connection, meter = make.get_connection("100001"), make.get_installation("100001", JANUARY)
    read(meter, JANUARY, 500)
    read(meter, APRIL, 590)
    before = picture(connection)
    read(meter, APRIL, 590)
    report = make.bring_readings(tmp_path, "100001;01/04/2025;590")
    assert (report.taken, report.repeated) == (0, 1)
    assert picture(connection) == before


def test_a_back_dated_reading_changes_only_its_own_day(people: TownNetwork) -> None:
    connection, meter = make.get_connection("100001"), make.get_installation("100001", JANUARY)
    read(meter, JANUARY, 500)
    read(meter, JULY, 600)
    before = picture(connection)
    late = read(meter, APRIL, 550)
    assert [row for row in picture(connection) if row[0] != late.pk] == before
    assert used(connection) == 600


def test_a_correction_clears_the_reading_after_it_and_nothing_else(people: TownNetwork) -> None:
    kleio = make_staff("kleio", Role.BILLING)
    connection, meter = make.get_connection("100001"), make.get_installation("100001", JANUARY)
    read(meter, JANUARY, 100)
    first = read(meter, APRIL, 130)
    typo = read(meter, JULY, 1610)
    after = read(meter, JULY + timedelta(days=91), 193)
    assert list(typo.flags.values_list("check_code", "state")) == [("high", "open")]
    assert list(after.flags.values_list("check_code", "state")) == [("reversed", "open")]

    mended = correct_flagged(actor=kleio, reading=typo, value_m3=Decimal(161), reason="a digit too many")

    assert (mended.revision, mended.value_m3, mended.read_m3, mended.source) == (
        1, Decimal(161), Decimal(1610), "office",
    )  # fmt: skip
    assert list(mended.flags.all()) == []
    flags = ReadingFlag.objects.order_by("pk").values_list(
        "reading", "check_code", "state", "decided_by__username"
    )
    assert list(flags) == [
        (typo.pk, "high", "corrected", "kleio"),
        (after.pk, "reversed", "accepted", "kleio"),
    ]
    assert [row[0] for row in picture(connection)][-3:] == [first.pk, mended.pk, after.pk]
    assert used(connection) == 193


def test_a_correction_that_leaves_the_water_to_the_next_reading_has_that_one_looked_at(
    people: TownNetwork,
) -> None:
    meter = make.get_installation("100001", JANUARY)
    read(meter, JANUARY, 100)
    read(meter, APRIL, 130)
    july = read(meter, JULY, 400)
    october = read(meter, JULY + timedelta(days=91), 430)
    ReadingFlag.objects.filter(reading=july).update(state="accepted", decided_at=july.recorded_at)
    assert list(october.flags.all()) == []
    correct_reading(actor=None, reading=july, value_m3=Decimal(162), reason="of the neighbour")
    assert list(october.flags.values_list("check_code", "state")) == [("high", "open")]


def test_what_was_decided_stays_when_the_same_file_comes_again(people: TownNetwork, tmp_path: Path) -> None:
    kleio = make_staff("kleio", Role.BILLING)
    connection, meter = make.get_connection("100001"), make.get_installation("100001", JANUARY)
    read(meter, JANUARY, 100)
    read(meter, APRIL, 130)
    lines = ("100001;01/07/2025;1610", "100001;01/10/2025;193")
    make.bring_readings(tmp_path, *lines)
    typo = Reading.objects.get(installation=meter, read_on=JULY)
    estimate = estimate_flagged(actor=kleio, reading=typo, reason="nobody believes it")
    assert (estimate.source, estimate.estimate_rule, estimate.value_m3, estimate.read_m3) == (
        "estimate", "recent", Decimal(160), Decimal(1610),
    )  # fmt: skip
    withdraw_reading(
        actor=kleio,
        reading=Reading.objects.get(installation=meter, read_on="2025-10-01"),
        reason="other house",
    )
    before = picture(connection)
    report = make.bring_readings(tmp_path, *lines)
    assert (report.taken, report.repeated, [line.code for line in report.refused]) == (0, 1, ["withdrawn"])
    assert picture(connection) == before
