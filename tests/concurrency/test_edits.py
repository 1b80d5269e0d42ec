"""Four people edit one network at once, by chance: nothing breaks, and who was not touched does not notice."""

from __future__ import annotations

import json
from collections import Counter
from random import Random
from threading import Thread
from typing import cast

import pytest
from django.db import connection

from gis_core.choices import Role
from gis_core.models import User
from network.errors import EditRefused
from network.models import NetworkEdit, Pipe, SupplySystem, TopologyReport
from network.selectors.graph import current_graph
from network.selectors.health import check_topology
from network.services.topology import make_topology_report
from network.services.undo import undo_edit
from tests.factories.network import make_node, make_pipe, make_shutoff, make_system
from tests.factories.people import make_staff
from tests.network.edits.random_edits import ACTS, NothingThere
from tests.network.graph.pictures import Picture, afresh, now, picture

WRITERS = ("maria", "giorgos", "petros", "eleni")
#: A grid of streets that all four walk, and a village that nobody touches.
SIDE, STREET_M = 6, 100

Finding = tuple[str, str, str, float | None]


@pytest.fixture
def town(committed_db: None) -> SupplySystem:
    """Lay a grid of streets with valves at every third pipe, and a village with faults beside it."""
    system = lay_grid("town", 0)
    village = lay_grid("village", 5_000)
    make_node(village, "lone", 5_050, 50)
    make_node(village, "twin", 5_000, 0)
    make_node(village, "on", 5_050, 100)
    return system


def lay_grid(code: str, east: float) -> SupplySystem:
    system = make_system(code, code)
    places = [(i, j) for i in range(SIDE) for j in range(SIDE)]
    nodes = {(i, j): make_node(system, f"n{i}{j}", east + STREET_M * i, STREET_M * j) for i, j in places}
    number = 0
    for (i, j), node in nodes.items():
        for beside in ((i + 1, j), (i, j + 1)):
            if beside in nodes:
                pipe = make_pipe(f"p{number}", node, nodes[beside])
                if number % 3 == 0:
                    make_shutoff(f"v{number}", pipe, at_end=number % 2 == 0, offset_m=2)
                number += 1
    return system


class Writer(Thread):
    """One person who edits; whatever is no refusal is kept."""

    def __init__(self, name: str, system: SupplySystem, edits: int) -> None:
        super().__init__()
        self.user = User.objects.get(username=name)
        self.system, self.edits, self.rng = system, edits, Random(name)
        self.made, self.refused = Counter[str](), Counter[str]()
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            while sum(self.made.values()) < self.edits:
                act = self.rng.choice(ACTS)
                try:
                    act(self.rng, self.user, self.system)
                except NothingThere:
                    continue
                except EditRefused as error:
                    self.refused[error.code] += 1
                else:
                    self.made[act.__name__] += 1
        except BaseException as error:  # noqa: BLE001  # told by the test's own thread
            self.error = error
        finally:
            connection.close()


def findings(report: TopologyReport) -> set[Finding]:
    """Return what a report found, but for parts, which are named by any of their nodes."""
    rows = report.findings.exclude(check_name__in=["part_without_source", "dry_behind_closed"])
    return set(rows.values_list("check_name", "object_code", "other_code", "figure"))


def touched_codes(system: SupplySystem) -> set[str]:
    """Return the codes of everything that an edit wrote, as it was or as it became."""
    codes: set[str] = set()
    for before, after in NetworkEdit.objects.values_list("before", "after"):
        for rows in (before, after):
            codes |= {row["code"] for kind in rows if kind != "moves" for row in rows[kind] if "code" in row}
    return codes


def edit_at_once(system: SupplySystem, edits: int) -> Counter[str]:
    """Let four people make so many edits in all, and look at what came of it."""
    village = SupplySystem.objects.get(code="village")
    for name in WRITERS:
        make_staff(name, Role.PLANNER)
    with current_graph() as graph:
        first = picture(graph)
    assert first == afresh()
    before = {s.code: findings(make_topology_report(actor=None, system=s)) for s in (system, village)}
    rows_of_village = list(Pipe.objects.filter(system=village).order_by("pk").values())
    writers = [Writer(name, system, edits // len(WRITERS)) for name in WRITERS]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    for writer in writers:
        if writer.error is not None:
            raise writer.error
    assert check_topology().ok
    assert differences(now(), afresh()) == {}
    after = {s.code: findings(make_topology_report(actor=None, system=s)) for s in (system, village)}
    assert len(after["village"]) == 65
    assert after["village"] == before["village"]
    assert list(Pipe.objects.filter(system=village).order_by("pk").values()) == rows_of_village
    touched = touched_codes(system)
    assert untouched(after["town"], touched) == untouched(before["town"], touched)
    return sum((writer.made for writer in writers), Counter[str]())


def differences(one: Picture, other: Picture) -> dict[str, object]:
    """Return what two pictures of a graph do not have in common."""
    told: dict[str, object] = {}
    for name in ("links", "nodes"):
        ours, theirs = cast("dict[object, object]", one[name]), cast("dict[object, object]", other[name])
        told |= {
            f"{name} {key}": (ours.get(key), theirs.get(key))
            for key in ours.keys() | theirs.keys()
            if ours.get(key) != theirs.get(key)
        }
    return (
        told
        if one["sources"] == other["sources"]
        else {**told, "sources": (one["sources"], other["sources"])}
    )


def untouched(found: set[Finding], touched: set[str]) -> set[Finding]:
    return {row for row in found if row[1] not in touched and row[2] not in touched}


def test_four_writers_at_once(town: SupplySystem) -> None:
    made = edit_at_once(town, edits=160)
    assert sum(made.values()) == 160
    assert len(made) >= 10


def test_the_rows_of_an_edit_tell_all_of_it(town: SupplySystem) -> None:
    """One who edits alone undoes all that they did, to the last row."""
    maria = make_staff("maria", Role.PLANNER)
    rows = json.dumps(list(Pipe.objects.order_by("pk").values("code", "start_node", "end_node")), default=str)
    writer = Writer("maria", town, 25)
    writer.run()
    assert writer.error is None
    for edit in NetworkEdit.objects.filter(actor=maria, undone_by=None).exclude(kind="undo").order_by("-pk"):
        undo_edit(actor=maria, edit=edit)
    assert (
        json.dumps(list(Pipe.objects.order_by("pk").values("code", "start_node", "end_node")), default=str)
        == rows
    )


@pytest.mark.soak
def test_ten_thousand_edits_by_four_writers(town: SupplySystem) -> None:
    made = edit_at_once(town, edits=10_000)
    assert sum(made.values()) == 10_000
    assert len(made) == len(ACTS)
