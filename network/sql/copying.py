"""Streams of rows into the tables of the network."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from django.db import connection

Row = Sequence[object]
_FOLDER = Path(__file__).parent


def _statement(name: str) -> str:
    return (_FOLDER / f"{name}.sql").read_text()


_NODES, _PIPES, _PUMPS, _VALVES = (
    _statement(name) for name in ("copy_nodes", "copy_pipes", "copy_pumps", "copy_valves")
)


def copy_nodes(rows: Iterable[Row]) -> None:
    """Write nodes, their columns in the order of copy_nodes.sql."""
    _copy(_NODES, rows)


def copy_pipes(rows: Iterable[Row]) -> None:
    """Write pipes, their columns in the order of copy_pipes.sql."""
    _copy(_PIPES, rows)


def copy_pumps(rows: Iterable[Row]) -> None:
    """Write pumps, their columns in the order of copy_pumps.sql."""
    _copy(_PUMPS, rows)


def copy_valves(rows: Iterable[Row]) -> None:
    """Write valves, their columns in the order of copy_valves.sql."""
    _copy(_VALVES, rows)


def copy_node_results(rows: Iterable[Row]) -> None:
    """Write what nodes have in a scenario, the columns in the order of copy_node_results.sql."""
    _copy(_statement("copy_node_results"), rows)


def copy_link_results(rows: Iterable[Row]) -> None:
    """Write what flows through links in a scenario, the columns in the order of copy_link_results.sql."""
    _copy(_statement("copy_link_results"), rows)


def _copy(statement: str, rows: Iterable[Row]) -> None:
    with connection.cursor() as cursor, cursor.copy(statement) as stream:
        for row in rows:
            stream.write_row(row)
