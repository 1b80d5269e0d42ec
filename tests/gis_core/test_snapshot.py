"""Reads that belong together see one moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import InternalError, connection

from gis_core.services.snapshot import one_snapshot
from parties.models import Party
from tests.factories.billing import make_payer

pytestmark = pytest.mark.usefixtures("committed_db")


def _somebody_else_registers() -> None:
    try:
        make_payer("Νίκου")
    finally:
        connection.close()


def test_what_is_committed_meanwhile_is_not_seen() -> None:
    with one_snapshot():
        before = Party.objects.count()
        with ThreadPoolExecutor(1) as pool:
            pool.submit(_somebody_else_registers).result()
        assert Party.objects.count() == before
    assert Party.objects.count() == before + 1


def test_nothing_is_written_in_a_snapshot() -> None:
    with pytest.raises(InternalError), one_snapshot():
        make_payer("Νίκου")
