"""The report page: by address, supply number or point; with and without scripts; against robots."""

from __future__ import annotations

import base64
import hashlib
import json
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from faults.choices import FaultCategory, PlaceSource
from faults.models import Fault, Report
from faults.selectors.places import degrees_of
from faults.services import limits
from gis_core.choices import Role
from gis_core.models import User
from meters.models import Connection
from outages.services.outages import approve_outage
from tests.factories.billing import make_utility
from tests.factories.network import point
from tests.factories.outages import make_outage, settle_ermou
from tests.factories.people import make_staff
from tests.faults.test_reports import photo_with_position
from tests.world import build_network

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def petros() -> User:
    cache.clear()
    make_utility()
    build_network()
    planner = make_staff("petros", Role.PLANNER)
    settle_ermou(planner)
    return planner


def filled(**more: object) -> dict[str, object]:
    return {"request_key": str(uuid4()), "category": "leak", "address": "Ερμού 5", **more}


def solve(challenge: dict[str, object]) -> str:
    """Do what the browser does."""
    for number in range(int(str(challenge["upTo"])) + 1):
        if hashlib.sha256(f"{challenge['salt']}{number}".encode()).hexdigest() == challenge["challenge"]:
            proof = {key: challenge[key] for key in ("algorithm", "challenge", "salt", "signature")}
            return base64.b64encode(json.dumps({**proof, "number": number}).encode()).decode()
    raise AssertionError("no number fits")


def test_the_page_comes_with_its_tiles_and_a_proof_to_do(client: Client) -> None:
    response = client.get("/report/?category=sewer&address=Ερμού 5")
    page = response.content.decode()
    assert response.status_code == 200
    assert page.count('type="radio" name="category"') == 7
    assert 'value="sewer" id="category-sewer" checked' in page
    assert 'value="Ερμού 5"' in page
    assert 'id="challenge"' in page


def test_an_address_without_scripts_makes_a_fault(client: Client) -> None:
    response = client.post("/report/", filled(description="Τρέχει πολύ", email="nikos@example.gr"))
    report = Report.objects.get()
    assert response.status_code == 302
    assert response["Location"] == f"/report/{report.token}/"
    assert (report.place_source, report.fault.address) == (PlaceSource.ADDRESS, "Ερμού 5, Πόλη")
    page = client.get(response["Location"])
    assert report.fault.reference in page.content.decode()
    assert page["X-Robots-Tag"] == "noindex"


def test_a_point_and_a_supply_number_make_faults_too(client: Client) -> None:
    longitude, latitude = degrees_of(point(150, 205))
    client.post(
        "/report/",
        filled(
            address="", longitude=longitude, latitude=latitude, place_source="position", category="quality"
        ),
    )
    client.post("/report/", filled(address="", supply_number="07-0004", category="meter"))
    assert [(r.place_source, r.fault.address) for r in Report.objects.order_by("id")] == [
        ("position", "Ερμού 15, Πόλη"), ("supply_number", "Ερμού 4"),
    ]  # fmt: skip


def test_a_supply_number_does_not_tell_its_address(client: Client) -> None:
    response = client.post("/report/", filled(address="", supply_number="07-0004", category="meter"))
    assert "Ερμού 4" not in client.get(response["Location"]).content.decode()
    known = client.post("/report/known/", {"supply_number": "07-0004"}).content.decode()
    assert 'data-place="ok"' in known
    assert "Ερμού" not in known


def test_who_joins_a_report_made_by_supply_number_does_not_learn_its_address(client: Client) -> None:
    by_number = filled(address="", supply_number=Connection.objects.earliest("pk").supply_number)
    assert client.post("/report/", {**by_number, "known_shown": "1"}).status_code == 302
    fault = Fault.objects.get()
    assert fault.address
    longitude, latitude = degrees_of(fault.geom)
    near = {"address": "", "longitude": longitude, "latitude": latitude, "place_source": "map"}
    joined = client.post("/report/", filled(**near, known_shown="1", same_as=fault.pk))
    assert fault.reports.count() == 2
    assert fault.address not in client.get(joined["Location"]).content.decode()


def test_a_place_elsewhere_is_refused_in_words_and_nothing_is_lost(client: Client) -> None:
    response = client.post(
        "/report/", filled(address="", longitude=23.72, latitude=37.98, description="Πλημμύρα")
    )
    page = response.content.decode()
    assert response.status_code == 422
    assert "έξω από την περιοχή" in page
    assert "Πλημμύρα" in page
    assert not Fault.objects.exists()


def test_what_is_known_comes_first(client: Client, petros: User) -> None:
    approve_outage(actor=petros, outage=make_outage(petros))
    known = client.post("/report/known/", {"address": "Ερμού 5"}).content.decode()
    assert "Ερμού, νότιο τμήμα" in known
    sent = filled()
    response = client.post("/report/", sent)
    assert response.status_code == 200
    assert not Fault.objects.exists()
    assert "Ερμού, νότιο τμήμα" in response.content.decode()
    assert client.post("/report/", {**sent, "known_shown": "1"}).status_code == 302


