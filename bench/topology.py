"""A topology report on a whole town, all checks: seconds, beside one bare reading of its pipes' lines."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from bench.isolation_town import build_town
from bench.report import Row, seconds, tell
from network.models import TopologyReport
from network.services.topology import make_topology_report

SIZE = 1_000_000
MOST_SECONDS = 60.0
#: Every line read from its page and looked into: what no report can do without.
LIMIT = "SELECT count(*) FROM network_pipe WHERE NOT ST_IsSimple(geom)"


def measure(size: int) -> Iterator[Row]:
    """Yield the row of a report on so many pipes (seconds)."""
    tell(f"topology: a town of {size} pipes")
    planner = build_town(size)
    ours = seconds(lambda: make_topology_report(actor=planner))
    limit = seconds(_read_lines)
    report = TopologyReport.objects.latest("pk")
    tell(f"topology: {report.counts}")
    goal = ours <= MOST_SECONDS * size / SIZE if size >= SIZE else None
    yield Row("topology", size, ours, limit, ours / limit, None, None, "s", goal)


def _read_lines() -> None:
    with connection.cursor() as cursor:
        cursor.execute(LIMIT)
        cursor.fetchone()
