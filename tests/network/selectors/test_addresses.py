"""An address is found however it is typed."""

from __future__ import annotations

import pytest
from django.utils import translation

from network.choices import Lifecycle, Medium
from network.models import Pipe
from network.selectors.addresses import find_address, list_addresses, nearest_address
from network.selectors.pipes import nearest_pipe
from tests.factories.network import make_node, make_pipe, make_street, make_system, point
from tests.world import TownNetwork, build_network

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> TownNetwork:
    return build_network()


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("Ερμού 12", "Ερμού 12"), ("ΕΡΜΟΥ 12", "Ερμού 12"), ("ermou 12", "Ερμού 12"),
        (" ερμου,12 ", "Ερμού 12"),
        ("Οδός Ερμού 12", "Ερμού 12"), ("Ερμού 12, Πόλη", "Ερμού 12"), ("Ερμού 12 54624", "Ερμού 12"),
        ("Ερμού 12Α", "Ερμού 12Α"), ("Ερμού 12 α", "Ερμού 12Α"), ("ermou 12a", "Ερμού 12Α"),
        ("Αγ. Δημητρίου 40", "Αγίου Δημητρίου 40"), ("Αγίου Δημητρίου 40", "Αγίου Δημητρίου 40"),
        ("agiou dimitriou 40", "Αγίου Δημητρίου 40"), ("Ag Dimitriou 40", "Αγίου Δημητρίου 40"),
    ],
)  # fmt: skip
def test_a_house_is_found_however_it_is_typed(town: TownNetwork, typed: str, address: str) -> None:
    hit = find_address(typed)
    assert hit is not None
    assert hit.point.equals_exact(town.addresses[address].geom)
    assert (hit.is_exact, hit.label) == (True, f"{address}, Πόλη")


def test_an_unknown_number_lies_between_its_neighbours_and_says_so(town: TownNetwork) -> None:
    with translation.override("en"):
        hit = find_address("Ερμού 16")
    assert hit is not None
    assert hit.point.equals_exact(point(150, 190), 0.001)
    assert (hit.is_exact, hit.label) == (False, "Ερμού 16, Πόλη (approximately)")


def test_a_number_on_a_street_without_numbers_lies_on_its_middle(town: TownNetwork) -> None:
    hit = find_address("Βας. Όλγας 5")
    assert hit is not None
    assert hit.point.equals_exact(point(200, 100), 0.001)
    assert not hit.is_exact


def test_a_street_alone_and_a_misspelt_street_are_found(town: TownNetwork) -> None:
    for typed in ("Αγίας Σοφίας", "agia sofia", "agias sophias"):
        hit = find_address(typed)
        assert hit is not None, typed
        assert hit.street_id == town.streets["sofias"].pk


def test_nonsense_finds_nothing(town: TownNetwork) -> None:
    for typed in ("", "   ", "12", "Ξψξψξ 4", "'; drop", "(((", "%%%"):
        assert list_addresses(typed) == []


def test_the_settlement_tells_streets_of_one_name_apart(town: TownNetwork) -> None:
    other = make_street("Ερμού", (0, 900), (100, 900), settlement="Άνω Χωριό")
    hit = find_address("Ερμού 12, Άνω Χωριό")
    assert hit is not None
    assert hit.street_id == other.pk
    latin = find_address("ermou 12, ano chorio")
    assert latin is not None
    assert latin.street_id == other.pk
    known = find_address("Ερμού 12")
    assert known is not None
    assert known.street_id == town.streets["ermou"].pk


def test_streets_named_by_a_day_keep_their_number(town: TownNetwork) -> None:
    street = make_street("25ης Μαρτίου", (0, 700), (100, 700))
    square = make_street("Πλατεία 28 Οκτωβρίου", (0, 800), (100, 800))
    for typed, expected in (("25ης Μαρτίου 3", street), ("Πλατεία 28 Οκτωβρίου", square)):
        hit = find_address(typed)
        assert hit is not None
        assert hit.street_id == expected.pk


def test_the_nearest_address_is_a_house_then_a_street_then_nothing(town: TownNetwork) -> None:
    house = nearest_address(point(111, 188))
    street = nearest_address(point(300, 30))
    assert house is not None
    assert street is not None
    assert (house.label, house.number) == ("Ερμού 12, Πόλη", "12")
    assert (street.street_id, street.number) == (town.streets["olgas"].pk, "")
    assert nearest_address(point(5000, 5000)) is None


def test_the_nearest_pipe_and_the_place_on_it(town: TownNetwork) -> None:
    near = nearest_pipe(point(50, 190))
    assert near is not None
    assert (near.code, near.pipe_id) == ("p3", town.pipes["p3"].pk)
    assert [near.fraction, near.distance_m] == pytest.approx([0.25, 10])
    assert near.point.equals_exact(point(50, 200), 0.001)
    assert nearest_pipe(point(50, 5000)) is None


def test_the_nearest_pipe_is_one_that_brings_water(town: TownNetwork) -> None:
    """A sewer in the same street, a main that is only planned and one that was abandoned serve nobody."""
    sewers = make_system("sewers", "Αποχέτευση")
    sewers.medium = Medium.SEWER
    sewers.save()
    sewer = make_pipe("s1", make_node(sewers, "m1", 0, 195), make_node(sewers, "m2", 200, 195))
    for number, lifecycle in enumerate((Lifecycle.PLANNED, Lifecycle.ABANDONED)):
        ends = [make_node(town.system, f"{lifecycle}{east}", east, 192 + number) for east in (0, 200)]
        Pipe.objects.filter(pk=make_pipe(str(lifecycle), *ends).pk).update(lifecycle=lifecycle)
    near, below = nearest_pipe(point(50, 190)), nearest_pipe(point(50, 190), medium=Medium.SEWER)
    assert near is not None
    assert below is not None
    assert (near.code, below.code) == ("p3", "s1")
    assert below.pipe_id == sewer.pk
