"""Greek text, numbers and dates: search keys, capitals, transliteration, formats.

Sources: ELOT 743 / ISO 843 (transcription), Unicode NFD; the tables of words stand in the tests.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

#: Two letters first, then single ones; applied to capitals without accents.
_PAIRS = {
    "ΟΥ": "OU", "ΓΓ": "NG", "ΓΞ": "NX", "ΓΧ": "NCH", "ΓΚ": "GK", "ΝΤ": "NT",
}  # fmt: skip
_SINGLE = {
    "Α": "A", "Β": "V", "Γ": "G", "Δ": "D", "Ε": "E", "Ζ": "Z", "Η": "I", "Θ": "TH", "Ι": "I", "Κ": "K", "Λ": "L",
    "Μ": "M", "Ν": "N", "Ξ": "X", "Ο": "O", "Π": "P", "Ρ": "R", "Σ": "S", "Τ": "T", "Υ": "Y", "Φ": "F", "Χ": "CH",
    "Ψ": "PS", "Ω": "O",
}  # fmt: skip
_VOICED = frozenset("ΑΒΓΔΕΖΗΛΙΜΝΟΡΩΥ")
_NOT_WORD = re.compile(r"[^0-9A-ZΑ-Ω]+")
_GREEK = re.compile(r"[Α-Ω]")
_DIALYTIKA = "\u0308"


def upper_greek(text: str) -> str:
    """Return capitals without accents and dialytika, as Greek is printed: 'Άρης Μάϊος' → 'ΑΡΗΣ ΜΑΙΟΣ'."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", bare.upper())


def search_key(text: str) -> str:
    """Return the text as it is compared in searches: capitals, no accents, words parted by one space."""
    return _NOT_WORD.sub(" ", upper_greek(text)).strip()


def latin_key(text: str) -> str:
    """Return the search key in Latin letters after ELOT 743: 'Αϋπνία' → 'AYPNIA', 'Μπέης' → 'BEIS'."""
    return " ".join(_latin_word(word) for word in _latin_words(text))


def double_key(text: str) -> str:
    """Return what rows store to be found by Greek and Latin typing alike."""
    greek, latin = search_key(text), latin_key(text)
    return greek if greek == latin else f"{greek} {latin}"


def query_keys(query: str) -> list[str]:
    """Return the keys to look for: a query is matched when a stored key contains any of them."""
    key = search_key(query)
    return [key] if key else []


def _latin_words(text: str) -> list[str]:
    """Return the words in capitals, dialytika kept where they part a vowel pair."""
    marked = unicodedata.normalize("NFD", text).upper()
    kept = "".join(c for c in marked if not unicodedata.combining(c) or c == _DIALYTIKA)
    return [word for word in re.split(r"[^0-9A-ZΑ-Ω\u0308]+", kept) if word]


def _latin_word(word: str) -> str:
    out: list[str] = []
    index = 0
    while index < len(word):
        pair = word[index : index + 2]
        parted = word[index + 2 : index + 3] == _DIALYTIKA
        if pair == "ΜΠ":
            out.append("B" if index == 0 or index + 2 == len(word) else "MP")
            index += 2
        elif pair in {"ΑΥ", "ΕΥ", "ΗΥ"} and not parted:
            following = word[index + 2 : index + 3]
            out.append(_SINGLE[pair[0]] + ("V" if following in _VOICED and following else "F"))
            index += 2
        elif pair in _PAIRS and not (pair == "ΟΥ" and parted):
            out.append(_PAIRS[pair])
            index += 2
        else:
            out.append("" if word[index] == _DIALYTIKA else _SINGLE.get(word[index], word[index]))
            index += 1
    return "".join(out)


def has_greek(text: str) -> bool:
    """Say whether the text holds a Greek letter."""
    return bool(_GREEK.search(upper_greek(text)))


def format_number(value: Decimal | float, decimals: int = 2, language: str = "el") -> str:
    """Return the number rounded half up, with the separators of the language."""
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    english = f"{rounded:,.{decimals}f}"
    if language == "en":
        return english
    return english.translate(str.maketrans(",.", ".,"))


def format_money(value: Decimal, language: str = "el") -> str:
    """Return euros and cents: '1.234,56 €' in Greek, '€1,234.56' in English."""
    amount = format_number(abs(value), 2, language)
    sign = "−" if value < 0 else ""
    return f"{sign}€{amount}" if language == "en" else f"{sign}{amount} €"


def format_date(value: date, language: str = "el") -> str:
    """Return dd/mm/yyyy, which both languages of the product use."""
    return f"{value:%d/%m/%Y}"
