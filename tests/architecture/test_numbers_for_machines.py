"""Identifiers in attributes are for machines: 12345, not 12.345 as Greek readers want their numbers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template import engines
from django.utils import translation

ROOT = Path(__file__).resolve().parents[2]
#: A primary key written as it is, inside an attribute or an address.
RAW_KEY = re.compile(r"""(?:=|[?&;][a-z_]+=|["\-:])\{\{ *(?:[a-z_.]+\.)?(?:pk|id|[a-z_]+_id) *\}\}""")
#: Texts already: names of form controls, UUIDs.
TEXTS = ("attrs.id", "public_id", "field.id")


def list_templates() -> list[Path]:
    return sorted(ROOT.glob("*/templates/**/*.html"))


def test_no_template_writes_a_key_with_thousands_points() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}: {found[0]}"
        for path in list_templates()
        for found in RAW_KEY.finditer(path.read_text())
        if not any(text in found[0] for text in TEXTS)
    ]
    assert list_templates()
    assert not wrong, f"write |unlocalize: {wrong}"


@pytest.mark.parametrize("language", ["el", "en"])
def test_list_beside_the_map_leads_to_the_object(language: str) -> None:
    template = engines["django"].get_template("gis_core/partials/in_view.html")
    row = {"pk": 12345, "title": "07-0001", "lon": 22.94, "lat": 40.63}
    with translation.override(language):
        page = template.render({"layer": {"name": "pipes", "title": "Pipes"}, "rows": [row], "limit": 100})
    assert 'data-id="12345" data-lon="22.940000" data-lat="40.630000"' in page
