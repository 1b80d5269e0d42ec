"""What people ask at every letter and every page finds its index: a large network is never read whole."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.models import QuerySet

from network.models import Node, Pipe
from tests.world import build_network

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("rows", "index"),
    [
        (Pipe.objects.filter(code__istartswith="p1"), "pipe_code_begins"),
        (Pipe.objects.order_by("code", "pk")[:50], "pipe_by_code"),
        (Node.objects.order_by("code", "pk")[:50], "node_by_code"),
    ],
    ids=["search", "pipes", "nodes"],
)
def test_the_index_serves(rows: QuerySet[Pipe | Node], index: str) -> None:
    build_network()
    with connection.cursor() as cursor:
        # On a small town a scan is cheaper: the question is whether the index can serve at all.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
    assert index in rows.explain()
