"""One English text has one Greek translation, whichever app it stands in.

Django merges the apps' catalogues: of two translations only one would ever be seen, perhaps in the wrong place.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from django.core.management.utils import popen_wrapper

ROOT = Path(__file__).resolve().parents[2]


def _read(text: str) -> dict[tuple[str, str], str]:
    """Return the translations of a catalogue without line breaks, by context and English text."""
    found: dict[tuple[str, str], str] = {}
    for entry in text.split("\n\n"):
        parts: dict[str, str] = {}
        for line in entry.splitlines():
            if line.startswith("msg"):
                keyword, value = line.split(" ", 1)
                parts[keyword] = value
        if parts.get("msgid", '""') != '""':
            key = (parts.pop("msgctxt", ""), parts.pop("msgid"))
            parts.pop("msgid_plural", "")
            found[key] = " | ".join(parts.values())
    return found


def _read_catalogue(path: Path) -> dict[tuple[str, str], str]:
    text, errors, _status = popen_wrapper(
        ["msgattrib", "--translated", "--no-fuzzy", "--no-obsolete", "--no-wrap", str(path)]
    )
    assert not errors, errors
    return _read(text.replace('""\n"', '"').replace('"\n"', ""))


def test_a_text_has_one_translation_in_all_apps() -> None:
    spoken: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for path in sorted(ROOT.glob("*/locale/el/LC_MESSAGES/django.po")):
        for key, greek in _read_catalogue(path).items():
            spoken[key][greek].append(path.relative_to(ROOT).parts[0])

    assert len(spoken) > 100
    twice = [f"{key}: {dict(said)}" for key, said in sorted(spoken.items()) if len(said) > 1]
    assert not twice, "give one a context (pgettext) or the same words:\n" + "\n".join(twice)


def test_different_translations_are_told_apart() -> None:
    text = (
        'msgctxt "link"\nmsgid "Open"\nmsgstr "Ανοικτό"\n\nmsgid "Open"\nmsgstr "Ανοιχτές"\n\n'
        'msgid "%(n)s day"\nmsgid_plural "%(n)s days"\nmsgstr[0] "%(n)s ημέρα"\nmsgstr[1] "%(n)s ημέρες"'
    )

    assert _read(text) == {
        ('"link"', '"Open"'): '"Ανοικτό"',
        ("", '"Open"'): '"Ανοιχτές"',
        ("", '"%(n)s day"'): '"%(n)s ημέρα" | "%(n)s ημέρες"',
    }
