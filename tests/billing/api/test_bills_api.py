"""Bills, payments and tariffs for machines: the same rights and the same figures as the pages."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from billing.services.payments import receive_payment
from gis_core.choices import Role
from meters.services.access import grant_access
from tests.factories.bills import Street, build_street
from tests.factories.people import make_staff

Budget = Callable[[str], AbstractContextManager[object]]


@pytest.fixture
def street(db: None) -> Street:
    return build_street()


@pytest.fixture
def machine(street: Street, client: Client) -> Client:
    client.force_login(street.clerk)
    return client


def test_bills_are_listed_and_filtered(street: Street, machine: Client, budget: Budget) -> None:
    with budget("api_bill_list"):
        rows = machine.get("/api/v1/bills/").json()["results"]
    found = [(row["supply_number"], row["total"]) for row in rows]
    assert sorted(found[:2]) == [("07-0001", "75.00"), ("07-0002", "25.13")]  # the last run first
    assert sorted(found[2:]) == [("07-0001", "50.60"), ("07-0002", "25.13")]
    bill = street.bills[1]
    for query in (
        {"rf_code": bill.rf_code}, {"supply_number": "07-0001", "issued_from": f"{bill.issue_date}"},
    ):  # fmt: skip
        [row] = machine.get("/api/v1/bills/", query).json()["results"]
        assert (row["number"], row["net"], row["vat"]) == (bill.reference, "63.10", "11.90")


def test_a_bill_tells_every_line_with_its_explanation(
    street: Street, machine: Client, budget: Budget
) -> None:
    with budget("api_bill_detail"):
        bill = machine.get(f"/api/v1/bills/{street.bills[1].pk}/").json()
    assert [line["amount"] for line in bill["lines"]] == ["18.00", "11.50", "10.00", "23.60", "3.84", "8.06"]
    assert sum(Decimal(line["amount"]) for line in bill["lines"]) == Decimal(bill["total"])
    assert bill["lines"][0]["explanation"].startswith("Cubic metres over 0 up to 30 in 122 days.")
    assert bill["lines"][0]["decision"] == "144/2025"


def test_a_consumer_gets_their_own_bills_and_no_payments(street: Street, client: Client) -> None:
    alice = make_staff("alice", Role.CONSUMER)
    grant_access(actor=alice, user=alice, connection=street.house, party=street.payer_of(street.house))
    client.force_login(alice)

    rows = client.get("/api/v1/bills/").json()["results"]
    assert {row["id"] for row in rows} == {bill.pk for bill in street.bills}
    assert client.get(f"/api/v1/bills/{street.neighbour_bills[0].pk}/").status_code == 404
    assert client.get("/api/v1/payments/").status_code == 403
    assert client.get("/api/v1/tariffs/").status_code == 403


def test_payments_are_listed(street: Street, machine: Client, budget: Budget) -> None:
    today = timezone.localdate()
    receive_payment(
        actor=street.clerk, key="k", connection=street.house, party=street.payer_of(street.house),
        amount=Decimal("50.60"), method="card", received_on=today,
    )  # fmt: skip
    with budget("api_payment_list"):
        [row] = machine.get("/api/v1/payments/", {"supply_number": "07-0001"}).json()["results"]
    assert (row["number"], row["amount"], row["method"]) == (f"RC-{today.year}-000001", "50.60", "card")


def test_tariffs_are_told_whole_and_by_day(street: Street, machine: Client, budget: Budget) -> None:
    with budget("api_tariff_list"):
        [tariff] = machine.get("/api/v1/tariffs/", {"on": "2026-01-01"}).json()["results"]
    assert (tariff["valid_from"], tariff["valid_to"], tariff["block_days"]) == ("2020-01-01", None, 122)
    water, fixed, _sewer, special = tariff["components"]
    assert water["blocks"][1] == {"lower_m3": "30.000", "upper_m3": "50.000", "price": "1.1500"}
    assert (fixed["amount"], special["base"]) == ("10.0000", "water")
    assert machine.get("/api/v1/tariffs/", {"on": "2019-12-31"}).json()["results"] == []


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_is_written_over_the_api(street: Street, machine: Client, method: str) -> None:
    for address in ("/api/v1/bills/", f"/api/v1/bills/{street.bills[0].pk}/", "/api/v1/tariffs/"):
        assert getattr(machine, method)(address).status_code == 405


def test_the_description_of_the_api_is_clean(tmp_path: Path) -> None:
    call_command("spectacular", fail_on_warn=True, validate=True, file=str(tmp_path / "api.yml"))

    assert "/api/v1/bills/{id}/" in (tmp_path / "api.yml").read_text()
