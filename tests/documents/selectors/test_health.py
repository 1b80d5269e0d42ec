"""Doctor's look at the archive: rows without a file, files without a row."""

import hashlib
import os
import time
from pathlib import Path

import pytest
from pytest_django import Settings

from documents.models import StoredFile
from documents.selectors.health import check_stored_files

pytestmark = pytest.mark.django_db

PHOTO = b"a burst in Ermou street"
SHA256 = hashlib.sha256(PHOTO).hexdigest()


@pytest.fixture
def archive(tmp_path: Path, settings: Settings) -> Path:
    """An empty archive folder."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def _put_file(archive: Path, *, age_s: int = 3600) -> None:
    path = archive / SHA256[:2] / SHA256
    path.parent.mkdir()
    path.write_bytes(PHOTO)
    os.utime(path, (time.time() - age_s, time.time() - age_s))


def _put_row() -> None:
    StoredFile.objects.create(sha256=SHA256, size_bytes=len(PHOTO), media_type="image/jpeg")


def test_a_row_with_its_file_is_well(archive: Path) -> None:
    _put_file(archive)
    _put_row()
    assert check_stored_files().ok


def test_a_row_without_its_file_is_a_loss(archive: Path) -> None:
    _put_row()
    result = check_stored_files()
    assert not result.ok
    assert SHA256 in result.detail
    assert result.remedy


def test_a_file_without_a_row_is_an_orphan(archive: Path) -> None:
    _put_file(archive)
    result = check_stored_files()
    assert not result.ok
    assert SHA256 in result.detail


def test_a_file_whose_row_is_about_to_be_committed_is_no_orphan(archive: Path) -> None:
    _put_file(archive, age_s=5)
    assert check_stored_files().ok


def test_other_files_in_the_folder_are_left_alone(archive: Path) -> None:
    (archive / "README").write_text("moved here by Petros")
    assert check_stored_files().ok
