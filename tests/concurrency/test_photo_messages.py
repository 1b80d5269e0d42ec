"""A reporter sends two messages with photos at the same moment: no more photos than a report takes, none lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection
from PIL import Image

from documents.models import StoredFile
from documents.selectors.files import read_file
from faults.choices import FaultCategory, PlaceSource
from faults.errors import TooManyPhotos
from faults.models import FaultUpdate, Report
from faults.selectors.faults import list_photos
from faults.services.reports import MOST_PHOTOS, add_message, report_fault
from faults.types import NewReport, Place
from tests.factories.network import point
from tests.world import build_network

pytestmark = pytest.mark.usefixtures("committed_db")


def photo(shade: int) -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (64, 48), (shade, 90, 160)).save(buffer, "JPEG")
    return buffer.getvalue()


@pytest.fixture
def leak(committed_db: None) -> Report:
    build_network()
    place = Place(PlaceSource.MAP, point(100, 203), "Ερμού 5")
    new = NewReport(request_key=uuid4(), category=FaultCategory.LEAK, place=place, language="el")
    return report_fault(actor=None, new=new)


def send_at_once(report: Report, *messages: list[bytes]) -> list[str]:
    start = Barrier(len(messages))

    def send(photos: list[bytes]) -> str:
        try:
            found = Report.objects.get(pk=report.pk)
            start.wait(timeout=30)
            add_message(actor=None, report=found, text="", photos=photos)
        except TooManyPhotos:
            return "refused"
        finally:
            connection.close()
        return "taken"

    with ThreadPoolExecutor(len(messages)) as pool:
        return sorted(pool.map(send, messages))


def test_of_two_messages_that_are_too_many_together_one_is_taken_whole(leak: Report) -> None:
    first, second = ([photo(shade) for shade in shades] for shades in ((10, 40, 70), (100, 130, 160)))
    assert send_at_once(leak, first, second) == ["refused", "taken"]
    assert len(list_photos(leak)) == 3
    assert StoredFile.objects.count() == 3
    assert FaultUpdate.objects.filter(report=leak).count() == 1


def test_two_messages_that_fit_together_are_both_taken(leak: Report) -> None:
    assert send_at_once(leak, [photo(10), photo(40)], [photo(70), photo(100), photo(130)]) == [
        "taken",
        "taken",
    ]
    kept = list_photos(leak)
    assert len(kept) == MOST_PHOTOS
    assert len({read_file(attachment.file) for attachment in kept}) == MOST_PHOTOS
    assert FaultUpdate.objects.filter(report=leak).count() == 2


def test_the_same_photo_in_both_is_one_file_attached_twice(leak: Report) -> None:
    assert send_at_once(leak, [photo(10)], [photo(10)]) == ["taken", "taken"]
    assert (len(list_photos(leak)), StoredFile.objects.count()) == (2, 1)
