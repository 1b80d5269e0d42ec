"""Form fields for days and moments: written as dd/mm/yyyy whatever the browser's language, said so beside the field."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

#: How the reader is told to write: letters, as on Greek forms.
DAY_HINT = _("dd/mm/yyyy")
MOMENT_HINT = _("dd/mm/yyyy hh:mm")

#: 24/11/2026, 24-11-26, 24.11.2026, 24 11 2026, and the eight digits of a keyboard that has nothing else.
_BETWEEN = r"\s*[/.\- ]\s*"
_DAY = (
    rf"(?P<d>\d{{1,2}}){_BETWEEN}(?P<m>\d{{1,2}}){_BETWEEN}(?P<y>\d{{4}}|\d{{2}})"
    r"|(?P<d8>\d\d)(?P<m8>\d\d)(?P<y8>\d{4})"
)
#: 2026-11-24, as files and other programs write it.
_ISO = r"(?P<yi>\d{4})-(?P<mi>\d{1,2})-(?P<di>\d{1,2})"
_TIME = r"(?P<hour>\d{1,2})(?:\s*[:.]\s*(?P<minute>\d\d)(?::\d\d)?)?"
DAY = re.compile(rf"(?:{_DAY}|{_ISO})", re.ASCII)
MOMENT = re.compile(rf"(?:{_DAY}|{_ISO})(?:\s*[T,]\s*|\s+){_TIME}", re.ASCII)


def _with_hint(help_text: Any, hint: Promise) -> Any:
    """Add how to write to what the field says already."""
    return format_lazy("{} ({})", help_text, hint) if help_text else hint


def _day_of(found: re.Match[str]) -> date:
    """Return the day of a match; ValueError where the calendar has none."""
    parts = found.groupdict()
    year, month, day = (
        int(next(value for value in (parts[name], parts[f"{name}8"], parts[f"{name}i"]) if value is not None))
        for name in ("y", "m", "d")
    )
    return date(year + 2000 if year < 100 else year, month, day)


class DayInput(forms.DateInput):
    """A text field for a day; phones show digits."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Write days as dd/mm/yyyy."""
        super().__init__({"inputmode": "numeric", "autocomplete": "off", **(attrs or {})}, format="%d/%m/%Y")


class DayField(forms.DateField):
    """A day, written dd/mm/yyyy in every language; also taken with points or dashes, as eight digits, as ISO."""

    widget = DayInput
    default_error_messages = {
        "invalid": _("Write the day as dd/mm/yyyy, for example 31/12/2026."),
        "no_day": _("The calendar has no such day."),
    }

    def __init__(self, **kwargs: Any) -> None:
        """Say beside the field how a day is written."""
        kwargs["help_text"] = _with_hint(kwargs.get("help_text", ""), DAY_HINT)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        """Read what was typed."""
        if not isinstance(value, str):
            return super().to_python(value)
        text = value.strip()
        if not text:
            return None
        found = DAY.fullmatch(text)
        if found is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        try:
            return _day_of(found)
        except ValueError:
            raise ValidationError(self.error_messages["no_day"], code="no_day") from None


class _BareDayField(DayField):
    """A day whose field has no room for words beside it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.help_text = ""


class DayFilter(django_filters.DateFilter):
    """A day that filters a list; how it is written stands in the field, where lists have no room beside it."""

    field_class = _BareDayField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take what a filter of days takes."""
        kwargs.setdefault("widget", DayInput({"placeholder": DAY_HINT}))
        super().__init__(*args, **kwargs)


class MomentInput(forms.DateTimeInput):
    """A text field for a day and a time."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Write moments as dd/mm/yyyy hh:mm."""
        super().__init__({"autocomplete": "off", **(attrs or {})}, format="%d/%m/%Y %H:%M")


class MomentField(forms.DateTimeField):
    """A day and a time of the utility's zone, written dd/mm/yyyy hh:mm; also taken as ISO."""

    widget = MomentInput
    default_error_messages = {
        "invalid": _("Write day and time as dd/mm/yyyy hh:mm, for example 31/12/2026 08:30."),
        "no_day": _("The calendar has no such day."),
        "no_time": _("The day has no such time."),
    }

    def __init__(self, **kwargs: Any) -> None:
        """Say beside the field how a moment is written."""
        kwargs["help_text"] = _with_hint(kwargs.get("help_text", ""), MOMENT_HINT)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> datetime | None:
        """Read what was typed, in the current time zone."""
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        found = MOMENT.fullmatch(value.strip())
        if found is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        hour, minute = int(found["hour"]), int(found["minute"] or 0)
        if hour > 23 or minute > 59:
            raise ValidationError(self.error_messages["no_time"], code="no_time")
        try:
            day = _day_of(found)
        except ValueError:
            raise ValidationError(self.error_messages["no_day"], code="no_day") from None
        return super().to_python(datetime.combine(day, time(hour, minute)))
