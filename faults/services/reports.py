"""Reports of the public: taken once, numbered without gaps, beside the pipe that the fault is probably on."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.services.files import attach_file, store_file
from documents.services.images import clean_photo
from documents.services.series import take_numbers
from faults.choices import FaultState
from faults.domain.triage import first_priority
from faults.errors import NothingToSay, TooManyPhotos
from faults.models import Fault, FaultUpdate, Report
from faults.selectors.faults import find_report_by_key, list_photos
from faults.services.notices import send_receipt
from faults.types import NewReport
from gis_core.models import User
from network.models import Pipe
from network.selectors.pipes import nearest_pipe

SERIES = "FAULT"
MOST_PHOTOS = 5
#: The database proposes the nearest pipe within this distance.
PIPE_WITHIN_M = 200.0


def report_fault(*, actor: User | None, new: NewReport) -> Report:
    """Take a report: a fault with the next number of the year, the nearest pipe, photos, a receipt by e-mail.

    The same form sent again, even at once, gives the report it made before. Raises TooManyPhotos, or what
    `clean_photo` raises; then nothing was taken and no number used.
    """
    earlier = find_report_by_key(new.request_key)
    if earlier is not None:
        return earlier
    photos = clean_photos(new.photos)
    try:
        with transaction.atomic():
            return _take(actor, new, photos)
    except IntegrityError:
        earlier = find_report_by_key(new.request_key)
        if earlier is None:
            raise
        return earlier


def join_fault(*, actor: User | None, fault: Fault, new: NewReport) -> Report:
    """Add a person's report to a fault that is known already, so that they follow it.

    The same form sent again, even at once, gives the report it made before. Raises like `report_fault`.
    """
    earlier = find_report_by_key(new.request_key)
    if earlier is not None:
        return earlier
    photos = clean_photos(new.photos)
    try:
        with transaction.atomic():
            report = _make_report(actor, fault, new)
            _attach(actor, report, photos)
            send_receipt(report=report)
            return report
    except IntegrityError:
        earlier = find_report_by_key(new.request_key)
        if earlier is None:
            raise
        return earlier


@transaction.atomic
def add_message(
    *, actor: User | None, report: Report, text: str, photos: Sequence[bytes] = ()
) -> FaultUpdate:
    """Add the reporter's words and photos to the fault. Raises NothingToSay, TooManyPhotos."""
    if not text.strip() and not photos:
        raise NothingToSay
    # Of two messages at once the second waits, and counts the photos of the first.
    Fault.objects.select_for_update().get(pk=report.fault_id)
    cleaned = clean_photos(photos, already=len(list_photos(report)))
    _attach(actor, report, cleaned)
    words = text.strip()[:1000] or _("Photo added.")
    return FaultUpdate.objects.create(
        fault=report.fault,
        state=report.fault.state,
        text=words,
        is_public=False,
        created_by=actor,
        report=report,
    )


def clean_photos(photos: Sequence[bytes], *, already: int = 0) -> list[bytes]:
    """Return the photos written anew; raises TooManyPhotos when they would be more than a report takes."""
    if already + len(photos) > MOST_PHOTOS:
        raise TooManyPhotos(MOST_PHOTOS)
    return [clean_photo(photo) for photo in photos]


def _take(actor: User | None, new: NewReport, photos: list[bytes]) -> Report:
    near = nearest_pipe(new.place.point, within_m=PIPE_WITHIN_M)
    pipe = Pipe.objects.filter(pk=near.pipe_id).first() if near is not None else None
    distance_m = near.distance_m if near is not None else None
    diameter = float(pipe.diameter_mm) if pipe is not None and pipe.diameter_mm is not None else None
    year = timezone.localdate().year
    number = take_numbers(code=SERIES, year=year, count=1, title="Δηλώσεις βλαβών")[0]
    fault = Fault.objects.create(
        number=number, year=year, category=new.category, geom=new.place.point,
        address=new.place.address[:200],
        priority=first_priority(new.category, distance_m, diameter), pipe=pipe, pipe_distance_m=distance_m,
    )  # fmt: skip
    report = _make_report(actor, fault, new)
    FaultUpdate.objects.create(fault=fault, state=FaultState.NEW, created_by=actor)
    _attach(actor, report, photos)
    send_receipt(report=report)
    return report


def _make_report(actor: User | None, fault: Fault, new: NewReport) -> Report:
    return Report.objects.create(
        fault=fault, request_key=new.request_key, reporter=actor, connection=new.place.connection,
        place_source=new.place.source, description=new.description.strip(), name=new.name.strip(),
        email=new.email.strip(), phone=new.phone.strip(), language=new.language,
    )  # fmt: skip


def _attach(actor: User | None, report: Report, photos: Sequence[bytes]) -> None:
    for index, photo in enumerate(photos, start=1):
        stored = store_file(content=photo, media_type="image/jpeg")
        attach_file(actor=actor, target=report, file=stored, kind="photo", name=f"{report.fault}-{index}.jpg")
