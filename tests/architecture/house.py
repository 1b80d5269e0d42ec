"""The house as files: our apps in their order, and every source file of the product."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CONFIGURATION = tomllib.loads((ROOT / "pyproject.toml").read_text())
#: Top to bottom, as import-linter holds it; apps on one floor do not know each other.
FLOORS: list[list[str]] = [
    [name.strip() for name in floor.split("|")]
    for floor in CONFIGURATION["tool"]["importlinter"]["contracts"][0]["layers"]
]
APPS: dict[str, int] = {app: height for height, floor in enumerate(reversed(FLOORS)) for app in floor}


def may_depend(app: str, other: str) -> bool:
    """Say whether an app may know the other: itself, or one on a lower floor."""
    return app == other or APPS[app] > APPS[other]


@dataclass(frozen=True)
class Source:
    """A Python file of an app."""

    app: str
    path: Path
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The parsed file."""
        return ast.parse(self.text)

    @property
    def name(self) -> str:
        """Path from the root of the checkout."""
        return str(self.path.relative_to(ROOT))


def product_files(suffix: str) -> Iterator[tuple[str, Path]]:
    """Yield (app, path) of our files with the suffix, migrations left out."""
    for app in APPS:
        for path in sorted((ROOT / app).rglob(f"*{suffix}")):
            if "migrations" not in path.parts:
                yield app, path


@cache
def python_sources() -> tuple[Source, ...]:
    """Return every Python file of every app, migrations left out; read and parsed once."""
    return tuple(Source(app, path, path.read_text()) for app, path in product_files(".py"))
