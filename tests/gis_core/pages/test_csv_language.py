"""A file that is still being sent speaks the language in which it was asked for."""

from django.utils import translation
from django.utils.translation import gettext_lazy

from gis_core.pages.exports import csv_lines


def test_lazy_words_are_said_in_the_files_language() -> None:
    with translation.override("el"):
        lines = csv_lines([[gettext_lazy("Yes")], [gettext_lazy("No")]], "en")
        told = [next(lines), next(lines)]
        assert translation.get_language() == "el"
        told += lines
    assert told == ["\ufeff", "Yes\r\n", "No\r\n"]
    with translation.override("en"):
        assert list(csv_lines([[gettext_lazy("Yes")]], "el")) == ["\ufeff", "Ναι\r\n"]
