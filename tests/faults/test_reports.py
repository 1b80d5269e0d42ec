"""Reports of the public: numbered, prioritised, put beside the nearest pipe, taken once."""

from __future__ import annotations

from io import BytesIO
from uuid import uuid4

import pytest
from django.contrib.gis.geos import Point
from django.db import IntegrityError, transaction
from django.utils import timezone
from PIL import Image

from documents.errors import NotAPhoto
from documents.models import NumberSeries
from documents.selectors.files import read_file
from faults.choices import FaultCategory, FaultPriority, FaultState, PlaceSource
from faults.domain.triage import round_distance
from faults.errors import NothingToSay, OutsideArea, PlaceUnknown, StepNotAllowed, TooManyPhotos
from faults.models import Fault, FaultUpdate, Report
from faults.selectors.faults import list_known_near, list_photos, list_updates_for
from faults.selectors.places import (
    degrees_of,
    place_from_address,
    place_from_point,
    place_from_supply_number,
)
from faults.services.reports import add_message, join_fault, report_fault
from faults.services.work import change_state, choose_pipe, say
from faults.types import NewReport, Place
from gis_core.choices import Role
from network.choices import Medium
from notifications.models import Message
from tests.factories.network import make_node, make_pipe, make_system, point
from tests.factories.outages import settle_ermou
from tests.factories.people import make_staff
from tests.world import TownNetwork, build_network

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> TownNetwork:
    return build_network()


def photo_with_position() -> bytes:
    """Return a JPEG that tells in EXIF and in a comment where it was taken."""
    picture = Image.new("RGB", (640, 480), (30, 90, 160))
    exif = Image.Exif()
    exif[0x010E] = "SECRET-EXIF"
    exif.get_ifd(0x8825)[1] = "N"
    buffer = BytesIO()
    picture.save(buffer, "JPEG", exif=exif, comment=b"SECRET-COMMENT")
    return buffer.getvalue()


def leak_at(east_m: float, north_m: float, **more: object) -> NewReport:
    values: dict[str, object] = {
        "request_key": uuid4(), "category": FaultCategory.LEAK, "language": "el",
        "place": Place(PlaceSource.MAP, point(east_m, north_m), "Ερμού 5"), **more,
    }  # fmt: skip
    return NewReport(**values)  # type: ignore[arg-type]


def test_a_leak_on_a_main_is_urgent_and_stands_beside_its_pipe(town: TownNetwork) -> None:
    fault = report_fault(actor=None, new=leak_at(100, 203)).fault
    assert fault.pipe == town.pipes["p3"]
    assert fault.pipe_distance_m == pytest.approx(3.0)
    assert (fault.priority, fault.state, fault.number) == (FaultPriority.URGENT, FaultState.NEW, 1)


def test_a_leak_on_a_thin_pipe_is_normal(town: TownNetwork) -> None:
    fault = report_fault(actor=None, new=leak_at(300, 103)).fault
    assert fault.pipe == town.pipes["p10"]
    assert fault.priority == FaultPriority.NORMAL


def test_numbers_run_without_a_gap_past_a_refusal(town: TownNetwork) -> None:
    report_fault(actor=None, new=leak_at(100, 203))
    with pytest.raises(NotAPhoto):
        report_fault(actor=None, new=leak_at(120, 203, photos=[b"no photo"]))
    with pytest.raises(TooManyPhotos):
        report_fault(actor=None, new=leak_at(120, 203, photos=[photo_with_position()] * 6))
    assert report_fault(actor=None, new=leak_at(140, 203)).fault.number == 2
    assert NumberSeries.objects.get(code="FAULT").last_number == 2
    assert Fault.objects.count() == 2


def test_the_same_form_sent_twice_is_one_report(town: TownNetwork) -> None:
    new = leak_at(100, 203, email="nikos@example.gr")
    assert report_fault(actor=None, new=new) == report_fault(actor=None, new=new)
    assert (Fault.objects.count(), Report.objects.count(), Message.objects.count()) == (1, 1, 1)


