"""The town of the tile benchmark, and which tiles are asked for."""

from __future__ import annotations

from math import ceil, sqrt
from pathlib import Path

from django.db import connection, transaction

from gis_core.choices import Role
from gis_core.models import User
from gis_core.services.users import create_user
from network.models import Pipe

_STATEMENTS = Path(__file__).with_suffix(".sql").read_text().split(";\n\n")
_EMPTIED = "network_supplysystem, meters_route, gis_core_tilecache, gis_core_tilepurge"
#: At most so many tiles of a zoom are asked for.
MOST_OF_A_ZOOM = 3000

_LIST = """
CREATE TABLE bench_tile AS
SELECT (row_number() OVER (ORDER BY md5(z || '/' || x || '/' || y)))::int AS i, z, x, y
FROM (
    SELECT z, x, y, row_number() OVER (PARTITION BY z ORDER BY md5(x || '/' || z || '/' || y)) AS turn
    FROM (SELECT ST_Extent(geom_3857)::box2d AS b FROM network_pipe) AS town
    CROSS JOIN generate_series(14, 17) AS z
    CROSS JOIN LATERAL (SELECT 40075016.685578488 / (1 << z) AS s) AS size
    CROSS JOIN LATERAL generate_series(
        floor((ST_XMin(b) + 20037508.342789244) / s)::int, floor((ST_XMax(b) + 20037508.342789244) / s)::int) AS x
    CROSS JOIN LATERAL generate_series(
        floor((20037508.342789244 - ST_YMax(b)) / s)::int, floor((20037508.342789244 - ST_YMin(b)) / s)::int) AS y
) AS every
WHERE turn <= %s
"""


def build_town(size: int) -> User:
    """Make the town unless it stands with so many pipes; return its technician."""
    if Pipe.objects.count() != size:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(f"TRUNCATE {_EMPTIED} RESTART IDENTITY CASCADE")
            cursor.execute("SET LOCAL session_replication_role = origin")
            lay_town(size)
            cursor.execute("DROP TABLE IF EXISTS bench_tile")
            cursor.execute(_LIST, [MOST_OF_A_ZOOM])
            cursor.execute("CREATE UNIQUE INDEX ON bench_tile (i)")
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    found = User.objects.filter(username="giorgos").first()
    return found or create_user(
        actor=None, username="giorgos", email="giorgos@example.gr", password="x", roles=frozenset({Role.TECHNICIAN})
    )  # fmt: skip


def lay_town(size: int) -> None:
    """Lay so many pipes, and a connection beside every other, through all triggers."""
    side = ceil((1 + sqrt(1 + 2 * size)) / 2)
    with connection.cursor() as cursor:
        for statement in _STATEMENTS:
            cursor.execute(statement, {"size": size, "side": side})


def list_tiles() -> list[tuple[int, int, int]]:
    """Return the tiles asked for, in their order."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT z, x, y FROM bench_tile ORDER BY i")
        return [(z, x, y) for z, x, y in cursor.fetchall()]
