"""The statements of edits know every column of the tables that they write."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from network.services.edits import MODELS
from network.sql import edit_rows

FOLDER = Path(edit_rows.__file__).parent / "edits"


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.sql")), ids=lambda path: path.stem)
def test_every_column_is_written(path: Path) -> None:
    how, kind = path.stem.split("_")
    columns = {
        field.column
        for field in MODELS[kind]._meta.concrete_fields
        if not field.generated and field.column != "id"
    }
    if kind == "shutoff":
        columns.discard("geom")  # the database makes it
    if how == "changed":
        columns.discard("version")  # the database counts it
    found = re.search(r"\(\n([^()]+)\n\)", path.read_text())
    assert found
    assert set(re.findall(r"\w+", found[1])) - {"id"} == columns
