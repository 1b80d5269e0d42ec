"""Whatever is done to the network in whatever order, the patched graph equals one loaded afresh.

In the middle of a transaction, after it, and after one that was taken back.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from network.choices import Lifecycle, LinkStatus, NodeKind, ValveCondition, ValveState
from network.models import Node, Pipe, ShutoffValve, SupplySystem
from network.selectors.graph import count_loads
from tests.factories.network import make_node, make_pipe, make_pump, make_shutoff, make_valve
from tests.network.graph.pictures import afresh, now
from tests.world import build_network

ACTS = (
    "node",
    "pipe",
    "pump",
    "valve",
    "shutoff",
    "turn",
    "lift",
    "drop",
    "cut",
    "bend",
    "source",
    "check",
    "shift",
)


@dataclass
class Hand:
    """Does acts that are drawn as numbers; what cannot be done is left."""

    system: SupplySystem
    count: int = 0
    done: list[str] = field(default_factory=list)

    def act(self, name: str, first: int, second: int) -> None:
        self.count += 1
        getattr(self, f"_{name}")(first, second)

    def _nodes(self, first: int, second: int) -> tuple[Node, Node] | None:
        nodes = list(Node.objects.order_by("pk"))
        start, end = nodes[first % len(nodes)], nodes[second % len(nodes)]
        return None if start == end else (start, end)

    def _any_pipe(self, number: int) -> Pipe | None:
        pipes = list(Pipe.objects.order_by("pk"))
        return pipes[number % len(pipes)] if pipes else None

    def _node(self, first: int, second: int) -> None:
        kind = NodeKind.WELL if first % 3 == 0 else NodeKind.JUNCTION
        make_node(self.system, f"N{self.count}", first * 7.0, second * 7.0, kind=kind)

    def _pipe(self, first: int, second: int) -> None:
        if ends := self._nodes(first, second):
            make_pipe(f"P{self.count}", *ends)

    def _pump(self, first: int, second: int) -> None:
        if ends := self._nodes(first, second):
            make_pump(f"U{self.count}", *ends)

    def _valve(self, first: int, second: int) -> None:
        if ends := self._nodes(first, second):
            make_valve(f"V{self.count}", *ends)

    def _shutoff(self, first: int, second: int) -> None:
        pipe, at_end = self._any_pipe(first), bool(second % 2)
        if pipe and not ShutoffValve.objects.filter(pipe=pipe, at_end=at_end).exists():
            make_shutoff(f"S{self.count}", pipe, at_end=at_end)

    def _turn(self, first: int, second: int) -> None:
        valves = list(ShutoffValve.objects.order_by("pk"))
        if valves:
            ShutoffValve.objects.filter(pk=valves[first % len(valves)].pk).update(
                state=ValveState.values[second % 3], condition=ValveCondition.values[second % 4]
            )

    def _lift(self, first: int, second: int) -> None:
        if pipe := self._any_pipe(first):
            ShutoffValve.objects.filter(pipe=pipe).delete()
            pipe.delete()

    def _drop(self, first: int, second: int) -> None:
        bare = Node.objects.filter(pipes_in=None, pipes_out=None, pumps_in=None, pumps_out=None)
        node = bare.filter(valves_in=None, valves_out=None).first()
        if node is not None:
            node.delete()

    def _cut(self, first: int, second: int) -> None:
        """Join the end of a pipe to another node."""
        pipe, ends = self._any_pipe(first), self._nodes(first, second)
        if pipe and ends and ends[1].pk != pipe.start_node_id:
            geom = pipe.geom.clone()
            geom[-1] = ends[1].geom.coords
            Pipe.objects.filter(pk=pipe.pk).update(end_node=ends[1], geom=geom)

    def _bend(self, first: int, second: int) -> None:
        if pipe := self._any_pipe(first):
            status = LinkStatus.CLOSED if second % 2 else LinkStatus.OPEN
            life = Lifecycle.ABANDONED if second % 5 == 0 else Lifecycle.IN_SERVICE
            Pipe.objects.filter(pk=pipe.pk).update(status=status, lifecycle=life)

    def _source(self, first: int, second: int) -> None:
        if ends := self._nodes(first, second):
            Node.objects.filter(pk=ends[0].pk).update(kind=NodeKind.TANK if second % 2 else NodeKind.JUNCTION)

    def _check(self, first: int, second: int) -> None:
        if pipe := self._any_pipe(first):
            Pipe.objects.filter(pk=pipe.pk).update(has_check_valve=bool(second % 2))

    def _shift(self, first: int, second: int) -> None:
        """Put a valve on another end."""
        valve, pipe = ShutoffValve.objects.order_by("pk").first(), self._any_pipe(first)
        at_end = bool(second % 2)
        if valve and pipe and not ShutoffValve.objects.filter(pipe=pipe, at_end=at_end).exists():
            ShutoffValve.objects.filter(pk=valve.pk).update(pipe=pipe, at_end=at_end)


step = st.tuples(st.sampled_from(ACTS), st.integers(0, 40), st.integers(0, 40))


@pytest.mark.usefixtures("committed_db")
def test_the_patched_graph_equals_a_fresh_one() -> None:
    hand = Hand(build_network().system)
    now()
    loads = count_loads()

    @settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
    @given(steps=st.lists(step, min_size=1, max_size=12), is_one=st.booleans(), is_kept=st.booleans())
    def edit(steps: list[tuple[str, int, int]], is_one: bool, is_kept: bool) -> None:
        if not is_one:
            for one in steps:
                hand.act(*one)
            assert now() == afresh()
            return
        before = now()
        with transaction.atomic():
            for turn, one in enumerate(steps):
                hand.act(*one)
                if turn % 3 == 0:
                    assert now() == afresh()
            transaction.set_rollback(not is_kept)
        assert now() == afresh()
        assert is_kept or now() == before

    edit()
    assert count_loads() == loads
