"""Isolations of random pipes over HTTP, their answers written out, beside the bare recursive walk in SQL and pgRouting.

The server is the product's own and the asker is signed in. "isolation" is the time that 95 of 100 questions keep to,
one after the other, with valves and reasons, connections and lines; its limit is the walk in SQL that only finds what
is drained. "isolation-peer" holds the middle question against pgRouting's. "isolation-segments" is all segments of
BWSN_Network_2 beside WNTR's. "network-edit" is what a valve's closing costs to commit beside the same update without
any trigger; "network-patch" what a change costs the graph in memory, and the same in a town of a fiftieth.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from http.client import HTTPConnection
from statistics import median, quantiles
from time import perf_counter
from urllib.parse import urlsplit

import numpy as np
from django.db import connection, transaction

from bench.isolation_peers import compare_segments, walk_in_pgrouting, walk_in_sql
from bench.isolation_town import build_town, list_breaks
from bench.report import Row, seconds, tell
from bench.sessions import environment_of, session_of
from bench.tiles_serve import free_port, our_command, serving
from network.domain.keyed_graph import SHUTOFF, KeyedGraph, ObjectRow
from network.models import ShutoffValve
from network.selectors.graph import count_loads, current_graph
from network.sql.graph import read_rows

SIZE = 1_000_000
#: The machine is shared: questions are asked in so many rounds, and the best of each counts.
ROUNDS, QUESTIONS, BEFORE, PEER_WALKS, EDITS = 4, 250, 60, 3, 200
MOST_MS, LEAST_PEER_RATIO, LEAST_SEGMENT_RATIO, MOST_EDIT_MS, MOST_GROWTH = 50.0, 20.0, 100.0, 5.0, 3.0


def measure(size: int) -> Iterator[Row]:
    """Yield the rows."""
    tell(f"isolation: a town of {size} pipes and {size // 2} connections")
    technician = build_town(size)
    breaks = list_breaks(BEFORE + ROUNDS * QUESTIONS)
    rounds: list[list[float]] = []
    walks: list[list[float]] = []
    port = free_port()
    with (
        session_of(technician) as cookie,
        serving(our_command(port), port, "/health/", environment_of("gis_core.settings")) as address,
    ):
        _ask(address, cookie, breaks[:BEFORE])
        for turn in range(ROUNDS):
            asked = breaks[BEFORE + turn * QUESTIONS : BEFORE + (turn + 1) * QUESTIONS]
            rounds.append(_ask(address, cookie, asked)[0])
            walks.append([walk_in_sql(pipe) for pipe, _share in asked])
            # One that is refused before anything is looked up: what server, session and rights alone take.
            empty = [_ask_once(address, cookie, "?pipe=", 422)[0] for _question in range(BEFORE)]
            tell(
                f"  turn {turn + 1}: 95 of 100 in {_p95(rounds[-1]):.1f} ms, the walk in SQL in"
                f" {_p95(walks[-1]):.1f} ms, without a question {_p95(empty):.1f} ms"
            )
    times = min(rounds, key=_p95)
    ours, limit = _p95(times), min(map(_p95, walks))
    yield Row("isolation", size, ours, limit, ours / limit, None, None, "ms p95", ours <= MOST_MS)
    peers = [walk_in_pgrouting(pipe) for pipe, _share in breaks[BEFORE : BEFORE + PEER_WALKS]]
    told = [one for one in peers if one is not None]
    if told:
        ratio = median(told) / median(times)
        yield Row(
            "isolation-peer", size, median(times), None, None, median(told), ratio, "ms", ratio >= LEAST_PEER_RATIO
        )  # fmt: skip
    yield from _measure_edits(size)
    segments = compare_segments()
    if segments is not None:
        links, mine, theirs = segments
        ratio = theirs / mine
        yield Row(
            "isolation-segments", links, mine, None, None, theirs, ratio, "s", ratio >= LEAST_SEGMENT_RATIO
        )  # fmt: skip


def _ask(address: str, cookie: str, breaks: Sequence[tuple[int, float]]) -> tuple[list[float], list[float]]:
    """Ask one after the other; return milliseconds and kilobytes."""
    answers = [_ask_once(address, cookie, f"?pipe={pipe}&fraction={share:.3f}") for pipe, share in breaks]
    return [milliseconds for milliseconds, _size in answers], [size for _milliseconds, size in answers]


def _ask_once(address: str, cookie: str, query: str, expected: int = 200) -> tuple[float, float]:
    """Ask on a connection of its own; return milliseconds and kilobytes."""
    began = perf_counter()
    line = HTTPConnection(urlsplit(address).netloc, timeout=120)
    line.request("GET", f"/api/v1/network/isolation/{query}", headers={"Cookie": cookie})
    answer = line.getresponse()
    body = answer.read()
    line.close()
    if answer.status != expected:
        raise RuntimeError(f"an isolation answers {answer.status}: {body[:500]!r}")
    return 1000 * (perf_counter() - began), len(body) / 1000


def _measure_edits(size: int) -> Iterator[Row]:
    """Yield what an edit costs its writer more than bare SQL, and what it costs the next question."""
    keys = list(ShutoffValve.objects.order_by("pk").values_list("pk", flat=True)[: 20 * EDITS : 20])
    with current_graph():
        loads = count_loads()
    guarded, bare, questions, quiet = [], [], [], []
    for turn, pk in enumerate(keys):
        state = "closed" if turn % 2 else "open"
        bare.append(1000 * seconds(lambda pk=pk, state=state: _edit(pk, state, bare=True)))  # type: ignore[misc]  # bound by default
        guarded.append(1000 * seconds(lambda pk=pk, state=state: _edit(pk, state)))  # type: ignore[misc]  # bound by default
        questions.append(1000 * seconds(_look))
        quiet.append(1000 * seconds(_look))
    if count_loads() != loads:
        raise RuntimeError("the graph was loaded again")
    more = median(one - other for one, other in zip(guarded, bare, strict=True))
    yield Row(
        "network-edit", size, median(guarded), median(bare), median(guarded) / median(bare), None, None, "ms",
        more <= MOST_EDIT_MS,
    )  # fmt: skip
    tell(
        f"  a question's look: {median(quiet):.2f} ms without news, {median(questions):.2f} ms with an edit's"
    )
    large, small = _patch_us(1), _patch_us(50)
    yield Row(
        "network-patch", size, large, small, large / small, None, None, "us", large / small <= MOST_GROWTH
    )


def _look() -> None:
    with current_graph():
        pass


def _edit(pk: int, state: str, *, bare: bool = False) -> None:
    """Commit a valve's closing or opening, without triggers where it is bare."""
    with transaction.atomic(), connection.cursor() as cursor:
        if bare:
            cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE network_shutoffvalve SET state = %s WHERE id = %s", [state, pk])


def _patch_us(share: int) -> float:
    """Return the microseconds of patching one valve in a graph of one in so many pipes."""
    rows = read_rows(connection)
    if share > 1:
        pipes = np.unique(rows["id"][(rows["kind"] == 1) & (rows["id"] % share == 0)])
        kept = (rows["kind"] == 0) | ((rows["kind"] == 1) & np.isin(rows["id"], pipes))
        kept |= (rows["kind"] == SHUTOFF) & np.isin(rows["a"], pipes)
        rows = rows[kept]
    graph = KeyedGraph(rows)
    valves = rows[rows["kind"] == SHUTOFF][:: max(1, len(rows) // 20_000)][:2000]
    edits = [ObjectRow(SHUTOFF, int(row["id"]), int(row["a"]), int(row["b"]), 3) for row in valves]
    return 1e6 * median(seconds(lambda edit=edit: graph.apply([edit])) for edit in edits)  # type: ignore[misc]  # bound by default


def _p95(values: Sequence[float]) -> float:
    return quantiles(values, n=20)[-1]
