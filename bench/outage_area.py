"""A cut's area to whom it touches, beside the bare ST_Intersects; then the announcement with its messages.

Ours counts connections, households, people and the sensitive; the limit counts the points in the area and
nothing else. The announcement writes down whom it touches and puts one message for each payer into the outbox.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial

from django.contrib.gis.geos import MultiPolygon, Polygon
from django.db import connection, transaction

from bench.billing_town import build_town
from bench.report import Row, seconds, tell
from gis_core.models import User
from meters.selectors.areas import count_affected
from notifications.models import Message
from outages.choices import AreaSource, OutageKind
from outages.services.outages import approve_outage, create_outage
from outages.types import OutagePlan

SIZE = 100_000
AFFECTED = (1_000, 10_000, 50_000)
MOST_RATIO = 3.0
MOST_SECONDS = 10.0
ROUNDS = 7
#: The town of the benchmarks stands on a grid of 10 m, a thousand connections a row.
SOUTH_WEST, STEP_M, ROW = (407_000.0, 4_501_000.0), 10.0, 1_000
LIMIT = "SELECT count(*) FROM meters_connection WHERE ST_Intersects(geom, ST_GeomFromWKB(%s, 2100))"
CONTACTS = """
INSERT INTO parties_contact (party_id, kind, value, is_preferred)
SELECT id, 'email', 'p' || id || '@example.gr', false FROM parties_party
ON CONFLICT DO NOTHING
"""


def measure(size: int) -> Iterator[Row]:
    """Yield a row for each number of affected (milliseconds), then one for the messages (seconds)."""
    tell(f"outage-area: a town of {size} connections")
    planner, _director = build_town(size)
    with connection.cursor() as cursor:
        cursor.execute(CONTACTS)
        cursor.execute("VACUUM ANALYZE")
    for affected in (number for number in AFFECTED if number <= size):
        area = _area(affected)
        ours = min(seconds(partial(count_affected, area)) for _ in range(ROUNDS)) * 1000
        limit = min(seconds(partial(_count_points, area)) for _ in range(ROUNDS)) * 1000
        ratio = ours / limit
        yield Row("outage-area", affected, ours, limit, ratio, None, None, "ms", ratio <= MOST_RATIO)
    most = min(size, AFFECTED[-1])
    taken = _announce(planner, _area(most), most)
    yield Row("outage-notices", most, taken, None, None, None, None, "s", taken <= MOST_SECONDS)


def _area(affected: int) -> MultiPolygon:
    """Return the rectangle that holds so many connections, a hair wider than the grid."""
    west, south = SOUTH_WEST[0] - 1, SOUTH_WEST[1] - 1
    east = SOUTH_WEST[0] + (ROW - 1) * STEP_M + 1
    north = south + affected / ROW * STEP_M
    corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    return MultiPolygon([Polygon(corners, srid=2100)], srid=2100)


def _count_points(area: MultiPolygon) -> int:
    with connection.cursor() as cursor:
        cursor.execute(LIMIT, [bytes(area.wkb)])
        return int(cursor.fetchone()[0])


def _announce(planner: User, area: MultiPolygon, affected: int) -> float:
    """Return the seconds of an announcement, which is taken back."""
    plan = OutagePlan(
        kind=OutageKind.PLANNED_CUT, title="Διακοπή", reason="Έργα", area=area, area_source=AreaSource.DRAWN,
        starts_at=datetime(2026, 12, 1, 6, tzinfo=UTC), ends_at=datetime(2026, 12, 1, 12, tzinfo=UTC),
    )  # fmt: skip
    with transaction.atomic():
        outage = create_outage(actor=planner, plan=plan)
        taken = seconds(lambda: approve_outage(actor=planner, outage=outage))
        queued = Message.objects.filter(key__startswith=f"outage:{outage.pk}:").count()
        transaction.set_rollback(True)
    if not 0.99 * affected <= queued <= affected:
        message = f"{queued} messages queued for {affected} connections"
        raise RuntimeError(message)
    return taken
