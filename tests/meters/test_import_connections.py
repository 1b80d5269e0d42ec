"""Files of connections: good lines in, bad lines told, nothing twice."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from meters.models import Connection, ImportBatch, Installation, Liability, Meter, Reading, Route
from meters.selectors.liabilities import payer_on
from meters.services.connections import import_connections
from network.choices import Lifecycle, Medium
from network.models import Pipe
from parties.models import Party
from tests.factories import meters as make
from tests.factories.network import make_node, make_pipe, make_system
from tests.world import TownNetwork


def test_a_line_becomes_a_connection_on_the_nearest_pipe(people: TownNetwork) -> None:
    alice = make.get_connection("100001")
    assert alice.pipe == people.pipes["p3"]
    assert alice.pipe_fraction == pytest.approx(0.15)
    assert (alice.people, alice.route.code, alice.route_position) == (3, "07", 10)
    payer = payer_on(alice, date(2026, 1, 1))
    assert payer is not None
    assert (payer.name, payer.first_name, payer.afm) == ("Αντωνίου", "Αλίκη", "094259216")
    assert Reading.objects.filter(installation__connection=alice).count() == 1


def test_the_same_file_again_changes_nothing(people: TownNetwork, tmp_path: Path) -> None:
    tables = (Connection, Meter, Installation, Liability, Reading, Party)
    before = [list(table.objects.order_by("pk").values()) for table in tables]
    report = make.bring_connections(tmp_path, make.ALICE, make.BOB, make.CHARLIE)
    assert (report.taken, report.repeated, report.refused) == (0, 3, [])
    assert [list(table.objects.order_by("pk").values()) for table in tables] == before


def test_a_route_takes_its_name_from_the_file_once(town: TownNetwork, tmp_path: Path) -> None:
    """A name that stands is kept: the register knows better than the next file."""

    def bring(number: str, position: int, name: str) -> str:
        lines = (
            "supply_number;street;house_number;route;route_name;route_position;opened_on;meter_serial;payer_name",
            f"{number};Ερμού;3;07;{name};{position};01/03/2020;M-{number};Αντωνίου",
        )
        path = make.write_file(tmp_path, lines)
        assert import_connections(actor=None, path=path).taken == 1
        return Route.objects.get(code="07").name

    assert bring("1", 10, "") == ""
    assert bring("2", 20, "Ερμού – Αγίου Δημητρίου") == "Ερμού – Αγίου Δημητρίου"
    assert bring("3", 30, "Κάτω πόλη") == "Ερμού – Αγίου Δημητρίου"


def test_a_dry_run_writes_nothing(town: TownNetwork, tmp_path: Path) -> None:
    report = make.bring_connections(tmp_path, make.ALICE, dry_run=True)
    assert report.taken == 1
    assert not Connection.objects.exists()
    assert not Party.objects.exists()
    assert not ImportBatch.objects.exists()


def test_an_old_greek_file_is_read(town: TownNetwork, tmp_path: Path) -> None:
    assert make.bring_connections(tmp_path, make.ALICE, encoding="cp1253").taken == 1
    assert Party.objects.get().first_name == "Αλίκη"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("094259216", "094259217", "invalid_afm"),
        ("01/03/2020", "31/02/2020", "not_a_day"),
        ("01/03/2020", "01/03/2090", "in_the_future"),
        ("Ερμού;3;", "Ανύπαρκτη;3;", "no_place"),
        ("M-1", "M-2", "twice_in_file"),
        ("100001", "", "empty"),
        ("07;10", "07;20", "twice_in_file"),
    ],
)
def test_a_bad_line_is_told_and_the_good_one_taken(
    town: TownNetwork, tmp_path: Path, old: str, new: str, code: str
) -> None:
    report = make.bring_connections(tmp_path, make.BOB, make.ALICE.replace(old, new, 1))
    assert report.taken == 1
    assert [(line.line, line.code) for line in report.refused] == [(3, code)]
    assert list(Connection.objects.values_list("supply_number", flat=True)) == ["100002"]


def test_one_payer_of_two_connections_is_registered_once(town: TownNetwork, tmp_path: Path) -> None:
    second = make.ALICE.replace("100001", "100009").replace("07;10", "07;90").replace("M-1", "M-9")
    assert make.bring_connections(tmp_path, make.ALICE, second).taken == 2
    assert Party.objects.count() == 1


def test_a_connection_hangs_on_a_water_pipe_in_service(town: TownNetwork, tmp_path: Path) -> None:
    """A sewer beside the house and a main that is only planned bring it no water."""
    sewers = make_system("sewers", "Αποχέτευση")
    sewers.medium = Medium.SEWER
    sewers.save()
    make_pipe("s1", make_node(sewers, "m1", 0, 205), make_node(sewers, "m2", 200, 205))
    planned = make_pipe("p11", make_node(town.system, "x1", 0, 204), make_node(town.system, "x2", 200, 204))
    Pipe.objects.filter(pk=planned.pk).update(lifecycle=Lifecycle.PLANNED)
    assert make.bring_connections(tmp_path, make.ALICE).taken == 1
    assert make.get_connection("100001").pipe == town.pipes["p3"]
