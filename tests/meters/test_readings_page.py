"""The tables of docs/algorithms/readings.md, row by row: through the plain rules and through the database."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.contrib.gis.geos import Point
from django.db.backends.postgresql.psycopg_any import DateRange

from meters.choices import ReadingSource
from meters.domain.check_rules import DEFAULTS, resolve_rules, season_of
from meters.domain.checks import Known, Meter, New, check_reading, count_estimates
from meters.domain.estimates import estimate_total, estimate_use
from meters.errors import EstimateRefused
from meters.models import Connection, Installation, Reading, ReadingFlag
from meters.services.connections import import_connections
from meters.services.estimates import estimate_reading
from meters.services.readings import record_reading
from meters.types import ReadingDetails
from tests.factories import meters as make
from tests.world import TownNetwork

PAGE = Path(__file__).parents[2] / "docs" / "algorithms" / "readings.md"


def rows_under(title: str) -> list[list[str]]:
    """Return the cells of the first table under a title."""
    section = PAGE.read_text().split(f"\n## {title}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


@dataclass(frozen=True)
class Shown:
    """A reading of the page: day, value, whole turns, marks."""

    read_on: date
    value: int
    offset: int
    is_estimate: bool
    is_held: bool


def day_of(text: str) -> date:
    """Return the day of the page."""
    day, month, year = map(int, text.split("/"))
    return date(year, month, day)


def parse(text: str) -> list[Shown]:
    """Read `day value` with its marks, separated by commas."""
    readings = []
    for part in text.split(","):
        match = re.fullmatch(r"(\S+) (\d+)(e?)(?:\+(\d+))?(!?)", part.strip())
        assert match is not None, part
        day, value, estimate, offset, held = match.groups()
        read_on = day_of(day)
        readings.append(Shown(read_on, int(value), int(offset or 0), bool(estimate), bool(held)))
    return readings


def know(readings: list[Shown]) -> list[Known]:
    """Return the readings as the plain rules take them; the first was made when the meter was hung."""
    sources = ["installation"] + ["estimate" if one.is_estimate else "reader" for one in readings[1:]]
    return [
        Known(1, one.read_on, one.value * 1000, one.offset * 1000, source, one.is_held)
        for one, source in zip(readings, sources, strict=True)
    ]


def found(text: str) -> dict[str, str]:
    """Return the flags that a row tells, with their states."""
    if text == "–":
        return {}
    return {part.split()[0]: "accepted" if "(accepted)" in part else "open" for part in text.split(",")}


RULES = rows_under("Rules")
ESTIMATES = rows_under("Estimates")


def test_every_rule_has_a_row() -> None:
    assert {row[0] for row in RULES} - {"plausible"} == set(DEFAULTS)


def test_the_parameters_of_the_page_hold() -> None:
    told = {
        code: {name: float(value) for name, value in (part.split() for part in text.split(","))}
        for code, text in rows_under("Parameters")
    }
    assert told == {code: dict(given) for code, given in DEFAULTS.items() if given}


@pytest.mark.parametrize("row", RULES, ids=[f"{row[0]}-{number}" for number, row in enumerate(RULES)])
def test_a_row_follows_from_the_plain_rules(row: list[str]) -> None:
    _rule, where, before, reading, turns, flags, _because = row
    known, new = know(parse(before)), parse(reading)[0]
    use = next((word for word in where.split() if word in ("hotel", "farm")), "domestic")
    rules = resolve_rules(use, season_of(new.read_on))
    if new.is_estimate:
        run = count_estimates(
            [*known, Known(1, new.read_on, new.value * 1000, source="estimate")], new.read_on
        )
        assert found(flags) == {"many_estimates": "open"}
        assert run >= rules.get("many_estimates", "periods")
        return
    off = re.search(r"(\d+) m off ±(\d+)", where)
    serial = re.search(r"seen (\S+)", where)
    meter = Meter(
        1, known[0].read_on, serial="M-1", is_active=where != "cut", follows_meter="exchanged" in where,
        removal_known=where.endswith("removal read"),
    )  # fmt: skip
    verdict = check_reading(
        New(
            new.read_on, new.value * 1000, told_serial=serial.group(1) if serial else "",
            metres_off=float(off.group(1)) if off else None, accuracy_m=float(off.group(2)) if off else 0,
        ),
        meter, rules, known,
    )  # fmt: skip
    assert (verdict.offset_l, verdict.flags) == (int(turns) * 1000, found(flags))


def hang(tmp_path: Path, first: Shown, where: str) -> Installation:
    """Hang a meter at Alice's with the first reading of the row, after another one where it was exchanged."""
    header = make.HEADER + ";Αρχική ένδειξη"
    opened, start = first.read_on, first.value
    if where.startswith("exchanged"):
        opened, start = opened - timedelta(days=300), 0
    line = make.ALICE.replace("01/03/2020", f"{opened:%d/%m/%Y}") + f";{start}"
    path = make.write_file(tmp_path, (header, line), "connections.csv")
    assert import_connections(actor=None, path=path).taken == 1
    use = next((word for word in where.split() if word in ("hotel", "farm")), "domestic")
    status = "cut" if where == "cut" else "active"
    Connection.objects.filter(supply_number="100001").update(use=use, status=status)
    hung = Installation.objects.select_related("connection", "meter").get(meter__serial="M-1")
    return exchange(hung, first, where) if where.startswith("exchanged") else hung


