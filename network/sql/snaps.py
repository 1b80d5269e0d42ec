"""What of the network lies near a point."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from django.db import connection

from network.types import Snap

_STATEMENT = Path(__file__).with_suffix(".sql").read_text()


def snap_rows(
    *, x: float, y: float, within_m: float, system_id: int | None, node_kinds: Sequence[str] | None,
    node_limit: int, pipe_limit: int,
) -> list[Snap]:  # fmt: skip
    """Return nodes by distance, then pipes by distance."""
    with connection.cursor() as cursor:
        cursor.execute(
            _STATEMENT,
            {
                "x": x, "y": y, "within_m": within_m, "system": system_id,
                "kinds": list(node_kinds) if node_kinds is not None else None,
                "node_limit": node_limit, "pipe_limit": pipe_limit,
            },
        )  # fmt: skip
        return [Snap(*row) for row in cursor.fetchall()]
