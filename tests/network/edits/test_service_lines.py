"""Service lines drawn from a main to a plot, drawn anew, undone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils.translation import override

from gis_core.choices import Role
from gis_core.models import User
from network.errors import EditRefused, StaleEditError
from network.models import NetworkEdit, Pipe, ServiceLine, SupplySystem
from network.services.service_lines import draw_service_line, redraw_service_line
from network.services.undo import undo_edit
from network.types import EditOutcome
from tests.factories.network import ORIGIN_X, ORIGIN_Y, make_node, make_pipe, make_service_line
from tests.world import TownNetwork, build_network

pytestmark = pytest.mark.django_db
Rows = Callable[[], dict[tuple[str, str], str]]


@pytest.fixture
def town() -> TownNetwork:
    return build_network()


@pytest.fixture
def maria(actor: Callable[..., User]) -> User:
    return actor(Role.PLANNER)


def at(east_m: float, north_m: float) -> tuple[float, float]:
    return ORIGIN_X + east_m, ORIGIN_Y + north_m


def corners(line: ServiceLine) -> list[tuple[float, float]]:
    line.refresh_from_db()
    return [(round(x - ORIGIN_X, 3), round(y - ORIGIN_Y, 3)) for x, y in line.geom.coords]


def undone(actor: User, outcome: EditOutcome) -> EditOutcome:
    return undo_edit(actor=actor, edit=NetworkEdit.objects.get(pk=outcome.edit_id))


def test_maria_draws_a_service_line_from_ermou_to_a_plot_and_undoes_it(
    maria: User, town: TownNetwork, network_rows: Rows
) -> None:
    before = network_rows()
    p3 = town.pipes["p3"]
    outcome = draw_service_line(
        actor=maria, pipe=p3, fraction=0.25, corners=[at(50, 205), at(55, 212)], version=p3.version,
        diameter_mm="25",
    )  # fmt: skip
    line = ServiceLine.objects.get()
    assert outcome.main == ("service", line.pk)
    assert (line.code, line.pipe, line.pipe_fraction, line.lifecycle) == ("SL-0001", p3, 0.25, "in_service")
    assert float(line.diameter_mm or 0) == 25.0
    assert corners(line) == [(50, 200), (50, 205), (55, 212)]
    assert outcome.warnings == ()
    undo = undone(maria, outcome)
    assert network_rows() == before
    undone(maria, undo)
    assert ServiceLine.objects.get().pk == line.pk


def test_of_a_planned_main_it_is_planned_too(maria: User, town: TownNetwork) -> None:
    Pipe.objects.filter(code="p3").update(lifecycle="planned")
    draw_service_line(actor=maria, pipe=town.pipes["p3"], fraction=0.5, corners=[at(100, 210)])
    assert ServiceLine.objects.get().lifecycle == "planned"


def test_a_long_one_is_told_with_its_length(maria: User, town: TownNetwork) -> None:
    outcome = draw_service_line(actor=maria, pipe=town.pipes["p3"], fraction=0.5, corners=[at(100, 350)])
    assert [(warning.code, warning.figure) for warning in outcome.warnings] == [("service_too_long", 150.0)]


def test_what_is_no_service_line_is_refused_and_nothing_is_written(
    maria: User, town: TownNetwork, network_rows: Rows
) -> None:
    p3 = town.pipes["p3"]
    before = network_rows()
    nowhere = float("nan"), 1.0
    for places, code in (([], "no_length"), ([at(100, 200)], "no_length"), ([nowhere], "geometry")):
        with pytest.raises(EditRefused) as refused:
            draw_service_line(actor=maria, pipe=p3, fraction=0.5, corners=places)
        assert refused.value.code == code
    with pytest.raises(EditRefused) as refused:
        draw_service_line(actor=maria, pipe=p3, fraction=0.5, corners=[at(100, 210)], pipe_fraction=2)
    assert refused.value.code == "attribute"
    Pipe.objects.filter(pk=p3.pk).update(laid_year=2001)
    with pytest.raises(StaleEditError):
        draw_service_line(actor=maria, pipe=p3, fraction=0.5, corners=[at(100, 210)], version=p3.version)
    Pipe.objects.filter(pk=p3.pk).update(laid_year=1987)
    assert network_rows() == before


def test_its_corners_are_drawn_anew_and_it_keeps_its_beginning(
    maria: User, town: TownNetwork, network_rows: Rows
) -> None:
    line = make_service_line("Π-1", town.pipes["p3"], 0.25, (50, 210))
    before = network_rows()
    outcome = redraw_service_line(actor=maria, line=line, corners=[at(52, 206), at(60, 214)], version=1)
    assert corners(line) == [(50, 200), (52, 206), (60, 214)]
    assert (line.pipe.code, line.pipe_fraction) == ("p3", 0.25)
    undone(maria, outcome)
    assert network_rows() == before
    with pytest.raises(StaleEditError) as stale:
        redraw_service_line(actor=maria, line=line, corners=[at(1, 1)], version=1)
    assert stale.value.found.code == "Π-1"


def test_it_is_brought_to_another_main_and_back(maria: User, town: TownNetwork, network_rows: Rows) -> None:
    line = make_service_line("Π-1", town.pipes["p3"], 0.25, (50, 210))
    before = network_rows()
    outcome = redraw_service_line(
        actor=maria, line=line, corners=[at(50, 250)], pipe=town.pipes["p1"], fraction=0.25
    )
    assert corners(line) == [(50, 300), (50, 250)]
    assert (line.pipe.code, line.pipe_fraction) == ("p1", 0.25)
    undone(maria, outcome)
    assert network_rows() == before


def test_a_main_of_another_system_is_not_its_own(maria: User, town: TownNetwork) -> None:
    line = make_service_line("Π-1", town.pipes["p3"], 0.25, (50, 210))
    other = SupplySystem.objects.create(code="other", name="Άλλο", source="tests")
    pipe = make_pipe("x1", make_node(other, "x-a", 0, 900), make_node(other, "x-b", 90, 900))
    with override("en"), pytest.raises(EditRefused, match="its own system"):
        redraw_service_line(actor=maria, line=line, corners=[at(50, 910)], pipe=pipe, fraction=0.5)