def exchange(old: Installation, first: Shown, where: str) -> Installation:
    """Put another meter in the old one's place on the day of the row's first reading."""
    if where.endswith("removal read"):
        Reading.objects.create(installation=old, read_on=first.read_on, value_m3=80, source="removal")
    old.period = DateRange(old.period.lower, first.read_on)
    old.save()
    meter = type(old.meter).objects.create(serial="M-8")
    hung = Installation.objects.create(
        connection=old.connection, meter=meter, period=DateRange(first.read_on, None)
    )
    Reading.objects.create(
        installation=hung, read_on=first.read_on, value_m3=first.value, source="installation"
    )
    return hung


def stand(installation: Installation, readings: list[Shown]) -> None:
    """Write the readings after the first as they are."""
    for one in readings:
        reading = Reading.objects.create(
            installation=installation, read_on=one.read_on, value_m3=one.value, offset_m3=one.offset,
            source="estimate" if one.is_estimate else "reader",
        )  # fmt: skip
        if one.is_held:
            ReadingFlag.objects.create(reading=reading, check_code="high")


@pytest.mark.parametrize("row", RULES, ids=[f"{row[0]}-{number}" for number, row in enumerate(RULES)])
def test_a_row_holds_in_the_database(town: TownNetwork, tmp_path: Path, row: list[str]) -> None:
    _rule, where, before, reading, turns, flags, _because = row
    readings, new = parse(before), parse(reading)[0]
    installation = hang(tmp_path, readings[0], where)
    stand(installation, readings[1:])
    if new.is_estimate:
        written = estimate_reading(actor=None, installation=installation, read_on=new.read_on)
        assert written.value_m3 == new.value
    else:
        off, serial = re.search(r"(\d+) m off ±(\d+)", where), re.search(r"seen (\S+)", where)
        place = installation.connection.geom
        written = record_reading(
            actor=None, installation=installation, read_on=new.read_on, value_m3=Decimal(new.value),
            source=ReadingSource.READER,
            details=ReadingDetails(
                point=Point(place.x + float(off.group(1)), place.y, srid=2100) if off else None,
                accuracy_m=float(off.group(2)) if off else None,
                seen_serial=serial.group(1) if serial else "",
            ),
        )  # fmt: skip
    assert written.offset_m3 == int(turns)
    assert {flag.check_code: flag.state for flag in written.flags.all()} == found(flags)


@pytest.mark.parametrize("row", ESTIMATES, ids=[row[0] + row[4] for row in ESTIMATES])
def test_an_estimate_follows_from_its_rule(town: TownNetwork, tmp_path: Path, row: list[str]) -> None:
    rule, _when, before, day, expected, _because = row
    readings = parse(before)
    read_on = day_of(day)
    installation = hang(tmp_path, readings[0], "")
    stand(installation, readings[1:])
    plain = estimate_use(read_on, know(readings))
    if expected == "–":
        assert plain is None
        with pytest.raises(EstimateRefused):
            estimate_reading(actor=None, installation=installation, read_on=read_on)
        assert Reading.objects.count() == 1
        return
    assert plain is not None
    last = readings[-1]
    total = estimate_total(last.value * 1000, (read_on - last.read_on).days, plain.l_day)
    written = estimate_reading(actor=None, installation=installation, read_on=read_on)
    assert (plain.rule, total) == (rule, int(expected) * 1000)
    assert (written.estimate_rule, written.source, written.value_m3) == (rule, "estimate", Decimal(expected))
