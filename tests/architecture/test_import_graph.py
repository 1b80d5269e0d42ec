"""The import graph is checked by import-linter; a deliberately wrong import must break it."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.house import APPS, ROOT

LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")
MODULES = ("models", "services", "selectors", "querysets", "web", "tasks", "sql", "events")


def _build_house(folder: Path) -> None:
    """Build the apps as empty modules, under the very contracts of the product."""
    for app in APPS:
        (folder / app).mkdir()
        for module in ("__init__", *MODULES):
            (folder / app / f"{module}.py").touch()
    (folder / "gis_core" / "pages.py").touch()
    (folder / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text())
    (folder / "ops").symlink_to(ROOT / "ops")


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [LINT_IMPORTS, "--no-logo", "--no-cache"], cwd=folder, capture_output=True, text=True, check=False
    )


def test_the_product_keeps_its_import_graph() -> None:
    result = _lint(ROOT)
    assert result.returncode == 0, result.stdout


def test_imports_as_they_should_be_pass(tmp_path: Path) -> None:
    _build_house(tmp_path)
    (tmp_path / "billing" / "services.py").write_text(
        "from meters import models\nfrom billing import selectors\n"
    )
    (tmp_path / "billing" / "web.py").write_text("from gis_core import pages\nfrom billing import services\n")
    result = _lint(tmp_path)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("file", "line"),
    [
        pytest.param("meters/services.py", "from billing import models", id="up to a higher app"),
        pytest.param("network/services.py", "from accounting import models", id="across one floor"),
        pytest.param("gis_core/models.py", "from documents import models", id="out of the kernel"),
        pytest.param("meters/models.py", "from meters import services", id="up inside an app"),
        pytest.param("meters/web.py", "from meters import tasks", id="across one layer of an app"),
        pytest.param("billing/services.py", "from meters import sql", id="into another app's statements"),
        pytest.param("billing/web.py", "from meters import web", id="into another app's pages"),
        pytest.param("portal/web.py", "from billing import querysets", id="into what is not public"),
    ],
)
def test_a_wrong_import_breaks_the_check(tmp_path: Path, file: str, line: str) -> None:
    _build_house(tmp_path)
    (tmp_path / file).write_text(f"{line}\n")
    result = _lint(tmp_path)
    assert result.returncode == 1
    assert "BROKEN" in result.stdout
