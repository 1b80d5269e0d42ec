"""The command that walks every route: printed before it is written."""

from __future__ import annotations

from io import StringIO

from django.core.management import call_command
from django.utils import translation

from meters.models import Route, RouteOrder
from tests.meters.walk.conftest import houses_in_order


def _run(*arguments: str) -> list[str]:
    said = StringIO()
    with translation.override("en"):
        call_command("plan_walks", *arguments, stdout=said)
    return said.getvalue().splitlines()


def test_dry_run_tells_and_writes_nothing(people: object, route: Route) -> None:
    assert _run("--dry-run") == [
        "07: 2 meters, 95 m and 2 min before, 95 m and 2 min after",
        "08: A walk needs two meters at least.",
        "09: 5 meters, 245 m and 5 min before, 110 m and 3 min after",
        "Together: 340 m and 7 min before, 205 m and 5 min after.",
    ]
    assert not RouteOrder.objects.exists()


def test_routes_that_are_named_take_their_orders(people: object, route: Route) -> None:
    _run("09")

    assert houses_in_order(route) == ["1", "5", "6", "10", "9"]
    assert RouteOrder.objects.get().route == route
    assert _run("09")[0].endswith("110 m and 3 min after")
    assert RouteOrder.objects.count() == 1
