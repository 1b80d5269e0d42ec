"""One form of the public is sent over several connections at the same moment, among others."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.utils import timezone

from documents.models import NumberSeries
from faults.choices import FaultCategory, PlaceSource
from faults.models import Fault, FaultUpdate, Report
from faults.services.reports import report_fault
from faults.types import NewReport, Place
from notifications.models import Message
from tests.factories.network import point
from tests.world import build_network


@pytest.mark.usefixtures("committed_db")
def test_a_form_sent_many_times_at_once_is_one_report_and_leaves_no_gap() -> None:
    build_network()
    keys = [uuid4(), uuid4(), uuid4()]
    start = Barrier(8)

    def send(key: UUID) -> str:
        new = NewReport(
            request_key=key, category=FaultCategory.LEAK, place=Place(PlaceSource.MAP, point(100, 203), "Ερμού 5"),
            language="el", email="nikos@example.gr",
        )  # fmt: skip
        try:
            start.wait(timeout=30)
            return report_fault(actor=None, new=new).fault.reference
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        given = list(pool.map(send, [keys[0], keys[1], keys[0], keys[2], keys[0], keys[1], keys[0], keys[1]]))
    year = timezone.localdate().year
    assert len({given[turn] for turn in (0, 2, 4, 6)}) == len({given[turn] for turn in (1, 5, 7)}) == 1
    assert sorted(set(given)) == [f"{year}-{number:05d}" for number in (1, 2, 3)]
    assert (Fault.objects.count(), Report.objects.count(), FaultUpdate.objects.count()) == (3, 3, 3)
    assert Message.objects.count() == 3
    assert NumberSeries.objects.get(code="FAULT").last_number == 3
