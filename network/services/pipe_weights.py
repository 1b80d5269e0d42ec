"""Who hangs on the pipes, as an app above tells it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

#: Key of a pipe, connections with running water on it, people behind them.
PipeWeight = tuple[int, int, int]
_readers: list[Callable[[], Iterable[PipeWeight]]] = []


def register_pipe_weights(read: Callable[[], Iterable[PipeWeight]]) -> None:
    """Take what tells how many connections and people hang on each pipe; there is one such teller."""
    _readers[:] = [read]


def read_pipe_weights() -> Iterable[PipeWeight]:
    """Return every pipe that has connections, in the order of keys; nothing where nobody tells."""
    return _readers[0]() if _readers else ()
