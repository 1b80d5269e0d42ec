"""Days and moments as people write them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation

from gis_core.pages.days import DayField, MomentField


@pytest.mark.parametrize(
    "typed",
    [
        "24/11/2026",
        "24-11-2026",
        "24.11.2026",
        "24/11/26",
        "24 11 2026",
        " 24/11/2026 ",
        "24112026",
        "2026-11-24",
    ],
)
def test_a_day_is_read_as_it_is_written(typed: str) -> None:
    """Greek order always, never the American one."""
    assert DayField().clean(typed) == date(2026, 11, 24)


def test_the_day_comes_before_the_month() -> None:
    """1/2 is the first of February."""
    assert DayField().clean("1/2/2026") == date(2026, 2, 1)


@pytest.mark.parametrize(
    ("typed", "code"),
    [("31/02/2026", "no_day"), ("11/24/2026", "no_day"), ("0/1/2026", "no_day"), ("24/11", "invalid"),
     ("tomorrow", "invalid"), ("1112026", "invalid"), ("24/11/2026 08:00", "invalid"), ("٢٤/١١/٢٠٢٦", "invalid")],
)  # fmt: skip
def test_a_day_that_is_none_is_refused(typed: str, code: str) -> None:
    """What could be another day is refused, not guessed."""
    with pytest.raises(ValidationError) as refusal:
        DayField().clean(typed)
    assert refusal.value.error_list[0].code == code


def test_an_empty_day_is_none_where_none_is_needed() -> None:
    """A field that may stay empty gives None."""
    assert DayField(required=False).clean(" ") is None


@pytest.mark.parametrize(
    "typed",
    ["24/11/2026 08:30", "24/11/2026 8.30", "24-11-2026, 08:30", "24112026 08:30", "2026-11-24T08:30",
     "2026-11-24 08:30:00"],
)  # fmt: skip
def test_a_moment_is_read_in_the_zone_of_the_utility(typed: str) -> None:
    """Half past eight in Athens is half past six in winter's UTC."""
    assert MomentField().clean(typed) == datetime(2026, 11, 24, 6, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "code"),
    [("24/11/2026", "invalid"), ("24/11/2026 25:00", "no_time"), ("24/11/2026 08:75", "no_time"),
     ("30/02/2026 08:00", "no_day")],
)  # fmt: skip
def test_a_moment_that_is_none_is_refused(typed: str, code: str) -> None:
    """Each with its own sentence."""
    with pytest.raises(ValidationError) as refusal:
        MomentField().clean(typed)
    assert refusal.value.error_list[0].code == code


def test_the_hour_that_the_summer_skips_is_refused() -> None:
    """Clocks go from three to four on the last Sunday of March."""
    with pytest.raises(ValidationError):
        MomentField().clean("28/03/2027 03:30")


def test_a_field_says_how_it_is_written() -> None:
    """In the reader's letters, after what it says already."""
    with translation.override("el"):
        assert str(DayField().help_text) == "ηη/μμ/εεεε"
        assert str(DayField(help_text="Η τελευταία ημέρα.").help_text) == "Η τελευταία ημέρα. (ηη/μμ/εεεε)"
        assert str(MomentField().help_text) == "ηη/μμ/εεεε ωω:λλ"


class _Form(forms.Form):
    day = DayField()
    moment = MomentField()


@pytest.mark.parametrize("language", ["el", "en"])
def test_it_is_shown_as_it_is_written(language: str) -> None:
    """A text field, which no browser turns into its own language."""
    given = {"day": date(2026, 11, 24), "moment": datetime(2026, 11, 24, 6, 30, tzinfo=UTC)}
    with translation.override(language):
        form = _Form(initial=given)
        assert 'type="text" name="day" value="24/11/2026"' in str(form["day"])
        assert 'type="text" name="moment" value="24/11/2026 08:30"' in str(form["moment"])
