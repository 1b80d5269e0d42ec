"""A form field for amounts that takes a comma or a point for decimals, whatever the page's language."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import get_format

NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?", re.ASCII)
GROUPED = re.compile(r"[1-9]\d{0,2}([.,])\d{3}(?:\1\d{3})*")


def plain_number(typed: str, decimal_separator: str) -> str:
    """Return what a person typed with a point for decimals and nothing between thousands.

    `84,20` and `84.20` are the same; of two different separators the last begins the decimals. Only `1,234` could
    be either: there the separator of decimals of the reader's language decides. What is no number comes back as it
    is, for the field to refuse.
    """
    text = re.sub(r"[\s€]", "", typed)
    separators = re.findall(r"[.,]", text)
    if not separators:
        return text
    last = separators[-1]
    if len(set(separators)) == 1:
        grouped = GROUPED.fullmatch(text.lstrip("+-")) is not None
        if grouped and (len(separators) > 1 or last != decimal_separator):
            return text.replace(last, "")
        return text.replace(",", ".")
    whole, decimals = text.rsplit(last, 1)
    if GROUPED.fullmatch(whole.lstrip("+-")) is None:
        return text
    return f"{re.sub('[.,]', '', whole)}.{decimals}"


class AmountField(forms.DecimalField):
    """A decimal number shown in the reader's way; a comma never becomes a hundredfold amount."""

    def __init__(self, **kwargs: Any) -> None:
        """Take what a decimal field takes; phones show digits."""
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(localize=True, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Show a measure without the noughts that the column adds; money keeps its cents."""
        if isinstance(value, Decimal) and (self.decimal_places or 0) > 2:
            plain = value.normalize()
            value = plain.quantize(Decimal(1)) if plain.as_tuple().exponent > 0 else plain  # type: ignore[operator]  # a finite one is an int
        return super().prepare_value(value)

    def to_python(self, value: Any) -> Any:
        """Read what was typed; the plain form needs no more sanitising by the language."""
        if not isinstance(value, str):
            return super().to_python(value)
        number = plain_number(value, get_format("DECIMAL_SEPARATOR"))
        if number in self.empty_values:
            return None
        if not NUMBER.fullmatch(number):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return Decimal(number)
