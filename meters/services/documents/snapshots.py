"""The register as it was before a document changed it, kept as JSON and put back from it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from gis_core.models import User
from meters.choices import ConnectionStatus, StopValveState
from meters.errors import DocumentRefused
from meters.models import Connection, Installation, Liability, Reading
from meters.services.connection_changes import change_status, set_stop_valve
from meters.services.readings import withdraw_reading

Snapshot = dict[str, Any]


def take_snapshot(connection: Connection) -> Snapshot:
    """Return status, stop valve, who has which role and what hangs, with the revisions of the readings."""
    return {
        "status": connection.status,
        "shutoff_state": connection.shutoff_state,
        "liabilities": [
            {"id": row.pk, "party": row.party_id, "role": row.role, "period": _days(row.period)}
            for row in connection.liabilities.order_by("pk")
        ],
        "installations": [
            {"id": row.pk, "period": _days(row.period), "seal_number": row.seal_number}
            for row in connection.installations.order_by("pk")
        ],
        "last_reading": _last_reading(connection),
    }


def put_back(*, actor: User, connection: Connection, before: Mapping[str, Any], reason: str) -> None:
    """Make the register of the connection what it was, and withdraw what was read for the document since.

    Raises DocumentRefused when a meter was hung since (`reverse_instead`: the reversal undoes it), the register
    moved on (`moved_on`), ReadingRefused when an issued bill stands on such a reading.
    """
    known = {row["id"] for row in before["installations"]}
    if connection.installations.exclude(pk__in=known).exists():
        raise DocumentRefused(_("A meter was hung there since: its own reversal undoes it."), code="moved_on")
    for reading in Reading.objects.filter(pk__in=before["readings"], stands=True).order_by("-read_on", "pk"):
        withdraw_reading(actor=actor, reading=reading, reason=reason)
    try:
        with transaction.atomic():
            _restore_installations(before)
            _restore_liabilities(connection, before)
    except IntegrityError:
        raise DocumentRefused(
            _("The register moved on since: the meter hangs elsewhere or another payer follows."),
            code="moved_on",
        ) from None
    change_status(
        actor=actor, connection=connection, status=ConnectionStatus(before["status"]), reason=reason
    )
    set_stop_valve(
        actor=actor, connection=connection, state=StopValveState(before["shutoff_state"]), reason=reason
    )


def list_readings_since(connection: Connection, before: Mapping[str, Any]) -> list[int]:
    """Return the readings that were written on the connection since the snapshot."""
    written = Reading.objects.filter(
        installation__connection=connection, pk__gt=before["last_reading"], is_withdrawal=False
    )
    return list(written.order_by("pk").values_list("pk", flat=True))


def _restore_installations(before: Mapping[str, Any]) -> None:
    for row in before["installations"]:
        Installation.objects.filter(pk=row["id"]).exclude(
            period=_range(row["period"]), seal_number=row["seal_number"]
        ).update(period=_range(row["period"]), seal_number=row["seal_number"])


def _restore_liabilities(connection: Connection, before: Mapping[str, Any]) -> None:
    rows = before["liabilities"]
    connection.liabilities.exclude(pk__in=[row["id"] for row in rows]).delete()
    for row in rows:
        Liability.objects.filter(pk=row["id"]).exclude(period=_range(row["period"])).update(
            period=_range(row["period"])
        )


def _last_reading(connection: Connection) -> int:
    latest = Reading.objects.filter(installation__connection=connection).order_by("-pk").first()
    return latest.pk if latest is not None else 0


def _days(period: Any) -> list[str | None]:
    return [None if day is None else day.isoformat() for day in (period.lower, period.upper)]


def _range(days: list[str | None]) -> DateRange:
    lower, upper = (None if day is None else date.fromisoformat(day) for day in days)
    return DateRange(lower, upper)
