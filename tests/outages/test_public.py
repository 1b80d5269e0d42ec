"""What the public sees of cuts: list, page, address, feed, GeoJSON; never a draft."""

from __future__ import annotations

from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.utils import timezone

from gis_core.choices import Role
from gis_core.models import User
from outages.models import Outage
from outages.services.outages import approve_outage, end_outage
from tests.factories.billing import make_utility
from tests.factories.outages import make_outage, settle_ermou
from tests.factories.people import make_staff
from tests.world import build_network

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def petros() -> User:
    make_utility()
    build_network()
    planner = make_staff("petros", Role.PLANNER)
    settle_ermou(planner)
    return planner


@pytest.fixture
def announced(petros: User) -> Outage:
    outage = make_outage(petros)
    approve_outage(actor=petros, outage=outage)
    return outage


def test_a_draft_is_nowhere(client: Client, petros: User) -> None:
    draft = make_outage(petros, title="Μυστικό")
    assert client.get(f"/cuts/{draft.public_id}/").status_code == 404
    for address in ("/cuts/", "/cuts/atom.xml", "/cuts/cuts.geojson"):
        assert "Μυστικό" not in client.get(address).content.decode()


def test_the_list_parts_now_coming_and_past(client: Client, petros: User, announced: Outage) -> None:
    coming = make_outage(petros, title="Αύριο")
    approve_outage(actor=petros, outage=coming)
    over = make_outage(petros, title="Χθες")
    approve_outage(actor=petros, outage=over)
    end_outage(actor=petros, outage=over)
    now = timezone.now()
    Outage.objects.filter(pk=announced.pk).update(
        starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1)
    )
    Outage.objects.filter(pk=coming.pk).update(
        starts_at=now + timedelta(days=1), ends_at=now + timedelta(days=2)
    )
    context = client.get("/cuts/").context
    assert [[o.pk for o in context[name]] for name in ("now_on", "coming", "past")] == [
        [announced.pk], [coming.pk], [over.pk],
    ]  # fmt: skip


def test_an_address_in_the_area_is_told_so(client: Client, announced: Outage) -> None:
    assert [o.pk for o in client.get("/cuts/", {"q": "ermou 5"}).context["at_address"]] == [announced.pk]
    assert client.get("/cuts/", {"q": "Ερμού 39"}).context["at_address"] == []
    assert client.get("/cuts/", {"q": "Ανύπαρκτη 3"}).context["hit"] is None


def test_the_feed_is_an_atom_feed_with_what_it_must_have(client: Client, announced: Outage) -> None:
    response = client.get("/cuts/atom.xml")
    assert response["Content-Type"].startswith("application/atom+xml")
    assert "max-age=60" in response["Cache-Control"]
    feed = ET.fromstring(response.content)
    assert feed.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated", "author"):
        assert feed.find(f"{ATOM}{name}") is not None
    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}id") == f"urn:uuid:{announced.public_id}"
    assert entry.findtext(f"{ATOM}title") == "Προγραμματισμένη διακοπή νερού: Ερμού, νότιο τμήμα"
    assert entry.findtext(f"{ATOM}updated") is not None


def test_the_geojson_holds_what_the_public_may_know(client: Client, announced: Outage) -> None:
    answer = client.get("/cuts/cuts.geojson")
    (feature,) = answer.json()["features"]
    assert set(feature["properties"]) == {"kind", "title", "reason", "starts_at", "ends_at", "url"}
    assert feature["geometry"]["type"] == "MultiPolygon"
    longitude, latitude = feature["geometry"]["coordinates"][0][0][0]
    assert 22 < longitude < 24
    assert 40 < latitude < 41


def test_its_page_speaks_to_those_who_share_it(client: Client, announced: Outage) -> None:
    page = client.get(f"/cuts/{announced.public_id}/").content.decode()
    assert '<meta property="og:title" content="Προγραμματισμένη διακοπή νερού: Ερμού, νότιο τμήμα">' in page
    assert "Αννα" not in page
