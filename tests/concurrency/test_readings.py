"""People who enter, correct and import the same readings at once: no reading twice, none lost, nobody stuck."""

from __future__ import annotations

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from threading import Barrier, Thread

import pytest
from django.db import connections, transaction
from django.db.models import Count, Max, Q

from gis_core.choices import Role
from gis_core.errors import DomainError
from gis_core.models import User
from meters.choices import ReadingSource
from meters.models import Installation, Reading, ReadingFlag
from meters.services.checking import accept_reading
from meters.services.readings import correct_reading, record_reading, withdraw_reading
from tests.concurrency.waiting import until_someone_waits
from tests.factories import meters as make
from tests.factories.people import make_staff
from tests.world import build_network

DAY = date(2025, 6, 30)
PEOPLE = 200
#: The server's own pool of connections is not larger.
AT_ONCE = 40
METERS = 20


@pytest.fixture
def alice(committed_db: None, tmp_path: Path) -> Installation:
    build_network()
    make.bring_connections(tmp_path, make.ALICE, make.BOB, make.CHARLIE)
    return make.get_installation("100001", DAY)


def record(
    installation: Installation, value: int, day: date = DAY, key: str = "", actor: User | None = None
) -> Reading:
    """Write a reader's reading."""
    return record_reading(
        actor=actor, installation=installation, read_on=day, value_m3=Decimal(value), source=ReadingSource.READER,
        key=key,
    )  # fmt: skip


def test_the_same_reading_twice_at_once_is_written_once(alice: Installation) -> None:
    meet = Barrier(2)

    def enter(_turn: int) -> int:
        try:
            meet.wait()
            return record(alice, 50).pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(enter, range(2))
    assert first == second
    assert Reading.objects.filter(installation=alice, read_on=DAY).count() == 1


def test_one_key_twice_at_once_answers_with_one_reading(alice: Installation) -> None:
    reader = make_staff("manolis", Role.READER)
    meet = Barrier(2)

    def enter(_turn: int) -> int:
        try:
            meet.wait()
            return record(alice, 50, key="slip-1", actor=reader).pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(enter, range(2))
    assert first == second
    assert Reading.objects.filter(installation=alice, read_on=DAY).count() == 1


def test_of_two_who_correct_one_reading_the_second_is_told(alice: Installation) -> None:
    reading = record(alice, 50)
    told: list[str] = []

    def correct_too() -> None:
        try:
            correct_reading(actor=None, reading=reading, value_m3=Decimal(52), reason="typed wrong")
        except DomainError as error:
            told.append(error.code)
        finally:
            connections.close_all()

    second = Thread(target=correct_too)
    with transaction.atomic():
        correct_reading(actor=None, reading=reading, value_m3=Decimal(51), reason="typed wrong")
        second.start()
        until_someone_waits()
    second.join()
    assert told == ["not_standing"]
    rows = Reading.objects.filter(installation=alice, read_on=DAY).order_by("revision")
    assert [(row.revision, int(row.value_m3), row.stands) for row in rows] == [(0, 50, False), (1, 51, True)]


def test_a_file_that_comes_while_its_reading_is_corrected_changes_nothing(
    alice: Installation, tmp_path: Path
) -> None:
    reading = record(alice, 50)
    outcome: list[tuple[int, int, int]] = []

    def bring() -> None:
        try:
            report = make.bring_readings(tmp_path, "100001;30/06/2025;50", "100002;30/06/2025;7")
            outcome.append((report.taken, report.repeated, report.refused_count))
        finally:
            connections.close_all()

    file = Thread(target=bring)
    with transaction.atomic():
        correct_reading(actor=None, reading=reading, value_m3=Decimal(45), reason="typed wrong")
        file.start()
        until_someone_waits()
    file.join()
    assert outcome == [(1, 1, 0)]
    standing = Reading.objects.get(installation=alice, read_on=DAY, stands=True)
    assert (standing.value_m3, standing.read_m3, standing.revision) == (Decimal(45), Decimal(50), 1)