def test_joining_what_is_known_makes_no_second_fault(client: Client) -> None:
    client.post("/report/", filled())
    fault = Fault.objects.get()
    client.post("/report/", filled(known_shown="1", same_as=fault.pk))
    assert (Fault.objects.count(), fault.reports.count()) == (1, 2)


def test_a_fault_far_away_cannot_be_joined(client: Client) -> None:
    client.post("/report/", filled(address="Ερμού 39"))
    far = Fault.objects.get()
    client.post("/report/", filled(known_shown="1", same_as=far.pk))
    assert (Fault.objects.count(), far.reports.count()) == (2, 1)


def test_photos_survive_a_form_that_comes_back(client: Client) -> None:
    sent = filled(category="")
    photo = SimpleUploadedFile("a.jpg", photo_with_position(), "image/jpeg")
    assert client.post("/report/", {**sent, "photos": [photo]}).status_code == 422
    response = client.post("/report/", {**sent, "category": FaultCategory.LEAK})
    page = client.get(response["Location"]).content.decode()
    report = Report.objects.get()
    assert page.count(f"/report/{report.token}/photos/") == 2


def test_who_sends_photos_over_and_over_fills_no_memory(client: Client) -> None:
    for _turn in range(limits.KEPT_FORMS):
        sent = filled(category="", photos=[SimpleUploadedFile("a.jpg", photo_with_position(), "image/jpeg")])
        assert client.post("/report/", sent).context["photos_kept"] == 1
    sent = filled(category="", photos=[SimpleUploadedFile("a.jpg", photo_with_position(), "image/jpeg")])
    answer = client.post("/report/", sent)
    assert (answer.status_code, answer.context["photos_kept"]) == (422, 0)


def test_without_a_proof_three_reports_an_hour_with_it_ten(client: Client) -> None:
    answers = [
        client.post("/report/", filled(category=kind)).status_code for kind in ("leak", "meter", "other")
    ]
    assert answers == [302, 302, 302]
    refused = client.post("/report/", filled(category="sewer"))
    assert refused.status_code == 422
    assert Fault.objects.count() == 3
    challenge = json.loads(
        client.get("/report/")
        .content.decode()
        .split('id="challenge" type="application/json">')[1]
        .split("</script>")[0]
    )
    proof = solve(challenge)
    assert client.post("/report/", filled(category="sewer", proof=proof)).status_code == 302
    assert client.post("/report/", filled(category="quality", proof=proof)).status_code == 422


def test_a_robot_that_fills_the_hidden_control_gets_nowhere(client: Client) -> None:
    assert client.post("/report/", filled(website="http://spam")).status_code == 422
    assert not Fault.objects.exists()


def test_the_follow_page_needs_its_secret(client: Client) -> None:
    assert client.get(f"/report/{uuid4()}/").status_code == 404
    location = client.post("/report/", filled())["Location"]
    answer = client.post(location, {"text": "Ακόμα τρέχει"})
    assert answer.status_code == 302
    assert "Ακόμα τρέχει" in client.get(location).content.decode()


def test_the_api_gives_faults_as_geojson_to_staff_only(client: Client, petros: User) -> None:
    client.post("/report/", filled())
    assert client.get("/api/v1/faults/").status_code == 401
    client.force_login(petros)
    body = client.get("/api/v1/faults/").json()
    (feature,) = body["results"]["features"] if "results" in body else body["features"]
    assert feature["geometry"]["type"] == "Point"
    assert 22 < feature["geometry"]["coordinates"][0] < 24
    assert "email" not in feature["properties"]


def test_a_heap_of_photos_is_refused_before_it_is_read(client: Client) -> None:
    photos = [SimpleUploadedFile(f"{number}.jpg", b"no photo at all") for number in range(6)]
    answer = client.post("/report/", {**filled(), "photos": photos})
    assert answer.status_code == 422
    assert answer.context["form"].errors.as_data()["photos"][0].code == "too_many"
    assert not Fault.objects.exists()


def test_who_looks_up_places_without_end_is_stopped_and_may_still_report(client: Client) -> None:
    cache.set(f"faults:looks:{hashlib.sha256(b'127.0.0.1').hexdigest()[:32]}", limits.LOOKS - 1, 3600)
    assert client.post("/report/known/", {"address": "Ερμού 5"}).status_code == 200
    answer = client.post("/report/known/", {"address": "Ερμού 5"})
    assert answer.status_code == 429
    text = answer.content.decode()
    assert "Μπορείτε πάντως να στείλετε την αναφορά σας." in text
    assert "Ερμού" not in text
    elsewhere = client.post("/report/known/", {"address": "Ερμού 5"}, REMOTE_ADDR="192.0.2.7")
    assert elsewhere.status_code == 200
    assert client.post("/report/", filled()).status_code == 302
