"""Packed files of streets: damaged ones, and those that unpack without end."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from network.domain import street_file
from network.domain.street_file import StreetFault, StreetFileFaultError, read_street_file


def test_a_file_that_unpacks_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(street_file, "LARGEST_UNPACKED", 3 * 2**20)
    packed = tmp_path / "streets.geojson.gz"
    packed.write_bytes(gzip.compress(b" " * (4 * 2**20)))
    with pytest.raises(StreetFileFaultError) as refusal:
        read_street_file(packed)
    assert (refusal.value.fault, refusal.value.detail) == (
        StreetFault.NOT_READABLE, "more than 3 MB when unpacked",
    )  # fmt: skip


def test_a_damaged_packed_file_is_refused(tmp_path: Path) -> None:
    packed = tmp_path / "streets.geojson.gz"
    packed.write_bytes(gzip.compress(bytes(range(256)) * 99)[:80])
    with pytest.raises(StreetFileFaultError) as refusal:
        read_street_file(packed)
    assert refusal.value.fault == StreetFault.NOT_READABLE