class Person:
    """One of those who work on the route: what they do by chance, and what came of it."""

    def __init__(self, number: int, installations: list[Installation], folder: Path) -> None:
        self.rng = Random(number)
        self.number, self.installations = number, installations
        self.folder = folder / f"p{number}"
        self.folder.mkdir()
        self.done, self.refused = Counter[str](), Counter[str]()

    def act(self) -> None:
        """Enter, send again, correct, withdraw, accept or bring a file."""
        installation = self.rng.choice(self.installations)
        act = self.rng.choice(("enter", "enter", "again", "correct", "correct", "withdraw", "accept", "file"))
        try:
            self.done[act] += getattr(self, f"_{act}")(installation)
        except DomainError as error:
            self.refused[error.code] += 1

    def _day(self) -> date:
        return DAY + timedelta(days=30 * self.rng.randrange(4))

    def _enter(self, installation: Installation) -> int:
        record(installation, self.rng.randrange(40, 400), self._day())
        return 1

    def _again(self, installation: Installation) -> int:
        day, value = self._day(), self.rng.randrange(40, 400)
        return int(record(installation, value, day).pk == record(installation, value, day).pk)

    def _standing(self, installation: Installation) -> Reading | None:
        return (
            Reading.objects.filter(installation=installation, stands=True, read_on__gte=DAY)
            .order_by("?")
            .first()
        )

    def _correct(self, installation: Installation) -> int:
        reading = self._standing(installation)
        if reading is None:
            return 0
        value = Decimal(self.rng.randrange(40, 400))
        return int(
            correct_reading(actor=None, reading=reading, value_m3=value, reason="seen anew").pk != reading.pk
        )

    def _withdraw(self, installation: Installation) -> int:
        reading = self._standing(installation)
        if reading is None:
            return 0
        withdraw_reading(actor=None, reading=reading, reason="of another meter")
        return 1

    def _accept(self, installation: Installation) -> int:
        flag = ReadingFlag.objects.filter(reading__installation=installation, state="open").first()
        if flag is None:
            return 0
        accept_reading(actor=User.objects.get(username="kleio"), reading=flag.reading)
        return 1

    def _file(self, _installation: Installation) -> int:
        lines = [
            f"{one.connection.supply_number};{self._day():%d/%m/%Y};{self.rng.randrange(40, 400)}"
            for one in self.rng.sample(self.installations, 5)
        ]
        return make.bring_readings(self.folder, *lines).taken


def work(folder: Path, seconds: float) -> list[Person]:
    """Let two hundred people work for so long; whatever is no refusal is raised."""
    build_network()
    lines = [
        f"{200_000 + n};Ερμού;{2 * n + 1};07;{10 * n};01/03/2020;R-{n};Οικονόμου;Οδυσσέας;;;2"
        for n in range(METERS)
    ]
    assert make.bring_connections(folder, *lines).taken == METERS
    make_staff("kleio", Role.BILLING)
    installations = list(Installation.objects.select_related("connection", "meter"))
    people = [Person(number, installations, folder) for number in range(PEOPLE)]
    until = time.monotonic() + seconds

    def serve(turn: int) -> None:
        try:
            mine = people[turn::AT_ONCE]
            while time.monotonic() < until:
                for person in mine:
                    person.act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(serve, range(AT_ONCE)))
    return people


def assert_nothing_lost(people: list[Person]) -> None:
    """Every correction and withdrawal is a revision, one at most stands a day, and no revision is skipped."""
    days = Reading.objects.filter(read_on__gte=DAY).values("installation", "read_on")
    told = days.annotate(rows=Count("pk"), last=Max("revision"), standing=Count("pk", filter=Q(stands=True)))
    assert all(day["rows"] == day["last"] + 1 and day["standing"] <= 1 for day in told)
    withdrawn = Reading.objects.filter(is_withdrawal=True).count()
    assert withdrawn == sum(person.done["withdraw"] for person in people)
    corrected = Reading.objects.filter(read_on__gte=DAY, note="seen anew", is_withdrawal=False).count()
    assert corrected == sum(person.done["correct"] for person in people)
    assert not ReadingFlag.objects.filter(reading__stands=False, state="open").exists()


def test_two_hundred_people_on_one_route_for_a_moment(committed_db: None, tmp_path: Path) -> None:
    assert_nothing_lost(work(tmp_path, 4))


@pytest.mark.soak
def test_two_hundred_people_on_one_route_for_a_minute(committed_db: None, tmp_path: Path) -> None:
    people = work(tmp_path, 60)
    assert_nothing_lost(people)
    done, refused = Counter[str](), Counter[str]()
    for person in people:
        done.update(person.done)
        refused.update(person.refused)
    print(f"done {dict(done)}; refused {dict(refused)}")
