"""Two clerks give a route another order at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.db import connection

from gis_core.choices import Role
from gis_core.models import User
from meters.errors import WalkRefused
from meters.models import Route, RouteOrder
from meters.selectors.walk import find_route_state
from meters.services.walk import apply_order
from tests.factories import meters as make
from tests.factories.people import make_staff
from tests.world import build_network


@pytest.mark.usefixtures("committed_db")
def test_of_two_orders_at_once_one_stands_whole_and_the_other_is_refused(tmp_path: Path) -> None:
    build_network()
    lines = [
        f"{number};Ερμού;{house};09;{place};01/03/2020;W-{house};Παππά;Ρένα;;;1"
        for place, (number, house) in enumerate([(901, 1), (905, 5), (909, 9), (906, 6)], 1)
    ]
    assert make.bring_connections(tmp_path, *lines).refused == []
    route = Route.objects.get(code="09")
    known = list(route.connections.order_by("route_position").values_list("pk", flat=True))
    state = find_route_state(route)
    wanted = [[known[3], *known[:3]], known[::-1]]
    start = Barrier(2)

    def apply(order: list[int], user: User) -> str:
        try:
            start.wait(timeout=10)
            apply_order(actor=user, route=route, order=order, state=state, slips_follow=True)
        except WalkRefused as refusal:
            return refusal.code
        finally:
            connection.close()
        return "applied"

    with ThreadPoolExecutor(2) as pool:
        people = [make_staff("kleio", Role.BILLING), make_staff("eleni", Role.BILLING)]
        outcomes = list(pool.map(apply, wanted, people))

    assert sorted(outcomes) == ["applied", "route_changed"]
    kept = RouteOrder.objects.get()
    assert kept.connections == wanted[outcomes.index("applied")]
    assert list(route.connections.order_by("route_position").values_list("pk", flat=True)) == kept.connections
