"""Whatever is edited, undoing all of it leaves every row as it was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from random import Random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gis_core.choices import Role
from gis_core.models import User
from network.errors import EditRefused, UndoRefused
from network.models import NetworkEdit, ServiceLine, ZoneInlet
from network.selectors.health import check_topology
from network.services.undo import undo_edit
from tests.factories.network import line, make_shutoff
from tests.network.edits.random_edits import ACTS, CHANGES, NothingThere
from tests.world import TownNetwork, build_network

pytestmark = pytest.mark.django_db
Rows = Callable[[], dict[tuple[str, str], str]]


def furnished_town() -> TownNetwork:
    """Return the town with valves, a service line and the inlet of a zone."""
    town = build_network()
    make_shutoff("v7", town.pipes["p3"], at_end=True, offset_m=2)
    make_shutoff("v8", town.pipes["p3"], offset_m=70)
    make_shutoff("v9", town.pipes["p9"], at_end=True)
    ServiceLine.objects.create(
        system=town.system,
        code="s1",
        pipe=town.pipes["p4"],
        pipe_fraction=0.5,
        geom=line((300, 200), (300, 210)),
    )
    ZoneInlet.objects.create(zone=town.zones["south"], node=town.nodes["n7"], pipe=town.pipes["p9"])
    return town


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seeds=st.lists(st.integers(0, 1_000_000), min_size=1, max_size=10))
def test_undoing_everything_restores_every_row(
    seeds: list[int], actor: Callable[..., User], network_rows: Rows
) -> None:
    with transaction.atomic():
        town, maria = furnished_town(), actor(Role.PLANNER)
        before = network_rows()
        for seed in seeds:
            rng = Random(seed)
            act = rng.choice(CHANGES)
            try:
                act(rng, maria, town.system)
            except (EditRefused, NothingThere):
                continue
        assert check_topology().ok
        for edit in NetworkEdit.objects.filter(actor=maria).order_by("-pk"):
            undo_edit(actor=maria, edit=edit)
        now = {key: row for key, row in network_rows().items() if key[0] != "check"}
        assert now == before
        transaction.set_rollback(True)


def test_every_kind_of_edit_is_tried_and_most_are_made(actor: Callable[..., User]) -> None:
    town, maria = furnished_town(), actor(Role.PLANNER)
    made, refused = Counter[str](), Counter[str]()
    for seed in range(150):
        rng = Random(seed)
        act = rng.choice(ACTS)
        try:
            act(rng, maria, town.system)
        except NothingThere:
            continue
        except UndoRefused as error:
            raise AssertionError("what one made alone can be undone") from error
        except EditRefused as error:
            refused[error.code] += 1
        else:
            made[act.__name__] += 1
    assert check_topology().ok
    # Such as people are refused; that a code is taken or a constraint broken would be faults of ours.
    assert set(refused) <= {
        "at_end", "directions_differ", "has_dependents", "no_length", "not_plain", "not_two_pipes", "own_node",
        "pipe_two_nodes", "same_node", "shutoff_one_at_an_end", "something_between", "two_kinds", "valve_at_node",
        "zone_inlet",
    }  # fmt: skip
    assert {act.__name__ for act in ACTS} - set(made) <= {"merge", "join", "redo"}, (made, refused)
