"""Greek text: search keys, capitals, transliteration, formats; the database makes the same keys."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gis_core.domain.greek import (
    double_key,
    format_date,
    format_money,
    format_number,
    latin_key,
    query_keys,
    search_key,
    upper_greek,
)

LETTERS = (
    "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΆΈΉΊΌΎΏΪΫ"
    "abcXYZéü0123456789 .,-'/&\u0301\u0308"
)


@pytest.mark.parametrize(
    ("text", "capitals"),
    [
        ("Άρης Μάϊος", "ΑΡΗΣ ΜΑΙΟΣ"),
        ("ρολόι", "ΡΟΛΟΙ"),
        ("Μαΐου", "ΜΑΙΟΥ"),
        ("Χαΐτογλου", "ΧΑΙΤΟΓΛΟΥ"),
        ("άυλος", "ΑΥΛΟΣ"),
        ("ή", "Η"),
        ("οδός", "ΟΔΟΣ"),
    ],
)
def test_capitals_lose_accents(text: str, capitals: str) -> None:
    assert upper_greek(text) == capitals


@pytest.mark.parametrize(
    ("greek", "latin"),
    [
        ("Ευκλείδης", "EFKLEIDIS"),
        ("Εύβοια", "EVVOIA"),
        ("Μπέης", "BEIS"),
        ("Λάμπρος", "LAMPROS"),
        ("Αγγελόπουλος", "ANGELOPOULOS"),
        ("Χρήστος", "CHRISTOS"),
        ("Υψηλάντης", "YPSILANTIS"),
        ("Ηράκλειο", "IRAKLEIO"),
        ("Αυτοκράτορας", "AFTOKRATORAS"),
        ("ΜΠΑΚΟΓΙΑΝΝΗ", "BAKOGIANNI"),
        ("Χαΐτογλου", "CHAITOGLOU"),
        ("ΓΕΩΡΓΙΟΣ", "GEORGIOS"),
        ("Γκίκας", "GKIKAS"),
        ("Αγκαλιά", "AGKALIA"),
        ("Αϋπνία", "AYPNIA"),
    ],
)
def test_latin_letters_after_elot_743(greek: str, latin: str) -> None:
    assert latin_key(greek) == latin


@pytest.mark.parametrize("typed", ["Ερμού 12", "ΕΡΜΟΥ 12", "ermou 12", "  ερμου,12 "])
def test_the_same_address_however_typed(typed: str) -> None:
    [key] = query_keys(typed)
    assert key in double_key("Ερμού 12")


def test_keys_of_nothing() -> None:
    assert search_key(" -·- ") == ""
    assert query_keys("…") == []


def _in_sql(function: str, text: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [text])
        return str(cursor.fetchone()[0])


@pytest.mark.django_db
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(alphabet=LETTERS, max_size=24))
def test_the_database_makes_the_same_keys(text: str) -> None:
    assert _in_sql("hydria_search_key", text) == search_key(text)
    assert _in_sql("hydria_double_key", text) == double_key(text)


@pytest.mark.django_db
def test_the_functions_of_the_database_can_be_indexed() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT provolatile, proparallel FROM pg_proc WHERE proname IN"
            " ('hydria_search_key', 'hydria_double_key', 'hydria_latin_key')"
        )
        assert cursor.fetchall() == [("i", "s")]


def test_money_numbers_and_days() -> None:
    assert format_money(Decimal("1234.565")) == "1.234,57 €"
    assert format_money(Decimal("-0.5")) == "−0,50 €"
    assert format_money(Decimal("1234.5"), "en") == "€1,234.50"
    assert format_number(Decimal("1234567.8915"), 3) == "1.234.567,892"
    assert format_number(Decimal("0.5"), 0, "en") == "1"
    assert format_date(date(2026, 3, 1)) == "01/03/2026"
