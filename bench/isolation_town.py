"""The town of the isolation benchmark: that of the tiles with reservoirs and shut-off valves."""

from __future__ import annotations

from pathlib import Path

from django.db import connection, transaction

from bench.tiles_town import lay_town
from gis_core.choices import Role
from gis_core.models import User
from gis_core.services.users import create_user
from network.models import Pipe, ShutoffValve

_STATEMENTS = Path(__file__).with_suffix(".sql").read_text().split(";\n\n")
_EMPTIED = "network_supplysystem, meters_route, gis_core_tilecache, gis_core_tilepurge, network_change"


def build_town(size: int) -> User:
    """Make the town unless it stands with so many pipes; return its technician."""
    if Pipe.objects.count() != size or not ShutoffValve.objects.exists():
        with transaction.atomic(), connection.cursor() as cursor:
            # History and news of a million rows say nothing of how fast questions are.
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(f"TRUNCATE {_EMPTIED} RESTART IDENTITY CASCADE")
            lay_town(size)
            for statement in _STATEMENTS:
                cursor.execute(statement, {})
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    found = User.objects.filter(username="giorgos").first()
    return found or create_user(
        actor=None, username="giorgos", email="giorgos@example.gr", password="x", roles=frozenset({Role.TECHNICIAN})
    )  # fmt: skip


def list_breaks(count: int) -> list[tuple[int, float]]:
    """Return so many pipes and places on them, the same ones each time; closed pipes do not break."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, 0.1 + 0.8 * (id %% 97) / 97 FROM network_pipe WHERE status = 'open'"
            " ORDER BY md5('break' || id) LIMIT %s",
            [count],
        )
        return [(pk, float(share)) for pk, share in cursor.fetchall()]
