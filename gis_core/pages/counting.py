"""How many rows a list has, without reading millions of them."""

from __future__ import annotations

import json
from typing import Any

from django.db.models import QuerySet

#: So many rows are counted truly; what is more is told as the planner believes.
TRULY_UP_TO = 50_000


def count_rows(rows: QuerySet[Any]) -> int:
    """Return the number of rows, or where they are more than `TRULY_UP_TO` about that."""
    unordered = rows.order_by()
    counted = unordered[: TRULY_UP_TO + 1].count()
    if counted <= TRULY_UP_TO:
        return counted
    plan = json.loads(unordered.values("pk").explain(format="json"))
    return max(counted, int(plan[0]["Plan"]["Plan Rows"]))
