"""The tables of docs/algorithms/billing.md come out to the cent."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from billing.domain.carrying import settle_all
from billing.domain.rating import Block, CannotRateError, Component, RatedBill, Usage, Version, rate

PAGE = Path(__file__).parents[3] / "docs" / "algorithms" / "billing.md"
FIRST = date(2026, 7, 18)


def read_table(lines: list[str]) -> list[dict[str, str]]:
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [dict(zip(rows[0], row, strict=True)) for row in rows[2:]]


def read_component(row: dict[str, str]) -> Component:
    """Read a charge from its rule as the page writes it."""
    component = Component(
        row["code"], row["service"], Decimal(row["VAT"]), is_prorated=not row["rule"].endswith("a bill")
    )
    rule = row["rule"].removesuffix(" a bill").removesuffix(" by days")
    if "%" in rule:
        percent, base = rule.split(" % of ")
        return replace(component, percent=Decimal(percent), base=base)
    if " mm " in rule:
        steps = [step.split(" mm ") for step in rule.split("; ")]
        return replace(component, fees_by_mm={int(mm): Decimal(amount) for mm, amount in steps})
    if "–" in rule:
        found = re.findall(r"(\d+)–(\d*) ([\d.]+)", rule)
        blocks = [Block(Decimal(lo), Decimal(hi) if hi else None, Decimal(price)) for lo, hi, price in found]
        return replace(component, blocks=tuple(blocks))
    return replace(component, amount=Decimal(rule))


def read_page() -> dict[str, tuple[Version, list[dict[str, str]]]]:
    """Return for each published tariff its version and the rows that are expected of it."""
    tariffs = {}
    for section in PAGE.read_text().split("\n### ")[1:]:
        tables = re.findall(r"(?:^\|.*\n)+", section.split("\n## ")[0], re.MULTILINE)
        prices, expected = (read_table(table.splitlines()) for table in tables)
        days = re.search(r"Block days (\d+)", section)
        assert days is not None
        version = Version(date(2020, 1, 1), None, int(days[1]), tuple(map(read_component, prices)))
        tariffs[section.splitlines()[0]] = (version, expected)
    return tariffs


TARIFFS = read_page()
CASES = [(name, row) for name, (_version, rows) in TARIFFS.items() for row in rows]
DRAWN = next(version for name, (version, _rows) in TARIFFS.items() if name.startswith("The demonstration"))


def usage(m3: str, days: int, diameter_mm: int = 15, *, has_sewer: bool = True) -> Usage:
    return Usage(FIRST, FIRST + timedelta(days), Decimal(m3), diameter_mm, has_sewer)


def sum_of(bill: RatedBill, service: str) -> Decimal:
    return sum((charge.amount for charge in bill.charges if charge.service == service), Decimal(0))


def test_the_page_has_its_tariffs() -> None:
    assert (len(TARIFFS), len(CASES)) == (4, 13)


@pytest.mark.parametrize(("name", "row"), CASES, ids=[f"{name}-{row['m³']}" for name, row in CASES])
def test_a_row_of_the_page_comes_out_to_the_cent(name: str, row: dict[str, str]) -> None:
    bill = rate(usage(row["m³"], int(row["days"]), int(row["mm"])), [TARIFFS[name][0]])
    vat = {f"VAT {charge.vat_percent}": charge.amount for charge in bill.vat_charges}
    expected = {key: Decimal(value) for key, value in row.items() if key.startswith("VAT")}
    assert sum_of(bill, "water") == Decimal(row["water"])
    assert bill.net == Decimal(row["net"])
    assert {key: vat[key] for key in expected} == expected
    assert bill.total == Decimal(row["total"])


def with_fixed(amount: str) -> tuple[Component, ...]:
    return tuple(
        replace(component, amount=Decimal(amount)) if component.code == "fixed" else component
        for component in DRAWN.components
    )


def test_a_price_that_changes_in_mid_period_is_shared_by_days() -> None:
    middle = FIRST + timedelta(61)
    before = replace(DRAWN, ends=middle)
    after = replace(DRAWN, starts=middle, components=with_fixed("12.20"))
    bill = rate(usage("58", 122), [after, before])
    assert (bill.net, bill.vat, bill.total) == (Decimal("151.46"), Decimal("30.61"), Decimal("182.07"))
    assert [charge.amount for charge in bill.charges if charge.component == "fixed"] == [
        Decimal("5.00"),
        Decimal("6.10"),
    ]


def test_a_version_that_ends_on_the_first_day_or_begins_on_the_last_counts_no_day() -> None:
    alone = rate(usage("58", 122), [DRAWN])
    others = with_fixed("99")
    ended = Version(date(2019, 1, 1), FIRST, 122, others)
    begun = Version(FIRST + timedelta(122), None, 122, others)
    assert rate(usage("58", 122), [ended, replace(DRAWN, ends=begun.starts), begun]) == alone


def test_shares_of_the_consumption_add_up_to_the_litre() -> None:
    edges = [FIRST + timedelta(day) for day in (0, 41, 83)]
    versions = [
        replace(DRAWN, starts=start, ends=end) for start, end in zip(edges, [*edges[1:], None], strict=True)
    ]
    bill = rate(usage("100.001", 122), versions)
    water = [charge.quantity for charge in bill.charges if charge.service == "sewer"]
    assert sum(water) == Decimal("100.001")


def test_a_house_without_sewer_does_not_pay_for_it() -> None:
    dry = tuple(replace(c, only_with_sewer=c.service == "sewer") for c in DRAWN.components)
    bill = rate(usage("58", 122, has_sewer=False), [replace(DRAWN, components=dry)])
    assert sum_of(bill, "sewer") == 0
    assert bill.total == Decimal("123.17")  # 52.20 + 6.79 VAT, 51.76 + 12.42 VAT


def test_no_price_means_no_bill() -> None:
    cases = {
        "no_tariff": (usage("1", 10), [replace(DRAWN, starts=FIRST + timedelta(1))]),
        "no_days": (usage("1", 0), [DRAWN]),
        "negative": (usage("-0.001", 10), [DRAWN]),
        "no_diameter_fee": (usage("1", 10, 80), [TARIFFS["deyaph.gr 2021, four months, domestic"][0]]),
    }
    for reason, (billed, versions) in cases.items():
        with pytest.raises(CannotRateError) as refusal:
            rate(billed, versions)
        assert refusal.value.reason == reason


def read_section(title: str) -> list[dict[str, str]]:
    """Return the table of a section of the page."""
    section = PAGE.read_text().split(f"\n## {title}\n")[1].split("\n## ")[0]
    [table] = re.findall(r"(?:^\|.*\n)+", section, re.MULTILINE)
    return read_table(table.splitlines())


def test_estimates_are_taken_back_as_the_page_says() -> None:
    rows = read_section("Estimates taken back")
    settled = settle_all(Decimal(row["measured"]) for row in rows)
    assert [(one.billed_m3, one.carried_m3) for one in settled] == [
        (Decimal(row["billed"]), Decimal(row["carried"])) for row in rows
    ]
    measured = sum(Decimal(row["measured"]) for row in rows)
    assert sum(one.billed_m3 for one in settled) + settled[-1].carried_m3 == measured


@pytest.mark.parametrize("row", read_section("Several meters"), ids=lambda row: row["mm"])
def test_each_meter_pays_its_diameter_as_the_page_says(row: dict[str, str]) -> None:
    first, *more = map(int, row["mm"].split(", "))
    several = replace(usage(row["m³"], 120, first), more_mm=tuple(more))
    bill = rate(several, [TARIFFS["deyaph.gr 2021, four months, domestic"][0]])
    fees = [charge.amount for charge in bill.charges if charge.component == "meter"]
    assert sum(fees) == Decimal(row["charge by diameter"])
    assert sum_of(bill, "water") == Decimal(row["water"])
    assert (bill.net, bill.total) == (Decimal(row["net"]), Decimal(row["total"]))
