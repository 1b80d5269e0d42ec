"""Every file of the product keeps the rules of the house."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.apps import apps as django_apps

from tests.architecture import rules
from tests.architecture.house import APPS, ROOT, Source, product_files, python_sources

MAXIMUM_LINES = 400


def _gather(check: Callable[[Source], Iterator[str]]) -> list[str]:
    return [f"{source.name}: {fault}" for source in python_sources() for fault in check(source)]


def test_no_import_stands_inside_a_function() -> None:
    assert _gather(lambda source: rules.local_imports(source.tree)) == []


def test_nothing_imports_everything() -> None:
    assert _gather(lambda source: rules.star_imports(source.tree)) == []


def test_no_model_signal_is_used() -> None:
    assert _gather(lambda source: rules.model_signals(source.tree)) == []


def test_only_the_owning_app_writes_its_tables_in_python() -> None:
    assert _gather(lambda source: rules.foreign_writes(source.tree, source.app, APPS)) == []


def test_only_the_owning_app_writes_its_tables_in_sql() -> None:
    owners = _table_owners()
    faults = [
        f"{path.relative_to(ROOT)}: {fault}"
        for app, path in product_files(".sql")
        for fault in rules.sql_foreign_writes(path.read_text(), app, owners)
    ]
    faults += _gather(
        lambda source: (
            f"line {line}: {fault}"
            for line, text in rules.sql_strings(source.tree)
            for fault in rules.sql_foreign_writes(text, source.app, owners)
        )
    )
    assert faults == []


def test_every_sql_file_has_its_header_and_holds_one_statement() -> None:
    faults = [
        f"{path.relative_to(ROOT)}: {fault}"
        for _app, path in product_files(".sql")
        for fault in rules.sql_file_faults(path.read_text())
    ]
    assert faults == []


@pytest.mark.parametrize("suffix", [".py", ".sql", ".html", ".js", ".mjs", ".ts", ".css", ".scss", ".typ"])
def test_files_are_small(suffix: str) -> None:
    assert [
        f"{path.relative_to(ROOT)}: {length} lines"
        for path in _own_files(suffix)
        if (length := len(path.read_text().splitlines())) > MAXIMUM_LINES
    ] == []


def _own_files(suffix: str) -> Iterator[Path]:
    """Yield our files with the suffix; built and installed files are not ours."""
    for top in [*APPS, "tests", "bench", "ops"]:
        for path in sorted((ROOT / top).rglob(f"*{suffix}")):
            if not {"migrations", "node_modules", "dist", "build", "vendor"} & set(path.parts):
                yield path


def _table_owners() -> dict[str, str]:
    return {
        model._meta.db_table: model._meta.app_label
        for app in APPS
        for model in django_apps.get_app_config(app).get_models(include_auto_created=True)
    }


def test_every_silenced_check_says_why() -> None:
    silenced = re.compile(r"#\s*(?:type: ignore\[[\w-]+\]|noqa: [A-Z]+\d+)(.*)$")
    faults = [
        f"{path.relative_to(ROOT)}:{number}"
        for _app, path in product_files(".py")
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if (found := silenced.search(line)) and not re.search(r"\w{2}", found.group(1))
    ]
    assert faults == []
