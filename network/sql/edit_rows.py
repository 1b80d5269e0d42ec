"""Rows of the network as JSON: held, written and taken away, a handful of statements an edit."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import connection

from network.sql.prepared import array_text, fetch_prepared

_FOLDER = Path(__file__).parent
Row = dict[str, Any]
Ids = Mapping[str, Iterable[int]]

#: What an edit may touch, and its table, in the order in which rows are held.
TABLES = {
    "node": "network_node",
    "pipe": "network_pipe",
    "pump": "network_pump",
    "valve": "network_valve",
    "shutoff": "network_shutoffvalve",
    "service": "network_serviceline",
    "inlet": "network_zoneinlet",
    "check": "network_valvecheck",
    "station": "network_station",
}
_LINKS = ("node", "pipe", "pump", "valve")
_FITTINGS = ("shutoff", "service", "inlet")


def _statement(name: str) -> str:
    return (_FOLDER / f"{name}.sql").read_text()


_NEIGHBOURS, _LOCK, _DELETE_FITTINGS, _TAKE_IDS, _INSERT_EDIT = (
    _statement(name) for name in ("neighbours", "lock_rows", "delete_fittings", "take_ids", "insert_edit")
)
#: The statement that writes new rows of a kind, and the one that writes changed ones; checks are never changed, and
#: stations are made and deleted in their own pages.
_NEW = {kind: _statement(f"edits/new_{kind}") for kind in TABLES if kind != "station"}
_CHANGED = {kind: _statement(f"edits/changed_{kind}") for kind in TABLES if kind != "check"}


@dataclass(frozen=True)
class HeldRow:
    """A row as the database says it, letter by letter."""

    kind: str
    id: int
    text: str

    def parsed(self) -> Row:
        """Return its columns; numbers with a point are Decimal, so that nothing of them is lost."""
        row: Row = json.loads(self.text, parse_float=Decimal)
        return row


def find_neighbours(seeds: Ids) -> dict[str, set[int]]:
    """Return the keys, by kind, of all that an edit of the named objects may touch."""
    found: dict[str, set[int]] = {kind: set() for kind in TABLES}
    for kind, pk in fetch_prepared(_NEIGHBOURS, {kind: array_text(seeds.get(kind, ())) for kind in TABLES}):
        found[kind].add(pk)
    return found


def lock_rows(ids: Ids) -> list[HeldRow]:
    """Hold the rows until the commit, in the one order of all edits, and return them as they now are."""
    named = {kind: array_text(ids.get(kind, ())) for kind in TABLES}
    return [HeldRow(*row) for row in fetch_prepared(_LOCK, named)]


def take_ids(kind: str, count: int) -> list[int]:
    """Return keys that no row of the kind has or will have."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_IDS, {"table": TABLES[kind], "count": count})
        return [row[0] for row in cursor.fetchall()]


def write_links(new: Mapping[str, list[Row]], changed: Mapping[str, list[Row]]) -> None:
    """Write nodes and links by one statement; a changed row holds its id and what changed."""
    _write(_LINKS, new, changed)


def write_fittings(new: Mapping[str, list[Row]], changed: Mapping[str, list[Row]]) -> None:
    """Write what stands on pipes, and stations; a changed row holds its id and what changed."""
    _write((*_FITTINGS, "check", "station"), new, changed)


def delete_fittings(ids: Ids) -> None:
    """Take away what stands on pipes."""
    given = {kind: list(ids.get(kind, ())) for kind in (*_FITTINGS, "check")}
    if any(given.values()):
        with connection.cursor() as cursor:
            cursor.execute(_DELETE_FITTINGS, given)


def insert_edit(
    *, actor_id: int | None, kind: str, summary: str, before: str, after: str, geom: str | None
) -> int:
    """Write an edit; `before` and `after` are JSON, `geom` is hex EWKB."""
    with connection.cursor() as cursor:
        cursor.execute(
            _INSERT_EDIT,
            {
                "actor": actor_id,
                "kind": kind,
                "summary": summary,
                "before": before,
                "after": after,
                "geom": geom,
            },
        )
        return int(cursor.fetchone()[0])


def _write(kinds: Iterable[str], new: Mapping[str, list[Row]], changed: Mapping[str, list[Row]]) -> None:
    """Write rows of several kinds by one statement that names only the tables it writes, each once or twice."""
    parts: dict[str, str] = {}
    given: dict[str, str] = {}
    for kind in kinds:
        for how, rows, statements in (("new", new.get(kind), _NEW), ("changed", changed.get(kind), _CHANGED)):
            if rows:
                parts[f"{how}_{kind}"] = statements[kind]
                given[f"{kind}_{how}"] = _as_json(rows)
    if not parts:
        return
    statement = ", ".join(name + " AS (\n" + text + ")" for name, text in parts.items())
    with connection.cursor() as cursor:
        cursor.execute("WITH " + statement + " SELECT 1", given)


def _as_json(rows: list[Row]) -> str:
    return json.dumps([{name: _plain(value) for name, value in row.items()} for row in rows], default=str)


def _plain(value: Any) -> Any:
    """Turn the Decimals inside a column of JSON into numbers; those of numeric columns go as text, exactly."""
    if isinstance(value, list):
        return [_plain(item) if isinstance(item, list) else _number(item) for item in value]
    return value


def _number(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value
