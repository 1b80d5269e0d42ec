"""Times as people say them."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format


def timespan(starts: datetime, ends: datetime) -> str:
    """Say from when until when: the day once when both lie on it, each with its own when not."""
    starts, ends = timezone.localtime(starts), timezone.localtime(ends)
    first = date_format(starts, "l j E, H:i")
    if starts.date() == ends.date():
        return f"{first}–{date_format(ends, 'H:i')}"
    return f"{first} – {date_format(ends, 'l j E, H:i')}"
