"""A text without its reviewed Greek translation fails the check."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.architecture.house import ROOT

HEADER = """msgid ""
msgstr ""
"Language: el\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
COMPLETE = """msgid "Valve"
msgstr "Δικλείδα"

#, python-format
msgid "%(count)d pipe"
msgid_plural "%(count)d pipes"
msgstr[0] "%(count)d αγωγός"
msgstr[1] "%(count)d αγωγοί"

msgid "Close the valve"
msgstr "Κλείστε τη δικλείδα"
"""
PYTHON = """from django.utils.translation import gettext_lazy as _, ngettext

TITLE = _("Valve")


def tell(count: int) -> str:
    return ngettext("%(count)d pipe", "%(count)d pipes", count) % {"count": count}
"""


def _check(folder: Path, catalogue: str | None) -> subprocess.CompletedProcess[str]:
    """Run the check on a house of one small app with this catalogue."""
    shutil.copytree(ROOT / "ops", folder / "ops", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / ".venv").symlink_to(ROOT / ".venv")
    templates = folder / "network" / "templates" / "network"
    templates.mkdir(parents=True)
    (folder / "network" / "apps.py").write_text(PYTHON)
    (templates / "valve.html").write_text(
        '{% load i18n %}<button>{% translate "Close the valve" %}</button>\n'
    )
    if catalogue is not None:
        messages = folder / "network" / "locale" / "el" / "LC_MESSAGES"
        messages.mkdir(parents=True)
        (messages / "django.po").write_text(HEADER + catalogue)
    return subprocess.run(
        [folder / "ops" / "check_catalogues.sh"], capture_output=True, text=True, check=False
    )


def test_a_complete_catalogue_passes(tmp_path: Path) -> None:
    result = _check(tmp_path, COMPLETE)
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(
    ("catalogue", "complaint"),
    [
        pytest.param(None, "is missing", id="no catalogue"),
        pytest.param(
            COMPLETE.replace('"Δικλείδα"', '""'), "without translation:\n    Valve\n", id="not translated"
        ),
        pytest.param(
            COMPLETE.replace('msgid "Valve"', '#, fuzzy\nmsgid "Valve"'),
            "not reviewed (fuzzy):\n    Valve\n",
            id="fuzzy",
        ),
        pytest.param(
            COMPLETE.replace("Close the valve", "Close it"),
            "without translation:\n    Close the valve\n",
            id="new text in a page",
        ),
        pytest.param(
            COMPLETE + '\n#~ msgid "Tap"\n#~ msgstr "Βρύση"\n', "no longer used", id="text of yesterday"
        ),
    ],
)
def test_what_is_missing_is_named(tmp_path: Path, catalogue: str | None, complaint: str) -> None:
    result = _check(tmp_path, catalogue)
    assert result.returncode == 1
    assert complaint in result.stderr
    assert "network/locale/el/LC_MESSAGES/django.po" in result.stderr
