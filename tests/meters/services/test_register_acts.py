"""Meters taken down, hung again, scrapped, brought by a file; a connection's particulars and status."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pghistory
import pytest
from django.apps import apps
from django.contrib.gis.geos import Point
from django.db import connection
from django.db.models import Model

from gis_core.models import User
from gis_core.pages.history import list_changes
from meters.choices import ConnectionStatus, LocationOrigin, ReadingSource, StopValveState, UseKind
from meters.domain.meter_lines import NewMeter
from meters.errors import ConnectionRefused, InstallationRefused
from meters.models import Connection, Meter, Reading
from meters.services.connection_changes import Particulars, change_connection, change_status
from meters.services.installations import Hanging, install_meter, reinstall_meter, remove_meter
from meters.services.stock import change_meter_details, return_meter, scrap_meter, take_in_meters
from tests.factories import meters as make
from tests.world import TownNetwork

JUNE, JULY = date(2025, 6, 15), date(2025, 7, 1)


def alices() -> Connection:
    return make.get_connection("100001")


def newest_event(record: Model) -> Any:
    """Return the newest entry of the record's history."""
    events: Any = apps.get_model("meters", f"{type(record).__name__}Event")
    return events.objects.filter(pgh_obj=record.pk).latest("pgh_id")


def down(last_m3: str = "130", day: date = JUNE) -> Any:
    """Take Alice's meter down."""
    return remove_meter(actor=None, connection=alices(), removed_on=day, last_m3=Decimal(last_m3))


def test_a_meter_goes_down_and_hangs_again_at_its_place(people: TownNetwork) -> None:
    before = make.get_installation("100001", JUNE)
    before.geom, before.geom_accuracy_m = Point(407050, 4501210, srid=2100), 4.0
    before.geom_origin = LocationOrigin.READER
    before.save()
    down()
    assert not alices().installations.filter(period__contains=JUNE).exists()
    again = reinstall_meter(
        actor=None, connection=alices(), since=JULY, start_m3=Decimal(130), hanging=Hanging(1, " Σ-77 ")
    )
    assert (again.meter, again.seal_number, again.geom, again.geom_origin) == (
        before.meter, "Σ-77", before.geom, LocationOrigin.READER,
    )  # fmt: skip
    hung = alices().installations.order_by("period")
    assert [(i.period.lower, i.period.upper) for i in hung] == [
        (date(2020, 3, 1), JUNE),
        (JULY, None),
    ]
    kinds = Reading.objects.filter(installation__connection=alices()).order_by("read_on", "pk")
    assert [(r.read_on, r.value_m3, r.source) for r in kinds][1:] == [
        (JUNE, Decimal(130), ReadingSource.REMOVAL),
        (JULY, Decimal(130), ReadingSource.INSTALLATION),
    ]


def test_a_place_holds_one_meter_and_a_second_place_another(people: TownNetwork) -> None:
    garden = Meter.objects.create(serial="GARDEN")
    with pytest.raises(InstallationRefused):
        install_meter(actor=None, connection=alices(), meter=garden, since=JUNE, start_m3=Decimal(0))
    install_meter(
        actor=None, connection=alices(), meter=garden, since=JUNE, start_m3=Decimal(0), hanging=Hanging(2)
    )
    bobs = make.get_connection("100002")
    with pytest.raises(InstallationRefused):
        install_meter(
            actor=None, connection=bobs, meter=garden, since=JULY, start_m3=Decimal(0), hanging=Hanging(2)
        )
    assert alices().installations.filter(period__contains=JULY).count() == 2


def test_only_a_meter_in_store_is_scrapped_and_a_scrapped_one_hangs_nowhere(
    people: TownNetwork, clerk: User
) -> None:
    meter = Meter.objects.get(serial="M-1")
    with pytest.raises(InstallationRefused) as hangs:
        scrap_meter(actor=clerk, meter=meter, scrapped_on=JULY, reason="σπασμένο")
    assert hangs.value.code == "hangs"
    down()
    scrap_meter(actor=clerk, meter=meter, scrapped_on=JULY, reason="σπασμένο")
    event = newest_event(meter)
    assert (event.scrapped_on, event.pgh_context.metadata) == (
        JULY, {"user": clerk.pk, "reason": "σπασμένο"},
    )  # fmt: skip
    with pytest.raises(InstallationRefused):
        reinstall_meter(actor=clerk, connection=alices(), since=JULY, start_m3=Decimal(130))
    return_meter(actor=clerk, meter=meter, reason="επισκευάστηκε")
    reinstall_meter(actor=clerk, connection=alices(), since=JULY, start_m3=Decimal(130))


