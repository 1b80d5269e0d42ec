"""The columns of the office's lists, on django-tables2."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString

from gis_core.pages import written
from gis_core.templatetags import hydria

ICONS = {"good": "check-circle", "warn": "exclamation-triangle", "bad": "x-circle", "info": "info-circle"}


class OfficeTable(tables.Table):
    """A list of the office: one look, a sentence when it is empty."""

    #: Columns that stand in the list when somebody chooses them; files have them always.
    spare_columns: ClassVar[tuple[str, ...]] = ()

    class Meta:
        template_name = "gis_core/table.html"
        attrs = {"class": "table"}
        per_page = 50


class NumberColumn(tables.Column):
    """A right-aligned number in the reader's language; exports keep the number itself."""

    def __init__(self, *args: Any, decimals: int | None = None, total: bool = False, **kwargs: Any) -> None:
        """Take a fixed number of decimals, or as many as the value needs; `total` adds the column up below the list."""
        kwargs.setdefault("attrs", {"td": {"class": "num"}, "th": {"class": "num"}})
        super().__init__(*args, **kwargs)
        self.decimals = decimals
        self.total = total

    def render(self, value: Any) -> str:
        """Write the number for people."""
        return written.quantity(value, self.decimals)

    def value(self, value: Any) -> Any:
        """Give the number to a file."""
        return value


class MoneyColumn(NumberColumn):
    """Euros with two decimals, added up below the list."""

    def __init__(self, *args: Any, total: bool = True, **kwargs: Any) -> None:
        """Take `total=False` for amounts that make no sum, as prices of a unit."""
        super().__init__(*args, total=total, **kwargs)

    def render(self, value: Any) -> str:
        """Write the amount for people."""
        return hydria.amount(value)


class DateColumn(tables.Column):
    """dd/mm/yyyy; exports keep the date itself."""

    def render(self, value: Any) -> str:
        """Write the day for people."""
        return written.day(value)

    def value(self, value: Any) -> Any:
        """Give the date to a file."""
        return value


class MomentColumn(tables.Column):
    """dd/mm/yyyy HH:MM; exports keep the time itself."""

    def render(self, value: Any) -> str:
        """Write the moment for people."""
        return hydria.moment(value)

    def value(self, value: Any) -> Any:
        """Give the time to a file."""
        return value


class LinkColumn(tables.Column):
    """Text that leads to a page: `linkify` of django-tables2 under our name."""

    def __init__(self, view_name: str, *args: Any, pk: str = "pk", **kwargs: Any) -> None:
        """Take the page's name and the accessor of its key."""
        super().__init__(*args, linkify=(view_name, {"pk": tables.A(pk)}), **kwargs)


class StateColumn(tables.Column):
    """A choice shown by colour, shape and word together."""

    def __init__(self, tones: Mapping[str, str], *args: Any, **kwargs: Any) -> None:
        """Take the tone (good, warn, bad, info) of each value."""
        super().__init__(*args, **kwargs)
        self.tones = tones

    def render(self, value: Any, record: Any, bound_column: Any) -> SafeString:
        """Write the state as a pill."""
        raw = getattr(record, bound_column.accessor, value)
        tone = self.tones.get(raw, "")
        return format_html(
            '<span class="state {}"><i class="bi bi-{}" aria-hidden="true"></i>{}</span>',
            tone, ICONS.get(tone, "circle"), value,
        )  # fmt: skip

    def value(self, value: Any) -> Any:
        """Give the word to a file."""
        return value
