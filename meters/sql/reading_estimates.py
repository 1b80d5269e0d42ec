"""The statements of estimates: many meters at once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.db import connection

from meters.domain import checks, estimates

_FOLDER = Path(__file__).parent
_ESTIMATE = (_FOLDER / "estimate_readings.sql").read_text()
_FLAG = (_FOLDER / "flag_estimates.sql").read_text()


@dataclass(frozen=True)
class Wanted:
    """Meters to be estimated on a day; for a doubtful reading what was read, and that later ones may stand."""

    installation_ids: Sequence[int]
    read_on: date
    may_precede: bool = False
    read_m3: Decimal | None = None


def insert_estimates(wanted: Wanted, *, note: str, user_id: int | None) -> dict[int, int]:
    """Write an estimate for each meter that can be estimated; return the readings by installation."""
    with connection.cursor() as cursor:
        cursor.execute(
            _ESTIMATE,
            {
                "installation_ids": list(wanted.installation_ids), "read_on": wanted.read_on, "note": note,
                "user_id": user_id, "may_precede": wanted.may_precede, "read_m3": wanted.read_m3,
                "recent": checks.RECENT_DAYS, "season_from": checks.SEASON_FROM, "season_to": checks.SEASON_TO,
                "least_days": checks.LEAST_DAYS, "least_meters": checks.LEAST_METERS,
                "least_trend": estimates.LEAST_TREND, "most_trend": estimates.MOST_TREND,
                "longest_step": estimates.LONGEST_STEP,
            },
        )  # fmt: skip
        return {int(installation): int(reading) for reading, installation in cursor.fetchall()}


def flag_estimates(reading_ids: Sequence[int], rules: Sequence[dict[str, object]]) -> None:
    """Flag those of the estimates that stand in a row with too many others."""
    with connection.cursor() as cursor:
        cursor.execute(_FLAG, {"reading_ids": list(reading_ids), "rules": json.dumps(rules)})


def list_unread(route_id: int, read_on: date, since: date) -> list[int]:
    """Return the meters of a route that hang there on the day and were not read from the day `since` on."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT i.id FROM meters_installation AS i JOIN meters_connection AS c ON c.id = i.connection_id"
            " WHERE c.route_id = %(route)s AND c.status = 'active' AND i.period @> %(read_on)s::date AND NOT EXISTS ("
            " SELECT FROM meters_reading AS r WHERE r.installation_id = i.id AND r.stands"
            " AND r.read_on BETWEEN %(since)s AND %(read_on)s) ORDER BY i.id",
            {"route": route_id, "read_on": read_on, "since": since},
        )
        return [int(row[0]) for row in cursor.fetchall()]
