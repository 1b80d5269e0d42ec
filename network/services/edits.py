"""What all edits of the network share: rows are held in one order, changed together and kept as they were.

An edit is a draft: it holds the rows that it may touch, changes them in memory, and writes them at its end by a
few statements. Nodes are held first, then links, then what stands on them, each by key, so that no two edits
wait for each other in a circle. The rows before and after make the edit's record, from which it is undone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, cast

import pghistory
from django.contrib.gis.geos import GeometryCollection, GEOSGeometry, LineString, Point
from django.db import DatabaseError, connection, transaction
from django.db.models import Model, ProtectedError
from django.utils.translation import gettext as _

from gis_core.models import User
from network.choices import EditKind
from network.domain.topology import XY, is_on_earth, line_length, returns_to_an_end
from network.errors import EditRefused, ObjectGoneError, StaleEditError, StaleVersions
from network.events import pipe_points_moved
from network.models import (
    Node,
    Pipe,
    Pump,
    ServiceLine,
    ShutoffValve,
    Station,
    Valve,
    ValveCheck,
    ValveCriticality,
    ZoneInlet,
)
from network.selectors.edits import list_changes_since
from network.services.edit_refusals import refusal_of
from network.sql import edit_rows
from network.sql.edit_rows import TABLES, HeldRow, Row
from network.types import EditOutcome, EditWarning, PipePointMove

MODELS: dict[str, type[Model]] = {
    "node": Node, "pipe": Pipe, "pump": Pump, "valve": Valve, "shutoff": ShutoffValve,
    "service": ServiceLine, "inlet": ZoneInlet, "check": ValveCheck, "station": Station,
}  # fmt: skip
LINK_KINDS = ("pipe", "pump", "valve")
_SRID = Node._meta.get_field("geom").srid
#: So often the neighbourhood may change while it is being held, before the edit gives up.
_TRIES = 20


class Draft:
    """One edit while it is being made; every method runs inside the service's transaction."""

    def __init__(self, actor: User | None, kind: EditKind) -> None:
        """Begin with nothing held."""
        self.actor = actor
        self.kind = kind
        self.rows: dict[str, dict[int, Row]] = {name: {} for name in TABLES}
        self.moves: list[PipePointMove] = []
        self.warnings: list[EditWarning] = []
        self._texts: dict[tuple[str, int], str] = {}
        self._originals: dict[str, dict[int, Row]] = {name: {} for name in TABLES}

    # ── holding ──────────────────────────────────────────────────────────────────────────────────────────────────
    def lock(self, **seeds: Iterable[int]) -> None:
        """Hold the named objects and all around them that the edit may touch; call it once.

        Raises:
            ObjectGoneError: one of them is not there.
        """
        named = {kind: set(ids) for kind, ids in seeds.items()}
        for _attempt in range(_TRIES):
            point = transaction.savepoint()
            wanted = edit_rows.find_neighbours(named)
            held = edit_rows.lock_rows(wanted)
            if edit_rows.find_neighbours(named) == wanted:
                transaction.savepoint_commit(point)
                break
            transaction.savepoint_rollback(point)  # which lets go of what was held
        else:
            raise EditRefused(
                _("This part of the network is being changed by others; try again."), code="busy"
            )
        self._take(held)
        for kind, ids in named.items():
            for pk in ids:
                self.row(kind, pk)

    def _take(self, held: Sequence[HeldRow]) -> None:
        for row in held:
            self._texts[row.kind, row.id] = row.text
            self.rows[row.kind][row.id] = row.parsed()
            self._originals[row.kind][row.id] = row.parsed()

    def row(self, kind: str, pk: int) -> Row:
        """Return a held row, to be read and changed.

        Raises:
            ObjectGoneError: it is not there.
        """
        found = self.rows[kind].get(pk)
        if found is None:
            raise ObjectGoneError(_("What you are changing is no longer there: somebody has deleted it."))
        return found

    def expect(self, kind: str, pk: int, version: int | None, mine: Row | None = None) -> Row:
        """Return the held row, refusing when it is not the version that the editor saw (None: any will do).

        Raises:
            StaleEditError: somebody changed it since; the error holds both versions.
        """
        row = self.row(kind, pk)
        if version is not None and row["version"] != version:
            wanted = mine or {}
            found = StaleVersions(
                kind=kind, object_id=pk, code=row["code"], seen_version=version, version=row["version"],
                theirs=dict(row), mine=wanted,
                changes=list_changes_since(MODELS[kind], pk, row["version"] - version),
            )  # fmt: skip
            raise StaleEditError(stale_sentence(row["code"]), found)
        return row

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────
    def links_of(self, node_id: int, kinds: Iterable[str] = LINK_KINDS) -> list[tuple[str, Row]]:
        """Return the links at a node, with their kinds."""
        return [
            (kind, row)
            for kind in kinds
            for row in self.rows[kind].values()
            if node_id in (row["start_node_id"], row["end_node_id"])
        ]

    def on_pipe(self, kind: str, pipe_id: int) -> list[Row]:
        """Return what stands on a pipe: shutoff, service or inlet rows."""
        return [row for row in self.rows[kind].values() if row["pipe_id"] == pipe_id]

    # ── changing ─────────────────────────────────────────────────────────────────────────────────────────────────
    def make(self, kind: str, values: Row) -> Row:
        """Add a row: the given columns, all others as the model begins them."""
        row = {**_blank(kind), **values, "id": edit_rows.take_ids(kind, 1)[0]}
        self.rows[kind][row["id"]] = row
        return row

    def held(self, kind: str) -> frozenset[int]:
        """Return the keys of what was there when the edit began, as far as it is held."""
        return frozenset(self._originals[kind])

    def drop(self, kind: str, pk: int) -> None:
        """Take a row away."""
        del self.rows[kind][pk]

    def restore(self, kind: str, row: Row) -> None:
        """Put a row back as it was, its key too."""
        self.rows[kind][row["id"]] = dict(row)

    def move_points(self, move: PipePointMove) -> None:
        """Move what is kept as a place along a pipe: service lines here, the rest by those who keep it."""
        self.moves.append(move)

    def warn(self, code: str, sentence: str, figure: float | None = None) -> None:
        """Tell the editor something odd; the edit is made all the same."""
        self.warnings.append(EditWarning(code, sentence, figure))

    # ── the end ──────────────────────────────────────────────────────────────────────────────────────────────────
    def finish(self, main: tuple[str, int] | None, codes: Iterable[str]) -> EditOutcome:
        """Write all of it and its record, or nothing.

        Raises:
            EditRefused: a rule of the network would be broken; the code says which.
        """
        made, changed, gone = self._differences()
        user = self.actor.pk if self.actor is not None else None
        try:
            with transaction.atomic(), pghistory.context(user=user, edit=str(self.kind)):
                self._write(made, changed, gone)
        except (DatabaseError, ProtectedError) as error:
            raise refusal_of(error) from error
        return self._record(main, codes, made, gone)

    def _differences(self) -> tuple[dict[str, list[Row]], dict[str, list[Row]], dict[str, list[int]]]:
        self.carry()
        made: dict[str, list[Row]] = {}
        changed: dict[str, list[Row]] = {}
        gone: dict[str, list[int]] = {}
        for kind in TABLES:
            old, new = self._originals[kind], self.rows[kind]
            made[kind] = [row for pk, row in new.items() if pk not in old]
            gone[kind] = [pk for pk in old if pk not in new]
            patches = [_patch(old[pk], row) for pk, row in new.items() if pk in old]
            changed[kind] = [patch for patch in patches if len(patch) > 1]
        return made, changed, gone

    def carry(self) -> None:
        """Move service lines with their places on pipes, unless the edit has put them somewhere itself."""
        for pk, row in self.rows["service"].items():
            old = self._originals["service"].get(pk)
            if old is None or (row["pipe_id"], row["pipe_fraction"]) != (
                old["pipe_id"],
                old["pipe_fraction"],
            ):
                continue
            move = find_move(self.moves, row["pipe_id"], float(row["pipe_fraction"]))
            if move is not None and move.to_pipe_id is not None:
                row["pipe_fraction"] = move.moved(float(row["pipe_fraction"]))
                row["pipe_id"] = move.to_pipe_id

    def _write(
        self, made: dict[str, list[Row]], changed: dict[str, list[Row]], gone: dict[str, list[int]]
    ) -> None:
        freed = self._swapped_valves(changed)
        ranks = list(ValveCriticality.objects.filter(valve__in=freed)) if freed else []
        edit_rows.delete_fittings({**gone, "shutoff": [*gone["shutoff"], *freed]})
        edit_rows.write_links(made, changed)
        again = [self.rows["shutoff"][pk] for pk in freed]
        edit_rows.write_fittings(
            {
                **made,
                "shutoff": [*made["shutoff"], *again],
                "check": [
                    *made["check"],
                    *(row for row in self.rows["check"].values() if row["valve_id"] in freed),
                ],
            },
            {**changed, "shutoff": [patch for patch in changed["shutoff"] if patch["id"] not in freed]},
        )
        ValveCriticality.objects.bulk_create(ranks)
        if self.moves:
            pipe_points_moved.send(sender=Draft, moves=tuple(self.moves))
        for kind in (*LINK_KINDS, "node"):
            if gone[kind]:
                MODELS[kind]._default_manager.filter(pk__in=gone[kind]).delete()
        if connection.in_atomic_block:
            connection.check_constraints()

    def _swapped_valves(self, changed: dict[str, list[Row]]) -> list[int]:
        """Return valves whose new ends are still others' when they are written: they are written anew.

        Their ends are unique row by row, so that two cannot change places by updates alone.
        """
        taken = {(row["pipe_id"], row["at_end"]): pk for pk, row in self._originals["shutoff"].items()}
        moved = [p["id"] for p in changed["shutoff"] if "pipe_id" in p or "at_end" in p]
        ends = {pk: (self.rows["shutoff"][pk]["pipe_id"], self.rows["shutoff"][pk]["at_end"]) for pk in moved}
        return [pk for pk in moved if any(taken.get(end) == pk for other, end in ends.items() if other != pk)]

    def _record(
        self,
        main: tuple[str, int] | None,
        codes: Iterable[str],
        made: dict[str, list[Row]],
        gone: dict[str, list[int]],
    ) -> EditOutcome:
        ids = {kind: {*self._originals[kind], *self.rows[kind]} for kind in TABLES}
        now = {(row.kind, row.id): row.text for row in edit_rows.lock_rows(ids)}
        before = {key: text for key, text in self._texts.items() if now.get(key) != text}
        after = {key: text for key, text in now.items() if self._texts.get(key) != text}
        moves = [
            [m.from_pipe_id, m.from_low, m.from_high, m.to_pipe_id, m.to_low, m.to_high] for m in self.moves
        ]
        edit_id = edit_rows.insert_edit(
            actor_id=self.actor.pk if self.actor is not None else None, kind=self.kind,
            summary=", ".join(dict.fromkeys(code for code in codes if code))[:200], before=_joined(before),
            after=_joined(after, moves), geom=_place_of([*before.items(), *after.items()]),
        )  # fmt: skip
        changed = {
            kind: [pk for name, pk in after if name == kind and (kind, pk) in before] for kind in TABLES
        }
        return EditOutcome(
            edit_id=edit_id, main=main, made={kind: [row["id"] for row in rows] for kind, rows in made.items()},
            changed=changed, gone=gone, warnings=tuple(self.warnings),
        )  # fmt: skip


