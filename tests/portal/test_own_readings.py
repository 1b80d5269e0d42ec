"""The consumer's own reading, inside and outside the windows that the utility opens."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from documents.selectors.files import list_attachments
from gis_core.choices import Role
from gis_core.models import User
from meters.choices import ReadingSource, SlipState
from meters.errors import WindowRefused
from meters.models import Reading, ReadingWindow
from meters.services.access import grant_access
from meters.services.rounds import Unvisited, close_round
from meters.services.windows import end_window, open_window, record_own_reading
from tests.factories.billing import make_payer, make_user
from tests.factories.rounds import Round, draw_photo, make_round

pytestmark = pytest.mark.django_db


def set_out() -> tuple[Round, User]:
    """Let Antonis hold the first house of the round."""
    town = make_round()
    antonis = make_user("antonis", Role.CONSUMER)
    grant_access(actor=antonis, user=antonis, connection=town.houses[0], party=make_payer("Αντωνίου"))
    return town, antonis


def window(town: Round, first: int, last: int) -> ReadingWindow:
    day = town.today
    return open_window(
        actor=town.clerk, name="Χειμώνας", route=town.route, first_day=day + timedelta(days=first),
        last_day=day + timedelta(days=last),
    )  # fmt: skip


def page_of(town: Round) -> str:
    return reverse("portal:own_reading", args=[town.houses[0].pk, town.installation(1).pk])


def test_outside_the_window_the_page_says_when_the_next_opens(client: Client) -> None:
    town, antonis = set_out()
    client.force_login(antonis)
    answer = client.get(page_of(town))
    assert (answer.context["window"], answer.context["next"]) == (None, None)
    later = window(town, 5, 9)
    assert client.get(page_of(town)).context["next"] == later
    assert client.post(page_of(town), {"value_m3": "251"}).status_code == 422
    assert Reading.objects.filter(source=ReadingSource.CONSUMER).count() == 0


def test_inside_the_window_a_reading_with_a_photo_is_taken_and_marks_the_slip(client: Client) -> None:
    town, antonis = set_out()
    window(town, -2, 2)
    client.force_login(antonis)
    photo = SimpleUploadedFile("m.png", draw_photo(), "image/png")
    assert client.post(page_of(town), {"value_m3": "251", "photo": photo, "key": "k"}).status_code == 302
    reading = Reading.objects.get(source=ReadingSource.CONSUMER)
    assert (reading.value_m3, reading.read_on, reading.recorded_by) == (Decimal(251), town.today, antonis)
    assert len(list_attachments(reading)) == 1
    assert town.slip(1).state == SlipState.READ
    assert client.post(page_of(town), {"value_m3": "251"}).status_code == 302
    assert Reading.objects.filter(source=ReadingSource.CONSUMER).count() == 1


def test_what_would_surprise_is_asked_first(client: Client) -> None:
    town, antonis = set_out()
    window(town, 0, 0)
    client.force_login(antonis)
    for value in ("899", "200"):
        answer = client.post(page_of(town), {"value_m3": value})
        assert answer.status_code == 422
        assert answer.context["doubt"]
        assert Reading.objects.filter(source=ReadingSource.CONSUMER).count() == 0
    assert client.post(page_of(town), {"value_m3": "899", "sure": "899"}).status_code == 302
    taken = Reading.objects.get(source=ReadingSource.CONSUMER)
    assert [flag.check_code for flag in taken.flags.all()] == ["high"]


def test_it_can_be_taken_back_and_sent_anew_until_the_round_is_closed(client: Client) -> None:
    town, antonis = set_out()
    window(town, 0, 3)
    client.force_login(antonis)
    client.post(page_of(town), {"value_m3": "251"})
    client.post(page_of(town), {"value_m3": "252"})
    assert Reading.objects.get(stands=True, read_on=town.today).value_m3 == Decimal(252)
    undo = reverse("portal:own_reading_undo", args=[town.houses[0].pk, town.installation(1).pk])
    client.post(undo)
    assert Reading.objects.filter(stands=True, read_on=town.today).count() == 0
    assert (town.slip(1).state, town.slip(1).reading) == (SlipState.WAITING, None)
    client.post(page_of(town), {"value_m3": "250"})
    assert Reading.objects.get(stands=True, read_on=town.today).value_m3 == Decimal(250)
    close_round(actor=town.clerk, reading_round=town.round, unvisited=Unvisited.LEAVE)
    client.post(undo)
    assert Reading.objects.get(stands=True, read_on=town.today).value_m3 == Decimal(250)


def test_meters_of_others_do_not_exist(client: Client) -> None:
    town, antonis = set_out()
    window(town, 0, 3)
    client.force_login(antonis)
    for house, meter in ((1, 2), (2, 2)):
        page = reverse("portal:own_reading", args=[town.houses[house - 1].pk, town.installation(meter).pk])
        assert client.get(page).status_code == 404
    with pytest.raises(WindowRefused) as refusal:
        record_own_reading(
            actor=antonis, connection=town.houses[1], installation=town.installation(2), value_m3=Decimal(250)
        )
    assert refusal.value.code == "not_yours"


def test_windows_of_a_route_do_not_overlap_and_end(client: Client) -> None:
    town, _antonis = set_out()
    first = window(town, -2, 2)
    with pytest.raises(WindowRefused) as refusal:
        window(town, 2, 4)
    assert refusal.value.code == "overlaps"
    later = window(town, 3, 4)
    end_window(actor=town.clerk, window=first)
    end_window(actor=town.clerk, window=later)
    assert [one.days.upper for one in ReadingWindow.objects.all()] == [town.today + timedelta(days=1)]
