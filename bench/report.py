"""What a benchmark prints, and how time is taken."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Row:
    """A measured piece of work: ours beside the limit (the bare database or library) and a peer."""

    bench: str
    size: int
    ours: float
    limit: float | None
    ratio: float | None
    peer: float | None
    peer_ratio: float | None
    unit: str
    goal_met: bool | None

    def as_json(self) -> str:
        """Return the row as a JSON line, figures to three decimals."""
        values = {
            key: round(value, 3) if isinstance(value, float) else value for key, value in asdict(self).items()
        }
        return json.dumps(values, ensure_ascii=False)


def seconds(work: Callable[[], object]) -> float:
    """Return how long the work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def tell(text: str) -> None:
    """Say what is going on, beside the rows."""
    print(text, file=sys.stderr, flush=True)
