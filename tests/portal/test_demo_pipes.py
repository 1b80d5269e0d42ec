"""Materials and years of the demonstration's pipes, and names of its routes: believable, and the same every time."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from random import Random

import pytest

from gis_core.choices import Role
from network.models import Pipe
from portal.demo.files import name_routes
from portal.demo.people import build_connections
from portal.demo.pipes import choose_laid, lay_pipes
from portal.demo.town import House
from tests.factories.people import make_staff
from tests.world import build_network


@pytest.mark.parametrize("seed", range(200))
def test_a_material_was_laid_in_its_own_time(seed: int) -> None:
    for diameter in (63, 75, 100, 150, 160, 200, 225):
        laid = choose_laid(diameter_mm=diameter, eastward=seed % 11 / 10, random=Random(seed))
        first, last = {"AC": (1964, 1985), "PVC": (1977, 1999), "DI": (1986, 2022), "PE": (2007, 2022)}[
            laid.material
        ]
        assert first <= laid.year <= last
        assert (laid.material in {"PVC", "PE"}) == (diameter in {63, 75, 160, 225})


def test_every_pipe_is_told_of_and_the_same_twice(db: None) -> None:
    build_network()
    maria = make_staff("maria", Role.PLANNER)

    def lay() -> list[tuple[str, str | None, int | None, Decimal]]:
        lay_pipes(actor=maria, pipes=list(Pipe.objects.order_by("code")), seed=1)
        return list(
            Pipe.objects.order_by("code").values_list("code", "material__code", "laid_year", "diameter_mm")
        )

    before = dict(Pipe.objects.values_list("code", "diameter_mm"))
    first = lay()
    assert all(material and year for _code, material, year, _width in first)
    assert {code: width for code, _material, _year, width in first} == before
    assert lay() == first


def test_a_route_bears_the_names_of_its_streets() -> None:
    houses = [House("Ερμού", n, (n * 10.0, 0.0)) for n in range(1, 900)]
    houses += [House("Νάξου", n, (n * 10.0, 400.0)) for n in range(1, 700)]
    connections = build_connections(
        houses=houses, seaside_y=500.0, opened_on=date(2024, 1, 1), random=Random(1)
    )
    names = name_routes(connections)
    assert set(names) == {connection.route for connection in connections}
    assert set(names.values()) <= {"Ερμού", "Νάξου", "Ερμού – Νάξου", "Νάξου – Ερμού"}
