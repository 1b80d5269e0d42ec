"""The office's pages of rounds, the slips on paper, and the API of the reader's telephone."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from hashlib import sha256
from io import BytesIO
from uuid import uuid4

import pytest
from django.contrib.gis.geos import Point
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from documents.selectors.files import list_attachments
from gis_core.choices import Role
from meters.choices import RoundState, SlipState
from meters.models import PositionQuestion, Reading, ReadingPeriod, ReadingRound, ReadingWindow, SlipVisit
from tests.factories.billing import make_user
from tests.factories.rounds import Round, beside, draw_photo, make_round, now, visit

pytestmark = pytest.mark.django_db


def as_user(client: Client, user: object) -> Client:
    client.force_login(user)  # type: ignore[arg-type]
    return client


def send(
    client: Client, town: Round, number: int, *, key: str = "", **body: object
) -> tuple[int, dict[str, object]]:
    slip = town.slip(number)
    answer = client.post(
        reverse("api_slip_visit", args=[town.round.pk, slip.pk]),
        json.dumps({"visited_at": now().isoformat(), **body}), content_type="application/json",
        headers={"Idempotency-Key": key or str(uuid4())},
    )  # fmt: skip
    return answer.status_code, answer.json()


def test_the_list_tells_how_far_each_round_is(client: Client) -> None:
    town = make_round()
    visit(town, 1, "251")
    visit(town, 2, note="closed_gate")
    as_user(client, town.clerk)
    page = client.get(reverse("meters:round_list"))
    row = page.context["table"].rows[0]
    assert "2 / 5" in row.get_cell("progress")
    assert row.get_cell("not_read") == "1"
    [mark] = client.get(reverse("meters:round_list"), {"export": "geojson"}).json()["features"]
    assert mark["properties"]["tone"] == "info"
    assert [word for word in mark["properties"]["text"].split() if word.isdigit()] == ["2", "5"]
    for state in ("closed", "all"):
        assert client.get(reverse("meters:round_list"), {"state": state}).status_code == 200
    assert client.get(reverse("meters:round_list"), {"export": "xlsx"}).status_code == 200


def test_a_period_is_opened_by_form(client: Client) -> None:
    town = make_round()
    ReadingRound.objects.update(state=RoundState.CLOSED)
    as_user(client, town.clerk)
    form = {
        "code": "26Δ", "name": "Δ΄", "starts_on": "01/12/2026", "ends_on": "31/12/2026",
        f"route_{town.route.pk}": "on", f"reader_{town.route.pk}": str(town.reader.pk),
    }  # fmt: skip
    assert client.get(reverse("meters:period_open")).status_code == 200
    assert client.post(reverse("meters:period_open"), {**form, "ends_on": "01/11/2026"}).status_code == 422
    assert client.post(reverse("meters:period_open"), form).status_code == 302
    opened = ReadingRound.objects.get(period=ReadingPeriod.objects.get(code="26Δ"))
    assert (opened.reader, opened.slips.count()) == (town.reader, 5)


def test_a_round_shows_its_slips_in_order_with_filters_and_map(client: Client) -> None:
    town = make_round()
    visit(town, 1, "899")
    visit(town, 2, note="closed_gate")
    as_user(client, town.clerk)
    page = reverse("meters:round_detail", args=[town.round.pk])
    assert [row.position for row, *_rest in client.get(page).context["rows"]] == [1, 2, 3, 4, 5]
    for state, positions in (("held", [1]), ("not_read", [2]), ("waiting", [3, 4, 5]), ("moved", [])):
        rows = client.get(page, {"state": state}).context["rows"]
        assert [row.position for row, *_rest in rows] == positions
    assert len(client.get(page, {"q": "ermou"}).context["rows"]) == 5
    assert [row.position for row, *_rest in client.get(page, {"q": "07-0004"}).context["rows"]] == [4]
    assert client.get(page, {"q": "psaron"}).context["rows"] == []
    marks = client.get(reverse("meters:round_map", args=[town.round.pk])).json()["features"]
    assert [mark["properties"]["tone"] for mark in marks] == ["bad", "warn", "", "", ""]


def test_the_acts_of_a_round(client: Client) -> None:
    town = make_round()
    visit(town, 1, "251")
    as_user(client, town.clerk)

    def act(name: str, **given: object) -> ReadingRound:
        client.post(reverse(f"meters:round_{name}", args=[town.round.pk]), given)
        return ReadingRound.objects.get(pk=town.round.pk)

    assert act("assign", reader="").reader is None
    assert act("assign", reader=town.reader.pk).reader == town.reader
    assert act("check").state == RoundState.CHECKED
    assert act("close", unvisited="leave").state == RoundState.CLOSED
    assert Reading.objects.filter(source="estimate").count() == 0
    assert act("reopen").state == RoundState.CHECKED


@pytest.mark.parametrize("language", ["el", "en"])
def test_the_slips_of_a_route_on_paper(client: Client, language: str) -> None:
    town = make_round()
    visit(town, 1, "251")
    as_user(client, town.clerk)
    answer = client.get(
        reverse("meters:round_slips", args=[town.round.pk]), headers={"Accept-Language": language}
    )
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    assert answer["Content-Type"] == "application/pdf"
    assert "Ερμού 9" in text
    assert "221" in text


def test_a_reader_sees_only_rounds_that_are_theirs(client: Client) -> None:
    town = make_round()
    other = make_user("stavros", Role.READER)
    as_user(client, other)
    assert client.get(reverse("meters:round_walk", args=[town.round.pk])).status_code == 404
    assert client.get(reverse("api_slip_list", args=[town.round.pk])).status_code == 404
    assert client.get(reverse("api_round_list")).json() == []
    assert send(client, town, 1, value_m3="251")[0] == 404
    as_user(client, town.reader)
    assert len(client.get(reverse("meters:round_mine")).context["rounds"]) == 1
    data = client.get(reverse("meters:round_walk", args=[town.round.pk])).context["data"]
    assert [slip["address"] for slip in data["slips"]][:2] == ["Ερμού 1", "Ερμού 3"]
    assert (data["slips"][0]["last"], data["slips"][0]["expected"]) == (221.0, 251.0)


def test_the_telephone_sends_and_sends_again(client: Client) -> None:
    town = make_round()
    as_user(client, town.reader)
    [own] = client.get(reverse("api_round_list")).json()
    assert (own["id"], own["waiting"]) == (town.round.pk, 5)
    slips = client.get(reverse("api_slip_list", args=[town.round.pk])).json()
    assert (slips[0]["last_m3"], slips[0]["expected_m3"]) == ("221.000", "251")
    moment = now().isoformat()
    first = send(client, town, 1, key="a", value_m3="251", visited_at=moment)
    again = send(client, town, 1, key="a", value_m3="251", visited_at=moment)
    assert (first[0], again[0]) == (200, 200)
    assert (first[1]["is_repeat"], again[1]["is_repeat"]) == (False, True)
    assert first[1]["reading"] == again[1]["reading"]
    assert send(client, town, 1, key="a", value_m3="252", visited_at=moment)[1]["code"] == "key_reused"
    assert SlipVisit.objects.count() == 1


def test_what_the_telephone_may_not_send(client: Client) -> None:
    town = make_round()
    as_user(client, town.reader)
    assert send(client, town, 1, value_m3="251", key=" ")[0] == 400
    assert send(client, town, 1, value_m3="251", visited_at="2001-01-01T10:00:00Z")[0] == 400
    assert send(client, town, 1)[1]["code"] == "nothing_sent"
    assert send(client, town, 1, value_m3="12345678")[1]["code"] == "too_many_digits"
    assert town.slip(1).state == SlipState.WAITING


def test_a_doubtful_reading_and_a_far_place_are_told(client: Client) -> None:
    town = make_round()
    visit(town, 1, "230", point=beside(town, 1, 0), accuracy_m=4.0)
    as_user(client, town.reader)
    place = beside(town, 1, 60).transform(4326, clone=True)
    assert isinstance(place, Point)
    told = send(
        client, town, 1, value_m3="899", longitude=place.x, latitude=place.y, accuracy_m=4
    )[1]  # fmt: skip
    assert told["is_held"] is True
    assert told["moved_m"] == pytest.approx(60, abs=0.2)
    as_user(client, town.clerk)
    question = PositionQuestion.objects.get()
    assert client.get(reverse("meters:position_list")).status_code == 200
    client.post(reverse("meters:position_answer", args=[question.pk]), {"accept": "no"})
    assert PositionQuestion.objects.get().answer == "rejected"


def test_a_file_is_sent_by_its_hash(client: Client) -> None:
    town = make_round()
    as_user(client, town.reader)
    photo = draw_photo()
    digest = sha256(photo).hexdigest()
    assert send(client, town, 1, value_m3="251", media=[digest])[0] == 200
    address = reverse("api_round_media", args=[digest])
    for _twice in range(2):
        assert client.put(address, photo, content_type="application/octet-stream").status_code == 204
    assert client.put(address, photo[:-1], content_type="application/octet-stream").status_code == 422
    reading = town.slip(1).reading
    assert reading is not None
    [kept] = list_attachments(reading)
    given = client.get(reverse("documents:attachment", args=[kept.pk]))
    assert (given.status_code, given["Content-Type"]) == (200, "image/jpeg")
    given.close()


def test_note_codes_and_windows_are_written_by_form(client: Client) -> None:
    town = make_round()
    as_user(client, town.clerk)
    assert client.get(reverse("meters:note_code_list")).status_code == 200
    code = {"code": "wasps", "name_el": "Σφήκες", "name_en": "Wasps", "prevents_reading": "on", "position": 5}
    assert client.post(reverse("meters:note_code_create"), code).status_code == 302
    assert client.get(reverse("meters:window_list")).status_code == 200
    window = {"name": "Χειμώνας", "first_day": "01/12/2026", "last_day": "05/12/2026", "route": town.route.pk}
    assert client.post(reverse("meters:window_create"), window).status_code == 302
    assert client.post(reverse("meters:window_create"), window).status_code == 422
    made = ReadingWindow.objects.get()
    assert client.get(reverse("meters:window_list")).status_code == 200
    client.post(reverse("meters:window_end", args=[made.pk]))


@pytest.mark.parametrize(
    "name",
    [
        "meters:round_list",
        "meters:note_code_list",
        "meters:window_list",
        "meters:position_list",
        "api_round_list",
    ],
)
def test_lists_keep_to_their_budgets(
    client: Client, budget: Callable[[str], AbstractContextManager[object]], name: str
) -> None:
    town = make_round()
    as_user(client, town.clerk)
    client.get(reverse(name))
    with budget(name):
        assert client.get(reverse(name)).status_code == 200