def stale_sentence(code: str) -> str:
    """Say that an edit is stale."""
    return _("%(code)s has been changed by somebody else since you opened it.") % {"code": code}


def find_move(moves: Sequence[PipePointMove], pipe_id: int, fraction: float) -> PipePointMove | None:
    """Return the move that a place along a pipe makes, or None where it stays; a border belongs to the first."""
    for move in moves:
        if move.from_pipe_id == pipe_id and move.from_low <= fraction <= move.from_high:
            return move
    return None


# ── geometry of rows ─────────────────────────────────────────────────────────────────────────────────────────────────
def corners_of(row: Row) -> list[XY]:
    """Return the corners of a link's line, in EPSG:2100 metres."""
    line = cast(LineString, GEOSGeometry(row["geom"]))
    return [(corner[0], corner[1]) for corner in line.coords]


def place_of(row: Row) -> XY:
    """Return the place of a node, in EPSG:2100 metres."""
    point = cast(Point, GEOSGeometry(row["geom"]))
    return point.x, point.y


def as_point(place: XY) -> str:
    """Return a place as the database takes it.

    Raises:
        EditRefused: it is no place on Earth.
    """
    if not is_on_earth([place]):
        raise EditRefused(_("This is no place on the map."), code="geometry")
    return Point(place, srid=_SRID).hexewkb.decode()


