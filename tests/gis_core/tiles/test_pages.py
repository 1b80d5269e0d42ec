"""The list of what is in view and the card of what is pointed at: whose they are, what they show, what they cost."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client
from django.urls import reverse

from gis_core.choices import Role
from tests.factories.network import point
from tests.factories.people import make_staff
from tests.world import build_network

pytestmark = pytest.mark.django_db


def box(west_m: float, south_m: float, east_m: float, north_m: float) -> str:
    corners = [point(west_m, south_m), point(east_m, north_m)]
    for corner in corners:
        corner.transform(4326)
    return ",".join(f"{value:.6f}" for corner in corners for value in (corner.x, corner.y))


def test_the_list_shows_what_the_tiles_show(client: Client) -> None:
    build_network()
    client.force_login(make_staff("giorgos", Role.TECHNICIAN))
    address = reverse("tiles:in_view")
    town = box(-50, 50, 450, 500)
    sources = client.get(address, {"layer": "sources", "bbox": town}).content.decode()
    assert ("R1" in sources, "T1" in sources, "n5" in sources) == (True, True, False)
    pipes = client.get(address, {"layer": "pipes", "bbox": box(250, 190, 350, 210)}).content.decode()
    assert ("p4" in pipes, "p3" in pipes) == (True, False)


@pytest.mark.parametrize(
    "where", ["", "22,40,23", "nan,nan,nan,nan", "inf,1,2,3", "22,40,23,1e400", "0,91,1,92"]
)
def test_a_box_that_is_none_has_no_list(client: Client, where: str) -> None:
    client.force_login(make_staff("giorgos", Role.TECHNICIAN))
    assert client.get(reverse("tiles:in_view"), {"layer": "pipes", "bbox": where}).status_code == 404


def test_list_and_card_keep_to_their_queries(
    client: Client, budget: Callable[[str], AbstractContextManager[object]]
) -> None:
    town = build_network()
    client.force_login(make_staff("giorgos", Role.TECHNICIAN))
    with budget("tiles:in_view"):
        client.get(reverse("tiles:in_view"), {"layer": "pipes", "bbox": box(-50, 50, 450, 500)})
    with budget("tiles:identify"):
        answer = client.get(reverse("tiles:identify", args=["pipes", town.pipes["p3"].pk]))
    middle = point(100, 200)
    middle.transform(4326)
    assert answer.headers["Hydria-Place"] == f"{middle.x:.6f},{middle.y:.6f}"


def test_a_layer_of_others_has_neither_list_nor_card(client: Client) -> None:
    town = build_network()
    client.force_login(make_staff("kostas", Role.PROCUREMENT))
    assert client.get(reverse("tiles:in_view"), {"layer": "pipes", "bbox": "22,40,23,41"}).status_code == 404
    assert client.get(reverse("tiles:identify", args=["pipes", town.pipes["p3"].pk])).status_code == 404
