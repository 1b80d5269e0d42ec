"""The statements of a run over all segments and valves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from django.db import connection, transaction
from numpy.typing import NDArray

_FOLDER = Path(__file__).parent
Row = Sequence[object]


def _statement(name: str) -> str:
    return (_FOLDER / f"criticality_{name}.sql").read_text()


_PIPES, _FORGET = _statement("pipes"), _statement("forget")
_STAGES = [_statement(f"stage_{name}") for name in ("pipes", "segments", "valves")]
_INSERTS = [_statement(f"insert_{name}") for name in ("segments", "valves")]
_STAGED = ("staged_segment_pipes", "staged_segments", "staged_critical_valves")


def read_pipes() -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the keys, in order, and the lengths in metres of the water pipes in service."""
    with connection.cursor() as cursor:
        cursor.execute(_PIPES)
        rows = cursor.fetchall()
    return np.array([row[0] for row in rows], np.int64), np.array([row[1] for row in rows], float)


def write_run(run_id: int, pipes: Iterable[Row], segments: Iterable[Row], valves: Iterable[Row]) -> None:
    """Write what a run found: (number, pipe) rows, and the columns of the staging tables of segments and valves."""
    with (
        transaction.atomic(),
        connection.cursor() as cursor,
    ):  # staging tables live as long as the transaction
        for stage, table, rows in zip(_STAGES, _STAGED, (pipes, segments, valves), strict=True):
            cursor.execute(f"DROP TABLE IF EXISTS {table}")
            cursor.execute(stage)
            with cursor.copy(f"COPY {table} FROM STDIN") as stream:
                for row in rows:
                    stream.write_row(row)
            cursor.execute(f"ANALYZE {table}")
        for insert in _INSERTS:
            cursor.execute(insert, {"run": run_id})


def forget_runs(kept: int) -> None:
    """Delete all finished runs but the newest, as many as are kept."""
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, {"kept": kept})
