"""Two imports of one file at once write each reading once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from django.db import connections

from meters.models import Reading
from tests.factories import meters as make
from tests.world import build_network


def test_two_imports_of_the_same_file_at_once(committed_db: None, tmp_path: Path) -> None:
    build_network()
    make.bring_connections(tmp_path, make.ALICE, make.BOB, make.CHARLIE)
    lines = [f"10000{person};{day:02d}/06/2025;{day}" for person in (1, 2, 3) for day in range(1, 31)]
    folders = [tmp_path / name for name in ("first", "second")]
    for folder in folders:
        folder.mkdir()

    def bring(folder: Path) -> tuple[int, int, int]:
        try:
            report = make.bring_readings(folder, *lines)
            return report.taken, report.repeated, len(report.refused)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(bring, folders))
    assert outcomes == [(0, 90, 0), (90, 0, 0)]
    assert Reading.objects.filter(read_on__year=2025).count() == 90
