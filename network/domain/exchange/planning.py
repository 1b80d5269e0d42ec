"""What becomes of a file: nodes, links, valves and the rest, ready to be written, and what is told of each object."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np
import shapely

from network.choices import Lifecycle
from network.domain.exchange.building import (
    Joined,
    count_parts,
    ends_of,
    join,
    merge_given,
    place_on_pipes,
    place_valves,
)
from network.domain.exchange.gathering import Batch, Fault, Gathered
from network.domain.exchange.mapping import Mapping
from network.domain.exchange.meeting import Met, meet
from network.domain.exchange.plan_types import PREFIX, Codes, Existing, LinkPlan, Plan
from network.domain.exchange.reading import Array
from network.domain.exchange.targets import Role

LINKS = (Role.PIPES, Role.PUMPS, Role.VALVES)
_RANK = {Lifecycle.ABANDONED: 0, Lifecycle.PLANNED: 1, Lifecycle.IN_SERVICE: 2}
_BY_RANK = [Lifecycle.ABANDONED, Lifecycle.PLANNED, Lifecycle.IN_SERVICE]
_PLAIN = frozenset({"junction", "fitting"})
#: A line drawn shorter than so many tolerances falls into one node.
_SWALLOWED_TIMES = 2.0


def make_plan(gathered: Gathered, mapping: Mapping, existing: Existing) -> Plan:
    """Return what becomes of the objects; refused ones are among the issues and nowhere else."""
    return _Planner(gathered, mapping, existing).plan()


class _Planner:
    def __init__(self, gathered: Gathered, mapping: Mapping, existing: Existing) -> None:
        self._g, self._m, self._x = gathered, mapping, existing
        self.issues = gathered.issues
        self._tree: shapely.STRtree | None = None
        self._codes = {role: Codes(existing.codes.get(role, set()), PREFIX[role]) for role in PREFIX}

    def plan(self) -> Plan:
        """Go through the roles in the order in which they lean on each other."""
        nodes = self._checked(Role.NODES, self._levels)
        given_xy, nodes = self._given(nodes)
        batches = {role: self._checked(role, self._diameters) for role in LINKS}
        node_index = {code: i for i, code in enumerate(nodes.values.get("code", [])) if code}
        joined, ends = self._join(batches, nodes, given_xy, node_index)
        shutoffs = self._checked(Role.SHUTOFFS)
        placed = self._place_shutoffs(joined, ends, shutoffs)
        links = self._links(joined, ends)
        self._told_of_nodes(joined, nodes)
        services = self._checked(Role.SERVICES)
        return self._finish(nodes, joined, links, shutoffs, placed, services)

    def _checked(self, role: Role, also: Callable[[Batch], Array] | None = None) -> Batch:
        """Return the batch without codes met twice or taken, and what else is amiss."""
        batch = self._g.of(role)
        if not len(batch):
            return batch
        keep = np.ones(len(batch), dtype=bool)
        codes, made = batch.values["code"], self._codes[role]
        taken = self._x.codes.get(role, set())
        for i, code in enumerate(codes):
            if code and not made.accept(code):
                fault = Fault.CODE_TAKEN if code in taken else Fault.CODE_TWICE
                if fault is Fault.CODE_TAKEN and role in {Role.STATIONS, Role.ZONES, Role.BUILDINGS}:
                    fault = Fault.THERE_ALREADY
                if fault is Fault.THERE_ALREADY and self._x.has_another(code, batch.geoms[i]):
                    codes[i] = made.make(code)
                    self.issues.append(batch.issue(i, Fault.RENAMED, codes[i]))
                    continue
                self.issues.append(batch.issue(i, fault, code))
                keep[i] = False
        if also is not None:
            keep &= also(batch)
        return batch if keep.all() else batch.keep(keep)

    def _levels(self, batch: Batch) -> Array:
        pairs = zip(batch.values["tank_min_level_m"], batch.values["tank_max_level_m"], strict=True)
        bad = [low is not None and (high is None or low > high) for low, high in pairs]
        self.issues += [batch.issue(i, Fault.LEVELS) for i, is_bad in enumerate(bad) if is_bad]
        return ~np.array(bad, dtype=bool)

    def _diameters(self, batch: Batch) -> Array:
        if "diameter_mm" not in batch.values:
            return np.ones(len(batch), dtype=bool)
        bad = [not diameter or diameter <= 0 for diameter in batch.values["diameter_mm"]]
        self.issues += [batch.issue(i, Fault.NO_DIAMETER) for i, is_bad in enumerate(bad) if is_bad]
        return ~np.array(bad, dtype=bool)

    def _given(self, nodes: Batch) -> tuple[Array, Batch]:
        """Return positions of the given nodes and those that are there; of two on one spot only models have both."""
        xy = shapely.get_coordinates(nodes.geoms)
        if len(xy) and self._x.node_xy.size:
            tree = shapely.STRtree(np.asarray(shapely.points(self._x.node_xy)))
            hit = tree.query(nodes.geoms, predicate="dwithin", distance=0.001)[0]
            keep = np.ones(len(nodes), dtype=bool)
            keep[hit] = False
            self.issues += [nodes.issue(i, Fault.SAME_SPOT) for i in np.unique(hit).tolist()]
            nodes, xy = nodes.keep(keep), xy[keep]
        return np.vstack([xy.reshape(-1, 2), self._x.node_xy]), nodes

    def _join(
        self, batches: dict[Role, Batch], nodes: Batch, given_xy: Array, index: dict[str, int]
    ) -> tuple[Joined, list[tuple[Role, Batch, int]]]:
        """Return the network of all links; lines whose ends are said by code come after those that are snapped."""
        free, fixed, said, used = [], [], [], set()
        order: list[tuple[Role, Batch, int]] = []
        fixed_order: list[tuple[Role, Batch, int]] = []
        for role, batch in batches.items():
            for i, line in enumerate(batch.geoms):
                pair = (batch.values["start_node"][i], batch.values["end_node"][i])
                if not (pair[0] and pair[1]):
                    free.append(line)
                    order.append((role, batch, i))
                    continue
                if pair[0] not in index or pair[1] not in index or pair[0] == pair[1]:
                    missing = pair[0] if pair[0] not in index else pair[1]
                    self.issues.append(batch.issue(i, Fault.UNKNOWN_REFERENCE, str(missing)))
                    continue
                a, b = index[pair[0]], index[pair[1]]
                used |= {a, b}
                fixed.append(line)
                said.append((a, b))
                fixed_order.append((role, batch, i))
        kinds = nodes.values.get("kind", [])
        plain = np.array([k in _PLAIN for k in kinds] + [False] * len(self._x.node_xy), dtype=bool)
        plain[list(used)] = False
        given_xy, plain = self._meet(free, order, given_xy, plain)
        alias = merge_given(given_xy, plain, self._m.tolerance_m)
        splits = np.array([role is Role.PIPES for role, _b, _i in order], dtype=bool)
        free_lines = np.empty(len(free), dtype=object)
        free_lines[:] = free
        joined = join(
            free_lines, given_xy.copy(), alias, tolerance_m=self._m.tolerance_m, reach_m=self._m.reach_m,
            splits=splits, joins_middles=self._m.joins_middles, movable=len(nodes),
        )  # fmt: skip
        merged = np.flatnonzero(alias[: len(nodes)] != np.arange(len(nodes)))
        joined.loose[merged] = False
        self._merged = frozenset(merged.tolist())
        self.issues += [nodes.issue(i, Fault.MERGED) for i in merged.tolist()]
        self._tell_pulled(joined, order)
        return self._with_fixed(joined, order, fixed, said, fixed_order, given_xy)

    def _meet(
        self, free: list[Any], order: list[tuple[Role, Batch, int]], given_xy: Array, plain: Array
    ) -> tuple[Array, Array]:
        """Add the nodes at which pipes that are there are cut, where new lines end on them; tell of it."""
        self._met = Met()
        if not self._m.joins_middles:
            return given_xy, plain
        own = len(given_xy) - len(self._x.node_xy)
        self._met = meet(
            ends_of(free), given_xy[:own], ~plain[:own], self._x.node_xy, self._x.pipe_lines,
            tolerance_m=self._m.tolerance_m,
        )  # fmt: skip
        for line, pipe in self._met.lines:
            _role, batch, row = order[line]
            self.issues.append(batch.issue(row, Fault.CUTS_THERE, self._x.pipe_codes[pipe]))
        more = len(self._met.xy)
        return np.vstack([given_xy, self._met.xy]), np.concatenate([plain, np.zeros(more, dtype=bool)])

    def _tell_pulled(self, joined: Joined, order: list[tuple[Role, Batch, int]]) -> None:
        for i in np.flatnonzero(joined.pulled_m > max(self._m.tolerance_m, 0.001)).tolist():
            _role, batch, row = order[i]
            self.issues.append(batch.issue(row, Fault.PULLED, f"{joined.pulled_m[i]:.2f}"))

    def _with_fixed(
        self, joined: Joined, order: list[Any], fixed: list[Any], said: list[tuple[int, int]],
        fixed_order: list[Any], given_xy: Array,
    ) -> tuple[Joined, list[tuple[Role, Batch, int]]]:  # fmt: skip
        """Append the lines whose nodes are said, their ends on those nodes to the last digit."""
        good: list[int] = []
        limit = max(self._m.tolerance_m, 0.001)
        for k, (line, (a, b)) in enumerate(zip(fixed, said, strict=True)):
            coordinates = shapely.get_coordinates(line)
            off = max(np.hypot(*(coordinates[0] - given_xy[a])), np.hypot(*(coordinates[-1] - given_xy[b])))
            if off > limit:
                _role, batch, row = fixed_order[k]
                self.issues.append(batch.issue(row, Fault.OFF_NODE, f"{off:.2f}"))
                continue
            coordinates[0], coordinates[-1] = given_xy[a], given_xy[b]
            fixed[k] = shapely.linestrings(coordinates)
            joined.loose[[a, b]] = False
            good.append(k)
        lines = np.empty(len(good), dtype=object)
        lines[:] = [fixed[k] for k in good]
        pairs = np.array([said[k] for k in good], dtype=int).reshape(-1, 2)
        joined.xy[np.unique(pairs)] = given_xy[np.unique(pairs)]
        joined.lines = np.concatenate([joined.lines, lines])
        joined.owner = np.concatenate([joined.owner, len(order) + np.arange(len(good))]).astype(int)
        joined.part = np.concatenate([joined.part, np.zeros(len(good), dtype=int)]).astype(int)
        joined.start = np.concatenate([joined.start, pairs[:, 0]]).astype(int)
        joined.end = np.concatenate([joined.end, pairs[:, 1]]).astype(int)
        return joined, [*order, *(fixed_order[k] for k in good)]

    def _place_shutoffs(
        self, joined: Joined, order: list[Any], shutoffs: Batch
    ) -> tuple[Array, Array, Array]:
        """Return the piece of each valve (−1: none), which end of it and how far from there."""
        count = len(shutoffs)
        piece, at_end, offset = np.full(count, -1), np.zeros(count, dtype=bool), np.zeros(count)
        by_code = {
            batch.values["code"][row]: k for k, (role, batch, row) in enumerate(order) if role is Role.PIPES
        }
        first_of = dict(zip(joined.owner.tolist(), range(len(joined.owner)), strict=True))
        said = [(i, code) for i, code in enumerate(shutoffs.values.get("pipe", [])) if code]
        for i, code in said:
            if code not in by_code or by_code[code] not in first_of:
                self.issues.append(shutoffs.issue(i, Fault.UNKNOWN_REFERENCE, code))
                continue
            piece[i] = first_of[by_code[code]]
            at_end[i] = bool(shutoffs.values["at_end"][i])
            offset[i] = shutoffs.values["offset_m"][i] or 0.0
        free = np.setdiff1d(np.arange(count), [i for i, _code in said])
        splits = np.array([role is Role.PIPES for role, _b, _i in order], dtype=bool)
        placed = place_valves(
            joined, shapely.get_coordinates(shutoffs.geoms[free]), tolerance_m=self._m.tolerance_m,
            reach_m=self._m.reach_m, at_end_m=self._m.at_end_m, splits=splits,
        )  # fmt: skip
        piece[free], at_end[free], offset[free] = placed.piece, placed.at_end, placed.offset_m
        self._at_existing = np.full(count, -1)
        for k, i in enumerate(free.tolist()):
            fault = Fault.END_TAKEN if placed.is_taken[k] else Fault.NO_PIPE
            if placed.piece[k] < 0:
                fault = self._put_on_existing(shutoffs, i, at_end, offset) or fault
            if self._at_existing[i] >= 0:
                continue
            if placed.piece[k] < 0:
                self.issues.append(shutoffs.issue(i, fault, f"{self._m.reach_m:g}"))
            elif placed.distance_m[k] > max(self._m.tolerance_m, 0.5):  # half a metre is worth a word
                self.issues.append(shutoffs.issue(i, Fault.MOVED, f"{placed.distance_m[k]:.2f}"))
        return piece, at_end, offset

    def _put_on_existing(self, shutoffs: Batch, i: int, at_end: Array, offset: Array) -> Fault | None:
        """Put a valve that no new pipe bears at the nearer end of a pipe that is there, which is not cut for it.

        Returns END_TAKEN where another valve stands there.
        """
        if not self._x.pipe_ids:
            return None
        if self._tree is None:
            self._tree = shapely.STRtree(self._x.pipe_lines)
        found = self._tree.query_nearest(shutoffs.geoms[i], max_distance=self._m.reach_m, all_matches=False)
        if not len(found):
            return None
        at = int(np.ravel(found)[-1])
        line = self._x.pipe_lines[at]
        along = float(shapely.line_locate_point(line, shutoffs.geoms[i]))
        is_last = along > line.length / 2
        if (at, is_last) in self._x.taken_ends:
            return Fault.END_TAKEN
        self._x.taken_ends.add((at, is_last))
        self._at_existing[i], at_end[i], offset[i] = at, is_last, line.length - along if is_last else along
        return None

    def _links(self, joined: Joined, order: list[Any]) -> dict[Role, LinkPlan]:
        """Sort the pieces by role; rings and what falls into one node are told."""
        loop = joined.start == joined.end
        for k in np.flatnonzero(loop).tolist():
            _role, batch, row = order[joined.owner[k]]
            small = batch.geoms[row].length <= _SWALLOWED_TIMES * max(self._m.tolerance_m, 0.01)
            self.issues.append(batch.issue(row, Fault.SWALLOWED if small else Fault.RING))
        roles = np.array([order[k][0] for k in joined.owner.tolist()], dtype=object)
        rows = np.array([order[k][2] for k in joined.owner.tolist()], dtype=int)
        self._piece_at = np.full(len(joined.lines), -1)
        plans: dict[Role, LinkPlan] = {}
        for role in LINKS:
            mine = np.flatnonzero((roles == role) & ~loop)
            mine = mine[np.lexsort((joined.part[mine], rows[mine]))]
            self._piece_at[mine] = np.arange(len(mine))
            plans[role] = LinkPlan(
                self._g.of(role) if not len(mine) else order[joined.owner[mine[0]]][1], rows[mine],
                joined.part[mine], joined.start[mine], joined.end[mine], joined.lines[mine],
            )  # fmt: skip
            self._name_pieces(plans[role], role)
        return plans

    def _name_pieces(self, plan: LinkPlan, role: Role) -> None:
        """Give each piece its code, and where on its line it lies."""
        codes = plan.batch.values.get("code", [])
        counts = Counter(plan.row.tolist())
        lengths = np.atleast_1d(shapely.length(plan.geoms)) if len(plan.geoms) else np.empty(0)
        whole = (
            np.bincount(plan.row, weights=lengths, minlength=len(plan.batch) or 1)
            if len(plan.row)
            else lengths
        )
        spans, done = np.zeros((len(plan.row), 2)), dict.fromkeys(counts, 0.0)
        named: dict[int, str] = {}
        for k, row in enumerate(plan.row.tolist()):
            if row not in named:
                named[row] = code = codes[row] or self._codes[role].make()
                if counts[row] > 1:
                    self.issues.append(plan.batch.issue(row, Fault.CUT, str(counts[row])))
            else:
                code = self._codes[role].make(named[row])
            plan.codes.append(code)
            share = lengths[k] / whole[row] if whole[row] else 1.0
            spans[k] = done[row], done[row] + share
            done[row] += share
        plan.spans = spans

    def _told_of_nodes(self, joined: Joined, nodes: Batch) -> None:
        for i in np.flatnonzero(joined.loose[: len(nodes)]).tolist():
            self.issues.append(nodes.issue(i, Fault.LOOSE))
        for i in np.flatnonzero(joined.moved_m[: len(nodes)] > 0.01).tolist():  # a centimetre
            self.issues.append(nodes.issue(i, Fault.MOVED, f"{joined.moved_m[i]:.2f}"))

    def _finish(
        self, nodes: Batch, joined: Joined, links: dict[Role, LinkPlan], shutoffs: Batch,
        placed: tuple[Array, Array, Array], services: Batch,
    ) -> Plan:  # fmt: skip
        count, given, there = len(joined.xy), len(nodes), len(self._x.node_ids)
        row, at = np.full(count, -1), np.full(count, -1)
        row[:given] = np.arange(given)
        at[given : given + there] = self._x.node_ids
        used = np.zeros(count, dtype=bool)
        used[:given] = True
        used[list(self._merged)] = False
        for plan in links.values():
            used[plan.start], used[plan.end] = True, True
        given_codes = [*nodes.values.get("code", []), *([None] * (count - given))]
        codes = [
            (code or self._codes[Role.NODES].make()) if used[i] and at[i] < 0 else ""
            for i, code in enumerate(given_codes)
        ]
        piece = np.where(placed[0] >= 0, self._piece_at[placed[0]], -1) if len(self._piece_at) else placed[0]
        piece = np.where(self._at_existing >= 0, len(links[Role.PIPES].row) + self._at_existing, piece)
        self._refuse_second_valves(shutoffs, piece, placed[1])
        service_piece, fraction = self._place_services(links[Role.PIPES], services)
        others = {role: self._checked(role) for role in (Role.STATIONS, Role.ZONES, Role.BUILDINGS)}
        for role, batch in ((Role.SHUTOFFS, shutoffs), (Role.SERVICES, services), *others.items()):
            batch.values["code"] = [c or self._codes[role].make() for c in batch.values.get("code", [])]
        lifecycle = self._lifecycles(nodes, links, count)
        return Plan(
            nodes, joined.xy, row, at, used, codes, lifecycle, links, shutoffs, piece, placed[1], placed[2],
            services, service_piece, fraction, others, self.issues, count_parts(links.values(), count),
            [cut for cut in self._met.cuts if used[cut.node]],
        )  # fmt: skip

    def _refuse_second_valves(self, shutoffs: Batch, piece: Array, at_end: Array) -> None:
        seen: set[tuple[int, bool]] = set()
        for i, key in enumerate(zip(piece.tolist(), at_end.tolist(), strict=True)):
            if key[0] >= 0 and key in seen:
                self.issues.append(shutoffs.issue(i, Fault.END_TAKEN))
                piece[i] = -1
            seen.add(key)

    def _place_services(self, pipes: LinkPlan, services: Batch) -> tuple[Array, Array]:
        count = len(services)
        piece, fraction = np.full(count, -1), np.zeros(count)
        by_code = {code: k for k, code in enumerate(pipes.codes)}
        said = [(i, code) for i, code in enumerate(services.values.get("pipe", [])) if code]
        for i, code in said:
            if code not in by_code:
                self.issues.append(services.issue(i, Fault.UNKNOWN_REFERENCE, code))
                continue
            piece[i], fraction[i] = by_code[code], services.values["pipe_fraction"][i] or 0.0
        free = np.setdiff1d(np.arange(count), [i for i, _code in said])
        every = np.concatenate([pipes.geoms, self._x.pipe_lines])
        found, place, turned, _far = place_on_pipes(every, services.geoms[free], reach_m=self._m.reach_m)
        piece[free], fraction[free] = found, place
        for i in free[turned].tolist():
            services.geoms[i] = shapely.reverse(services.geoms[i])
        for i in free[found < 0].tolist():
            self.issues.append(services.issue(i, Fault.NO_PIPE, f"{self._m.reach_m:g}"))
        return piece, fraction

    def _lifecycles(self, nodes: Batch, links: dict[Role, LinkPlan], count: int) -> list[str]:
        """Return each node's lifecycle: that of its liveliest link where the file says none; tell of quarrels."""
        most = np.full(count, -1)
        for plan in links.values():
            states = plan.batch.values.get("lifecycle", [])
            rank = np.array([_RANK[states[r]] for r in plan.row.tolist()], dtype=int)
            np.maximum.at(most, plan.start, rank)
            np.maximum.at(most, plan.end, rank)
        for cut in self._met.cuts:
            most[cut.node] = max(most[cut.node], _RANK[Lifecycle(self._x.pipe_lifecycles[cut.pipe])])
        said = nodes.values.get("lifecycle", [])
        out = [_BY_RANK[r] if r >= 0 else Lifecycle.IN_SERVICE for r in most.tolist()]
        for i, state in enumerate(said):
            # A node in service may bear what is planned or abandoned; what is in service needs one in service.
            if state == Lifecycle.IN_SERVICE or most[i] < 0:
                out[i] = Lifecycle(state)
            elif _RANK[state] < most[i]:
                self.issues.append(nodes.issue(i, Fault.LIFECYCLE))
            else:
                out[i] = Lifecycle(state)
        return [str(state) for state in out]
