"""Sums below a list: of everything the filters keep, not of the page that is shown."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.core.exceptions import FieldError
from django.db.models import QuerySet, Sum
from django.http import HttpRequest

from gis_core.pages.counting import TRULY_UP_TO
from gis_core.pages.tables import NumberColumn

#: Of longer lists the sums are made when they are asked for, and kept for so long.
KEPT_S = 60


def add_totals(table: Any, request: HttpRequest) -> None:
    """Write the sum of each column that wants one beside it (`total_text`), by one query.

    `table.totals` says "shown", "offered" (a long list: `?totals=1` asks for them) or "" where none can be made.
    """
    table.totals = ""
    rows = getattr(table.data, "data", None)
    paginator = getattr(table, "paginator", None)
    if not isinstance(rows, QuerySet) or paginator is None or not paginator.count:
        return
    sums = _sums(table, rows)
    if not sums:
        return
    is_long = paginator.count > TRULY_UP_TO
    if is_long and not request.GET.get("totals"):
        table.totals = "offered"
        return
    found = _read(rows, sums, request) if is_long else rows.order_by().aggregate(**sums)
    for name, value in found.items():
        column = table.columns[name.removeprefix("total_")]
        column.total_text = column.column.render(value) if value is not None else ""
    table.totals = "shown"


def _sums(table: Any, rows: QuerySet[Any]) -> dict[str, Sum]:
    """Return what to add up: shown columns whose value the database knows."""
    sums = {}
    for bound in table.columns:
        if not (isinstance(bound.column, NumberColumn) and bound.column.total):
            continue
        path = str(bound.accessor).replace(".", "__")
        try:
            rows.values(path)
        except FieldError:  # the column is reckoned for each row
            continue
        sums[f"total_{bound.name}"] = Sum(path)
    return sums


def _read(rows: QuerySet[Any], sums: dict[str, Sum], request: HttpRequest) -> dict[str, Any]:
    """Add up, or take what was added up for the same user and filters a moment ago."""
    told = f"{request.user.pk}|{request.path}|{request.GET.urlencode()}"
    key = f"list-totals:{sha256(told.encode()).hexdigest()}"
    found: dict[str, Any] | None = cache.get(key)
    if found is None:
        found = rows.order_by().aggregate(**sums)
        cache.set(key, found, KEPT_S)
    return found
