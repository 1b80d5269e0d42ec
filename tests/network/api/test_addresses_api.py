"""Addresses over the API: by street and number without accents, and the nearest to a point."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client

from gis_core.choices import Role
from network.selectors.places import to_lon_lat
from tests.factories.network import point
from tests.factories.people import make_staff
from tests.world import build_network

pytestmark = pytest.mark.django_db
URL = "/api/v1/network/addresses/"


@pytest.fixture(autouse=True)
def _takis(client: Client) -> None:
    client.force_login(make_staff("takis", Role.TECHNICIAN))
    build_network()


@pytest.mark.parametrize("query", ["Ερμού 12", "ερμου 12", "ERMOU 12"])
def test_an_address_is_found_without_accents(
    client: Client, query: str, budget: Callable[[str], AbstractContextManager[object]]
) -> None:
    with budget("api_address_find"):
        (found,) = client.get(URL, {"q": query}).json()["results"]
    assert (found["label"], found["number"], found["exact"]) == ("Ερμού 12, Πόλη", "12", True)
    assert (found["lon"], found["lat"]) == pytest.approx(to_lon_lat(point(110, 190)), abs=1e-5)


def test_the_nearest_address_of_a_point(client: Client) -> None:
    longitude, latitude = to_lon_lat(point(112, 195))
    (found,) = client.get(URL, {"lon": str(longitude), "lat": str(latitude)}).json()["results"]
    assert (found["label"], found["postcode"]) == ("Ερμού 12, Πόλη", "54624")
    longitude, latitude = to_lon_lat(point(9_000, 9_000))
    assert client.get(URL, {"lon": str(longitude), "lat": str(latitude)}).json() == {"results": []}


@pytest.mark.parametrize(
    "asked",
    [{}, {"lon": "22.9"}, {"lon": "x", "lat": "40"}, {"lon": "nan", "lat": "40"}, {"lon": "22", "lat": "99"}],
)
def test_what_is_no_place_is_refused(client: Client, asked: dict[str, str]) -> None:
    assert client.get(URL, asked).status_code == 400


def test_nothing_of_that_name_is_an_empty_answer(client: Client) -> None:
    assert client.get(URL, {"q": "Ανύπαρκτη 7"}).json() == {"results": []}
