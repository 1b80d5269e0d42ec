"""Readings held back from bills, cleared on their pages by each act."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from fieldwork.models import Task
from gis_core.models import User
from meters.choices import ReadingSource
from meters.models import Reading, ReadingFlag
from meters.services.readings import record_reading
from tests.factories import meters as make
from tests.world import TownNetwork

JANUARY, APRIL, JULY = date(2025, 1, 1), date(2025, 4, 1), date(2025, 7, 1)


@pytest.fixture
def office(client: Client, people: TownNetwork, clerk: User) -> Client:
    client.force_login(clerk)
    return client


def held(last: int) -> Reading:
    """Return the July reading of Alice's meter, which showed 100 and 130 before."""
    meter = make.get_installation("100001", JANUARY)
    for day, value in ((JANUARY, 100), (APRIL, 130), (JULY, last)):
        reading = record_reading(
            actor=None, installation=meter, read_on=day, value_m3=Decimal(value), source=ReadingSource.READER
        )
    return reading


def decide(client: Client, reading: Reading, **sent: str) -> int:
    return client.post(reverse("meters:exception_decide", args=[reading.pk]), sent).status_code


def states(reading: Reading) -> set[str]:
    return set(reading.flags.values_list("state", flat=True))


def test_a_clerk_accepts_a_high_reading_that_the_list_told_of(office: Client) -> None:
    reading = held(1610)
    listed = office.get(reverse("meters:exception_list"))
    assert [row.pk for row in listed.context["table"].data] == [reading.pk]
    assert reverse("meters:exception_detail", args=[reading.pk]) in listed.content.decode()
    assert decide(office, reading, act="accept") == 422
    assert states(reading) == {"open"}
    assert decide(office, reading, act="accept", reason="a pool") == 302
    assert states(reading) == {"accepted"}
    assert decide(office, reading, act="accept", reason="again") == 422


def test_a_clerk_corrects_a_reading_below_the_one_before(office: Client) -> None:
    reading = held(61)
    assert ReadingFlag.objects.filter(reading=reading, check_code="reversed", state="open").exists()
    assert decide(office, reading, act="correct", value_m3="161", reason="a digit lost") == 302
    assert states(reading) == {"corrected"}
    assert Reading.objects.get(read_on=JULY, stands=True).value_m3 == 161


def test_a_clerk_takes_the_estimate_that_was_shown(office: Client) -> None:
    reading = held(1610)
    shown = office.get(reverse("meters:exception_detail", args=[reading.pk])).context["estimate"]
    assert (shown.value_m3, shown.estimate_rule) == (Decimal(160), "recent")
    assert Reading.objects.get(read_on=JULY, stands=True) == reading
    assert Reading.objects.filter(read_on=JULY).count() == 1
    assert decide(office, reading, act="estimate", reason="nobody believes it") == 302
    standing = Reading.objects.get(read_on=JULY, stands=True)
    assert (standing.source, standing.value_m3) == ("estimate", Decimal(160))


def test_a_clerk_has_a_standing_register_read_again(office: Client) -> None:
    reading = held(130)
    assert states(reading) == {"open"}
    assert decide(office, reading, act="reread") == 302
    assert states(reading) == {"reread"}
    assert Task.objects.filter(kind="reread").count() == 1