def test_a_file_of_meters_fills_the_store_once(people: TownNetwork, clerk: User) -> None:
    content = (
        "Υδρόμετρο;Κατασκευαστής;Τύπος;Ψηφία;Διάμετρος;Έτος;Έλεγχος έως\n"
        "N-1;Sensus;620;5;20;2026;01/10/2036\n"
        "M-1;;;;;;\n"
        "N-1;Sensus;;;;;\n"
        ";Sensus;;;;;\n"
        "N-2;;;12;;;\n"
        "N-3;;;;;;31/02/2030\n"
        "N-4;;;;;;\n"
    ).encode()
    tried = take_in_meters(actor=clerk, content=content, file_name="νέα.csv", dry_run=True)
    assert (tried.taken, Meter.objects.count()) == (2, 3)
    report = take_in_meters(actor=clerk, content=content, file_name="νέα.csv")
    assert (report.taken, report.repeated) == (2, 1)
    assert [(line.line, line.code) for line in report.refused] == [
        (4, "twice_in_file"), (5, "empty"), (6, "out_of_range"), (7, "not_a_day"),
    ]  # fmt: skip
    new = Meter.objects.get(serial="N-1")
    assert (new.make, new.model, new.digits, new.diameter_mm, new.made_year, new.verify_by) == (
        "Sensus", "620", 5, 20, 2026, date(2036, 10, 1),
    )  # fmt: skip
    assert Meter.objects.get(serial="N-4").digits == 5
    assert take_in_meters(actor=clerk, content=content, file_name="νέα.csv").taken == 0


def test_digits_cannot_be_fewer_than_what_was_read(people: TownNetwork) -> None:
    down("12345")
    meter = Meter.objects.get(serial="M-1")
    with pytest.raises(InstallationRefused) as few:
        change_meter_details(actor=None, meter=meter, details=NewMeter("M-1", digits=4))
    assert few.value.code == "too_few_digits"
    with pytest.raises(InstallationRefused) as known:
        change_meter_details(actor=None, meter=meter, details=NewMeter("M-2"))
    assert known.value.code == "serial_known"
    change_meter_details(actor=None, meter=meter, details=NewMeter("M-1", digits=6, make="Itron"))
    meter.refresh_from_db()
    assert (meter.digits, meter.make) == (6, "Itron")


def particulars(**changes: Any) -> Particulars:
    """Say what stands of Alice's house, but for the changes."""
    stands: dict[str, Any] = {
        "use": UseKind.DOMESTIC, "households": 1, "people": 3, "has_sewer": True, "street": "Ερμού",
        "house_number": "3", "postcode": "", "route": "07", "route_position": 10, "service_line": None,
        "shutoff_state": StopValveState.OPEN, "shutoff_note": "", "legacy_number": "",
    }  # fmt: skip
    return Particulars(**stands | changes)


def test_what_is_told_of_a_connection_changes_with_its_place(people: TownNetwork, clerk: User) -> None:
    point = Point(407210, 4501150, srid=2100)
    given = particulars(
        use=UseKind.HOTEL, people=40, street="Αγίας Σοφίας", house_number="9", route="08", route_position=None,
        shutoff_state=StopValveState.SEALED, shutoff_note="δεξιά της πόρτας", legacy_number="Α-17", point=point,
    )  # fmt: skip
    house = change_connection(actor=clerk, connection=alices(), given=given)
    house.refresh_from_db()
    assert (house.use, house.people, house.address, house.street) == (
        "hotel", 40, "Αγίας Σοφίας 9", people.streets["sofias"],
    )  # fmt: skip
    assert (house.route.code, house.route_position) == ("08", 20)
    assert house.pipe == people.pipes["p9"]
    assert house.pipe_fraction == pytest.approx(30 / 80)
    assert (house.shutoff_state, house.shutoff_note, house.legacy_number) == (
        "sealed", "δεξιά της πόρτας", "Α-17",
    )  # fmt: skip
    assert list(Connection.objects.matching(["ΑΓΙΑΣ ΣΟΦΙΑΣ"])) == [house]


@pytest.mark.parametrize(
    ("change", "code"),
    [({"route": "99"}, "unknown_route"), ({"route_position": 20}, "position_taken")],
)
def test_a_wrong_particular_changes_nothing(people: TownNetwork, change: dict[str, Any], code: str) -> None:
    with pytest.raises(ConnectionRefused) as refusal:
        change_connection(actor=None, connection=alices(), given=particulars(people=9, **change))
    assert refusal.value.code == code
    assert alices().people == 3


def test_a_status_changes_with_its_reason_in_the_history(people: TownNetwork, clerk: User) -> None:
    change_status(actor=clerk, connection=alices(), status=ConnectionStatus.CUT, reason="οφειλή 412,50 €")
    event = newest_event(alices())
    assert (event.status, event.pgh_context.metadata) == (
        "cut", {"user": clerk.pk, "reason": "οφειλή 412,50 €"},
    )  # fmt: skip
    newest = list_changes(alices())[0]
    assert (newest.who, newest.why) == (str(clerk), "οφειλή 412,50 €")
    for status, reason, code in (("active", " ", "no_reason"), ("removed", "τέλος", "meter_hangs")):
        with pytest.raises(ConnectionRefused) as refusal:
            change_status(actor=clerk, connection=alices(), status=ConnectionStatus(status), reason=reason)
        assert refusal.value.code == code
    assert alices().status == "cut"


def test_bulk_sql_shows_in_the_history_with_its_actor(people: TownNetwork, clerk: User) -> None:
    with pghistory.context(user=clerk.pk, reason="νέα απογραφή"), connection.cursor() as cursor:
        cursor.execute("UPDATE meters_connection SET people = people + 1")
        cursor.execute("UPDATE meters_meter SET make = 'Itron'")
    for record, field in ((alices(), ("3", "4")), (Meter.objects.get(serial="M-2"), ("—", "Itron"))):
        newest = list_changes(record)[0]
        assert (newest.who, newest.why) == (str(clerk), "νέα απογραφή")
        assert [(change.old, change.new) for change in newest.fields] == [field]
