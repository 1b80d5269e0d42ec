"""What the tests of edits look at."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection

_ROWS = """
SELECT 'node', code, (to_jsonb(t) - 'version' || jsonb_build_object('geom', t.geom::text))::text FROM network_node t
UNION ALL
SELECT 'pipe', code, (to_jsonb(t) - 'version' || jsonb_build_object('geom', t.geom::text))::text FROM network_pipe t
UNION ALL
SELECT 'pump', code, (to_jsonb(t) - 'version' || jsonb_build_object('geom', t.geom::text))::text FROM network_pump t
UNION ALL
SELECT 'valve', code, (to_jsonb(t) - 'version' || jsonb_build_object('geom', t.geom::text))::text FROM network_valve t
UNION ALL
SELECT 'shutoff', code, (to_jsonb(t) - 'version')::text FROM network_shutoffvalve t
UNION ALL
SELECT 'service', code, (to_jsonb(t) - 'version' || jsonb_build_object('geom', t.geom::text))::text
FROM network_serviceline t
UNION ALL
SELECT 'inlet', id::text, to_jsonb(t)::text FROM network_zoneinlet t
UNION ALL
SELECT 'check', id::text, to_jsonb(t)::text FROM network_valvecheck t
"""


@pytest.fixture
def network_rows() -> Callable[[], dict[tuple[str, str], str]]:
    """Return every row of the network as the database says it, without its version."""

    def read() -> dict[tuple[str, str], str]:
        with connection.cursor() as cursor:
            cursor.execute(_ROWS)
            return {(kind, code): text for kind, code, text in cursor.fetchall()}

    return read
