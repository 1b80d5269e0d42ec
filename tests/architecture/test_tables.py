"""Foreign keys and migrations follow the order of the apps, and migrations can be taken back."""

import ast
import re
from pathlib import Path

from django.apps import apps as django_apps
from django.db import models
from django.db.migrations.loader import MigrationLoader

from tests.architecture.house import APPS, ROOT, may_depend

MIGRATION_NAME = re.compile(r"^\d{4}_(?!auto_)[a-z0-9_]+$")


def test_foreign_keys_point_down() -> None:
    faults = []
    for app in APPS:
        for model in django_apps.get_app_config(app).get_models(include_auto_created=True):
            for field in model._meta.get_fields(include_parents=False):
                if not (field.is_relation and field.concrete) or field.related_model is None:
                    continue
                assert isinstance(field.related_model, type)
                assert issubclass(field.related_model, models.Model)
                target = field.related_model._meta.app_label
                if target in APPS and not may_depend(app, target):
                    faults.append(f"{model._meta.label}.{field.name} points up to {target}")
    assert faults == []


def test_migrations_depend_downwards() -> None:
    loader = MigrationLoader(None)
    faults = [
        f"{app}.{name} depends on {other}"
        for (app, name), migration in loader.disk_migrations.items()
        if app in APPS
        for other, _name in [*migration.dependencies, *migration.run_before]
        if other in APPS and not may_depend(app, other)
    ]
    assert faults == []


def test_migrations_are_reversible() -> None:
    loader = MigrationLoader(None)
    faults = [
        f"{app}.{name}: {operation.describe()}"
        for (app, name), migration in loader.disk_migrations.items()
        if app in APPS
        for operation in migration.operations
        if not operation.reversible
    ]
    assert faults == []


def test_migrations_are_named_and_import_nothing_of_ours() -> None:
    faults = []
    for path in _migration_files():
        if not MIGRATION_NAME.match(path.stem):
            faults.append(f"{path.relative_to(ROOT)}: its name does not say what it does")
        for node in ast.walk(ast.parse(path.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            faults += [
                f"{path.relative_to(ROOT)}: imports {name}" for name in names if name.split(".")[0] in APPS
            ]
    assert faults == []


def _migration_files() -> list[Path]:
    return [
        path
        for app in APPS
        for path in sorted((ROOT / app / "migrations").glob("*.py"))
        if path.name != "__init__.py"
    ]
