"""How many queries the network's pages may ask."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from gis_core.choices import Role
from tests.factories.people import make_staff
from tests.world import build_network

pytestmark = pytest.mark.django_db
LISTS = (
    "pipe_list", "node_list", "valve_list", "pump_list", "shutoff_list", "service_line_list", "station_list",
    "building_list", "material_list", "pipe_size_list", "asset_type_list", "zone_list", "street_list",
    "critical_valve_list", "segment_list", "topology_finding_list", "topology_report",
)  # fmt: skip
API = ("node", "pipe", "pump", "valve", "zone", "street")


@pytest.mark.parametrize("name", [f"network:{name}" for name in LISTS] + [f"api_{kind}_list" for kind in API])
def test_a_list_keeps_to_its_budget(
    client: Client, budget: Callable[[str], AbstractContextManager[object]], name: str
) -> None:
    build_network()
    client.force_login(make_staff("takis", Role.TECHNICIAN))
    with budget(name):
        assert client.get(reverse(name)).status_code == 200


def test_a_pipes_card_and_the_address_box_keep_to_theirs(
    client: Client, budget: Callable[[str], AbstractContextManager[object]]
) -> None:
    town = build_network()
    cache.clear()
    with budget("network:address_suggest"):
        client.get(reverse("network:address_suggest"), {"q": "Ερμού 12"})
    client.force_login(make_staff("takis", Role.TECHNICIAN))
    with budget("network:pipe_detail"):
        client.get(reverse("network:pipe_detail", args=[town.pipes["p3"].pk]))
