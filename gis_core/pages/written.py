"""Numbers and days as pages write them, in the language of whoever asks."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import get_language

from gis_core.domain.greek import format_date, format_number


def quantity(value: Decimal | float | None, decimals: int | None = None) -> str:
    """A number with as many decimals as it needs (at most three), or as many as asked."""
    if value is None:
        return ""
    number = Decimal(str(value))
    if decimals is None:
        exponent = number.normalize().as_tuple().exponent
        decimals = min(3, max(0, -exponent)) if isinstance(exponent, int) else 0
    return format_number(number, decimals, get_language() or "el").replace("-", "−")


def day(value: date | datetime | None) -> str:
    """dd/mm/yyyy."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return "" if value is None else format_date(value, get_language() or "el")