def test_a_photo_loses_what_it_tells_of_its_maker(town: TownNetwork) -> None:
    report = report_fault(actor=None, new=leak_at(100, 203, photos=[photo_with_position()]))
    (attachment,) = list_photos(report)
    kept = read_file(attachment.file)
    assert b"SECRET" not in kept
    with Image.open(BytesIO(kept)) as picture:
        assert (picture.format, picture.size, dict(picture.getexif())) == ("JPEG", (640, 480), {})


def test_the_receipt_holds_number_and_secret_link(town: TownNetwork) -> None:
    report = report_fault(actor=None, new=leak_at(100, 203, email="nikos@example.gr"))
    message = Message.objects.get()
    assert (message.recipient, message.language) == ("nikos@example.gr", "el")
    assert report.fault.reference in message.subject
    assert f"/report/{report.token}/" in message.body


def test_places_are_found_by_address_point_and_supply_number(town: TownNetwork) -> None:
    settle_ermou(make_staff("petros", Role.PLANNER))
    by_address = place_from_address("ermou 5")
    assert (by_address.point.coords, by_address.address) == (point(50, 210).coords, "Ερμού 5, Πόλη")
    by_point = place_from_point(*degrees_of(point(50, 208)), PlaceSource.MAP)
    assert by_point.address == "Ερμού 5, Πόλη"
    assert by_point.point.distance(point(50, 208)) < 0.01
    assert place_from_supply_number(" 07-0003 ").point.coords == point(90, 200).coords
    with pytest.raises(PlaceUnknown):
        place_from_supply_number("99-9999")
    with pytest.raises(PlaceUnknown):
        place_from_address("Οδός που δεν υπάρχει πουθενά 7")


@pytest.mark.parametrize(
    "place", [(23.72, 37.98), (0.0, 0.0), (22.9, 40.9)], ids=["Athens", "ocean", "hills"]
)
def test_a_place_elsewhere_is_refused(town: TownNetwork, place: tuple[float, float]) -> None:
    with pytest.raises(OutsideArea):
        place_from_point(*place, PlaceSource.MAP)


def test_known_faults_are_near_open_and_of_the_kind(town: TownNetwork) -> None:
    petros = make_staff("petros", Role.PLANNER)
    near = report_fault(actor=None, new=leak_at(100, 203)).fault
    report_fault(actor=None, new=leak_at(300, 203))
    report_fault(actor=None, new=leak_at(100, 205, category=FaultCategory.QUALITY))
    closed = report_fault(actor=None, new=leak_at(110, 203)).fault
    change_state(actor=petros, fault=closed, state=FaultState.RESTORED)
    assert list(list_known_near(point(150, 203), FaultCategory.LEAK)) == [near]


def test_who_joins_a_known_fault_follows_it_without_a_new_number(town: TownNetwork) -> None:
    fault = report_fault(actor=None, new=leak_at(100, 203)).fault
    report = join_fault(actor=None, fault=fault, new=leak_at(105, 203, email="eleni@example.gr"))
    assert report.fault == fault
    assert Fault.objects.count() == 1


def test_reporters_are_told_of_steps_each_address_once(town: TownNetwork) -> None:
    petros = make_staff("petros", Role.TECHNICIAN)
    fault = report_fault(actor=None, new=leak_at(100, 203, email="nikos@example.gr")).fault
    join_fault(actor=None, fault=fault, new=leak_at(105, 203, email="Nikos@example.gr"))
    join_fault(actor=None, fault=fault, new=leak_at(105, 203))
    Message.objects.all().delete()
    change_state(actor=petros, fault=fault, state=FaultState.IN_PROGRESS, text="Συνεργείο στον δρόμο.")
    message = Message.objects.get()
    assert message.recipient == "nikos@example.gr"
    assert "Συνεργείο στον δρόμο." in message.body


def test_a_step_that_the_state_does_not_allow_is_refused(town: TownNetwork) -> None:
    petros = make_staff("petros", Role.TECHNICIAN)
    fault = report_fault(actor=None, new=leak_at(100, 203)).fault
    change_state(actor=petros, fault=fault, state=FaultState.RESTORED)
    with pytest.raises(StepNotAllowed):
        change_state(actor=petros, fault=fault, state=FaultState.IN_PROGRESS)
    fault.refresh_from_db()
    assert fault.state == FaultState.RESTORED
    assert fault.closed_at is not None
    change_state(actor=petros, fault=fault, state=FaultState.ACCEPTED)
    fault.refresh_from_db()
    assert fault.closed_at is None


