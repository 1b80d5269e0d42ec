"""Signed addresses of uploaded files, reports and exports: only who was given one opens it, for a week."""

from __future__ import annotations

from typing import Any

from django.core import signing

FILE, REPORT = "network.exchange_file", "network.exchange_report"
WEEK_S = 7 * 86_400


def sign_file(file_id: str, name: str) -> str:
    """Return the ticket of a stored file."""
    return signing.dumps({"file": file_id, "name": name}, salt=FILE)


def sign_report(value: dict[str, str]) -> str:
    """Return the ticket of a report: file, name, order, report."""
    return signing.dumps(value, salt=REPORT)


def open_ticket(ticket: str, salt: str) -> dict[str, Any] | None:
    """Return what was signed, None where it was not by us or is too old."""
    try:
        value: dict[str, Any] = signing.loads(ticket, salt=salt, max_age=WEEK_S)
    except signing.BadSignature:
        return None
    return value
