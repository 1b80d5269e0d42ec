"""Pages of cuts and faults keep to their number of queries however long the lists are."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client

from faults.services.reports import report_fault
from gis_core.choices import Role
from gis_core.models import User
from outages.services.outages import approve_outage
from tests.factories.billing import make_utility
from tests.factories.outages import make_outage, settle_ermou
from tests.faults.test_reports import leak_at
from tests.world import build_network

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("url_name", "address"),
    [
        ("outages:public_list", "/cuts/"),
        ("outages:public_geojson", "/cuts/cuts.geojson"),
        ("outages:public_atom", "/cuts/atom.xml"),
        ("outages:outage_list", "/outages/"),
        ("faults:fault_list", "/faults/"),
        ("api_fault_list", "/api/v1/faults/"),
        ("api_outage_list", "/api/v1/outages/"),
        ("faults:report", "/report/"),
    ],
)
def test_a_page_keeps_to_its_queries(
    client: Client,
    actor: Callable[[Role], User],
    budget: Callable[[str], AbstractContextManager[object]],
    url_name: str,
    address: str,
) -> None:
    make_utility()
    build_network()
    planner = actor(Role.PLANNER)
    settle_ermou(planner)
    for east in range(0, 300, 30):
        approve_outage(actor=planner, outage=make_outage(planner, west_m=east, east_m=east + 20))
        report_fault(actor=None, new=leak_at(east, 203))
    client.force_login(planner)
    with budget(url_name):
        assert client.get(address).status_code == 200