def as_line(corners: Sequence[XY]) -> str:
    """Return a pipe's line as the database takes it.

    Raises:
        EditRefused: a corner is no place, the line has no length, or it comes back to its own end.
    """
    if not is_on_earth(corners):
        raise EditRefused(_("This is no place on the map."), code="geometry")
    if len(corners) < 2 or line_length(corners) < MINIMUM_LENGTH_M:
        raise EditRefused(_("A pipe has a length: its ends are one place."), code="no_length")
    if returns_to_an_end(corners):
        raise EditRefused(
            _("A pipe does not cross its own node: it comes back to where it ends."), code="own_node"
        )
    return LineString(list(corners), srid=_SRID).hexewkb.decode()


#: A shorter pipe cannot be drawn (m).
MINIMUM_LENGTH_M = 0.01


# ── JSON ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
def _blank(kind: str) -> Row:
    """Return a row of the kind as its model begins it."""
    return {
        field.attname: field.get_default()
        for field in MODELS[kind]._meta.concrete_fields
        if not field.generated and field.name not in {"id", "geom_3857"}
    }


def _patch(old: Row, new: Row) -> Row:
    """Return the columns that differ, and the key."""
    return {"id": new["id"]} | {
        name: value for name, value in new.items() if name != "version" and not _is_same(old.get(name), value)
    }


def _is_same(old: Any, new: Any) -> bool:
    if isinstance(old, Decimal) and isinstance(new, float):
        return float(old) == new
    return bool(old == new)


def _joined(texts: dict[tuple[str, int], str], moves: Sequence[Any] = ()) -> str:
    """Return rows as one JSON object by kind, letter by letter as the database said them."""
    kinds: dict[str, list[str]] = {}
    for (kind, _pk), text in sorted(texts.items()):
        kinds.setdefault(kind, []).append(text)
    parts = [f'"{kind}": [{", ".join(rows)}]' for kind, rows in kinds.items()]
    if moves:
        parts.append(f'"moves": {json.dumps(moves)}')
    return "{" + ", ".join(parts) + "}"


def _place_of(rows: Iterable[tuple[tuple[str, int], str]]) -> str | None:
    """Return the box around what was touched, as hex EWKB."""
    shapes = [GEOSGeometry(geom) for _key, text in rows if (geom := json.loads(text).get("geom"))]
    if not shapes:
        return None
    return GeometryCollection(*shapes, srid=_SRID).envelope.hexewkb.decode()