def test_a_reporter_reads_the_public_words_and_their_own(town: TownNetwork) -> None:
    petros = make_staff("petros", Role.TECHNICIAN)
    nikos = report_fault(actor=None, new=leak_at(100, 203))
    eleni = join_fault(actor=None, fault=nikos.fault, new=leak_at(100, 203))
    add_message(actor=None, report=nikos, text="Χειροτέρεψε")
    say(actor=petros, fault=nikos.fault, text="Για συναδέλφους", is_public=False)
    say(actor=petros, fault=nikos.fault, text="Ερχόμαστε", is_public=True)
    assert [update.text for update in list_updates_for(nikos)] == ["", "Χειροτέρεψε", "Ερχόμαστε"]
    assert [update.text for update in list_updates_for(eleni)] == ["", "Ερχόμαστε"]
    with pytest.raises(NothingToSay):
        add_message(actor=None, report=nikos, text="  ")


def test_staff_put_a_fault_on_another_pipe(town: TownNetwork) -> None:
    petros = make_staff("petros", Role.TECHNICIAN)
    fault = report_fault(actor=None, new=leak_at(190, 205)).fault
    choose_pipe(actor=petros, fault=fault, pipe=town.pipes["p6"])
    fault.refresh_from_db()
    assert fault.pipe == town.pipes["p6"]
    assert fault.pipe_distance_m == pytest.approx(10.0)


def test_a_point_is_kept_in_metres_of_the_greek_grid(town: TownNetwork) -> None:
    fault = report_fault(actor=None, new=leak_at(100, 203)).fault
    fault.refresh_from_db()
    assert isinstance(fault.geom, Point)
    assert (fault.geom.srid, FaultUpdate.objects.count()) == (2100, 1)


def test_joining_twice_at_once_gives_one_report(town: TownNetwork, monkeypatch: pytest.MonkeyPatch) -> None:
    fault = report_fault(actor=None, new=leak_at(120, 203)).fault
    new = leak_at(120, 203)
    first = join_fault(actor=None, fault=fault, new=new)
    answers = iter([None, first])  # the second click looked before the first had committed
    monkeypatch.setattr("faults.services.reports.find_report_by_key", lambda _key: next(answers))
    assert join_fault(actor=None, fault=fault, new=new) == first
    assert fault.reports.count() == 2


def test_a_closed_fault_has_a_time_and_an_open_one_has_none(town: TownNetwork) -> None:
    fault = report_fault(actor=None, new=leak_at(100, 203)).fault
    for wrong in ({"state": FaultState.RESTORED}, {"closed_at": timezone.now()}):
        with pytest.raises(IntegrityError, match="fault_closed_has_time"), transaction.atomic():
            Fault.objects.filter(pk=fault.pk).update(**wrong)


@pytest.mark.parametrize(
    ("metres", "told"), [(0, 50), (3.2, 50), (50, 50), (51, 100), (499, 500), (530, 600)]
)
def test_the_public_reads_rounded_distances(metres: float, told: int) -> None:
    assert round_distance(metres) == told


def test_a_blocked_sewer_stands_beside_the_sewer_and_a_leak_beside_the_main(town: TownNetwork) -> None:
    sewers = make_system("sewers", "Αποχέτευση")
    sewers.medium = Medium.SEWER
    sewers.save()
    sewer = make_pipe("s1", make_node(sewers, "m1", 0, 203), make_node(sewers, "m2", 200, 203))
    assert report_fault(actor=None, new=leak_at(100, 204)).fault.pipe == town.pipes["p3"]
    blocked = report_fault(actor=None, new=leak_at(100, 204, category=FaultCategory.SEWER)).fault
    assert blocked.pipe == sewer
    assert blocked.pipe_distance_m == pytest.approx(1.0)
