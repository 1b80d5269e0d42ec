"""Reports of the public: taken once, numbered without gaps, beside the pipe that the fault is probably on."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.models import StoredFile
from documents.services.files import attach_file, store_file
from documents.services.images import clean_photo
from documents.services.series import take_numbers
from faults.choices import FaultCategory, FaultState
from faults.domain.triage import first_priority
from faults.errors import NothingToSay, TooManyPhotos
from faults.models import Fault, FaultUpdate, Report
from faults.selectors.faults import find_report_by_key, list_photos
from faults.services.notices import send_receipt
from faults.sql.insert_fault import insert_fault
from faults.types import NewReport
from gis_core.models import User, Utility
from network.choices import Medium
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
    photos = clean_photos(new.photos)
    # All that needs no number comes first: while this report holds the next one, others wait for theirs.
    fault, report = _new_fault(new), _new_report(actor, new)
    utility = Utility.objects.first()
    try:
        with transaction.atomic():
            files = _store(photos)
            fault.number = take_numbers(code=SERIES, year=fault.year, count=1, title="Δηλώσεις βλαβών")[0]
            insert_fault(fault, report)
            _attach(actor, report, files)
            send_receipt(report=report, utility=utility)
    except IntegrityError:
        # The form came before. That is rare, so nobody looks beforehand; the number went back with the transaction.
        earlier = find_report_by_key(new.request_key)
        if earlier is None:
            raise
        return earlier
    return report


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
            report = _new_report(actor, new)
            report.fault = fault
            report.save(force_insert=True)
            _attach(actor, report, _store(photos))
            send_receipt(report=report, utility=Utility.objects.first())
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
    _attach(actor, report, _store(cleaned))
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


def _new_fault(new: NewReport) -> Fault:
    """Return a fault without its number, with the nearest pipe and how soon somebody should look."""
    if new.category == FaultCategory.SEWER:
        near = nearest_pipe(new.place.point, within_m=PIPE_WITHIN_M, medium=Medium.SEWER)
    else:
        near = new.place.pipe or nearest_pipe(new.place.point, within_m=PIPE_WITHIN_M)
    if near is not None and near.distance_m > PIPE_WITHIN_M:
        near = None
    distance_m = near.distance_m if near is not None else None
    diameter_mm = float(near.diameter_mm) if near is not None and near.diameter_mm is not None else None
    return Fault(
        year=timezone.localdate().year, category=new.category, geom=new.place.point,
        address=new.place.address[:200], state=FaultState.NEW,
        priority=first_priority(new.category, distance_m, diameter_mm),
        pipe_id=near.pipe_id if near is not None else None, pipe_distance_m=distance_m,
        created_at=timezone.now(),
    )  # fmt: skip


def _new_report(actor: User | None, new: NewReport) -> Report:
    return Report(
        request_key=new.request_key, reporter=actor, connection=new.place.connection,
        place_source=new.place.source, description=new.description.strip(), name=new.name.strip(),
        email=new.email.strip(), phone=new.phone.strip(), language=new.language, created_at=timezone.now(),
    )  # fmt: skip


def _store(photos: Sequence[bytes]) -> list[StoredFile]:
    return [store_file(content=photo, media_type="image/jpeg") for photo in photos]


def _attach(actor: User | None, report: Report, files: Sequence[StoredFile]) -> None:
    for index, file in enumerate(files, start=1):
        attach_file(actor=actor, target=report, file=file, kind="photo", name=f"{report.fault}-{index}.jpg")
