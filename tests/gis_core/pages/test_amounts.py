"""Amounts as people type them, in both languages."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from gis_core.pages.amounts import AmountField, plain_number

EITHER = [
    ("84,20", "84.20"), ("84.20", "84.20"), ("84", "84"), ("0,6", "0.6"), ("0,655", "0.655"), ("0.6550", "0.6550"),
    ("1.234,56", "1234.56"), ("1,234.56", "1234.56"), ("1.234.567", "1234567"), ("1,234,567", "1234567"),
    ("1 234,56 €", "1234.56"), (" 60,00 ", "60.00"), ("1234,5", "1234.5"), ("-5,5", "-5.5"),
]  # fmt: skip


@pytest.mark.parametrize("separator", [",", "."])
@pytest.mark.parametrize(("typed", "meant"), EITHER)
def test_most_amounts_mean_one_thing(typed: str, meant: str, separator: str) -> None:
    assert plain_number(typed, separator) == meant


@pytest.mark.parametrize(
    ("typed", "separator", "meant"),
    [("1,234", ",", "1.234"), ("1,234", ".", "1234"), ("1.234", ",", "1234"), ("1.234", ".", "1.234")],
)
def test_three_digits_after_one_separator_follow_the_language(typed: str, separator: str, meant: str) -> None:
    assert plain_number(typed, separator) == meant


@pytest.mark.parametrize("language", ["el", "en"])
@pytest.mark.parametrize(
    "typed", ["1,2,3", "1.23,4.5", "πέντε", "5€5x", "1e3", "--5", ",", "NaN", "12.34,5,6"]
)
def test_what_is_no_number_is_refused(typed: str, language: str) -> None:
    field = AmountField(max_digits=10, decimal_places=2)
    with translation.override(language), pytest.raises(ValidationError):
        field.clean(typed)
