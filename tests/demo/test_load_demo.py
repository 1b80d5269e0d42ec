"""The demonstration town: the same from the same seed, loaded once, sound in every check."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.gis.db.models.functions import AsWKT
from django.core.management import call_command
from django.db import transaction

from billing.choices import RunState
from billing.models import Bill, BillRun, Payment
from faults.models import Fault
from gis_core.choices import Role
from gis_core.models import User
from meters.models import Connection, Reading
from network.models import Pipe, Street
from outages.models import Outage
from portal.demo.staff import CONSUMER_EMAIL, PASSWORD
from tests.demo.fingerprint import UNTIL, digest

ROOT = Path(__file__).resolve().parents[2]
#: What doctor checks of the data; the rest are the machine's processes and folders.
CHECKS = (
    "topology", "journal_balance", "journal_numbers", "document_numbers", "ledger", "fault_numbers", "jobs",
)  # fmt: skip


def generate(seed: int, hash_seed: int) -> dict[str, str]:
    """Generate a town in a process of its own whose sets and hashes are ordered in their own way."""
    made = subprocess.run(
        [sys.executable, "-m", "tests.demo.fingerprint", str(seed)], cwd=ROOT, check=True, capture_output=True,
        env={**os.environ, "PYTHONHASHSEED": str(hash_seed)},
    )  # fmt: skip
    prints: dict[str, str] = json.loads(made.stdout)
    return prints


def load(seed: int) -> str:
    """Load one connection of sixteen with two rounds of readings; return what the command said."""
    said = StringIO()
    given = ("--seed", str(seed), "--until", str(UNTIL), "--rounds", "2", "--every", "16")
    call_command("load_demo", *given, stdout=said)
    return said.getvalue()


def take_fingerprints() -> dict[str, str]:
    """Return the hash of each part as it stands in the database, without the rows' own ids."""
    bills = Bill.objects.order_by("connection__supply_number", "period_from")
    payments = Payment.objects.order_by("connection__supply_number", "received_on", "amount")
    readings = Reading.objects.order_by("installation__connection__supply_number", "read_on", "pk")
    return {
        "pipes": digest(
            Pipe.objects.annotate(place=AsWKT("geom")).order_by("code").values_list("code", "place")
        ),
        "streets": digest(
            Street.objects.annotate(place=AsWKT("geom")).order_by("name").values_list("name", "place")
        ),
        "connections": digest(
            Connection.objects.annotate(place=AsWKT("geom"))
            .order_by("supply_number")
            .values_list(
                "supply_number", "address", "use", "people", "place", "pipe__code", "liabilities__party__name"
            )
        ),
        "readings": digest(
            readings.values_list("installation__connection__supply_number", "read_on", "value_m3", "note")
        ),
        "bills": digest(bills.values_list("connection__supply_number", "number", "rf_code", "net", "vat")),
        "payments": digest(payments.values_list("connection__supply_number", "received_on", "amount")),
        "faults": digest(
            Fault.objects.annotate(place=AsWKT("geom"))
            .order_by("number")
            .values_list("number", "address", "state", "place")
        ),
        "outages": digest(
            Outage.objects.annotate(place=AsWKT("geom"))
            .order_by("pk")
            .values_list("title", "state", "starts_at", "place")
        ),
    }


def test_the_same_seed_gives_the_same_town() -> None:
    first, second = generate(seed=7, hash_seed=1), generate(seed=7, hash_seed=2)
    assert first == second
    other = generate(seed=8, hash_seed=1)
    assert {part for part in first if first[part] == other[part]} == set()


@pytest.mark.django_db
def test_the_town_is_loaded_once_and_is_sound() -> None:
    assert "done" in load(seed=7)
    kinds = (Connection, Reading, Bill, Payment, Fault, Outage, User)
    counts = {kind: kind._default_manager.count() for kind in kinds}
    assert counts[Connection] > 150
    assert counts[Payment] > 0
    assert (counts[Fault], counts[Outage]) == (8, 3)
    assert list(BillRun.objects.order_by("pk").values_list("state", flat=True)) == [
        RunState.ISSUED, RunState.PREVIEWED,
    ]  # fmt: skip
    assert all(bill.total == bill.net + bill.vat >= Decimal(0) for bill in Bill.objects.issued())

    assert "not loaded" in load(seed=8)
    assert counts == {kind: kind._default_manager.count() for kind in kinds}

    said = StringIO()
    call_command("doctor", *(f"--only={name}" for name in CHECKS), "--json", stdout=said)
    report = json.loads(said.getvalue())
    assert report["ok"], report
    assert {check["name"] for check in report["checks"]} == set(CHECKS)
    check_logins()


def check_logins() -> None:
    """Hold that a login is printed for each role that the town has, and that each opens."""
    said = StringIO()
    call_command("demo_logins", stdout=said)
    lines = [line.split() for line in said.getvalue().splitlines()]
    roles = [role for _login, _password, role in lines]
    assert len(roles) == len(set(roles))
    assert set(roles) == {role.value for role in Role} - {Role.PROCUREMENT.value, Role.STOREKEEPER.value}
    assert {password for _login, password, _role in lines} == {PASSWORD}
    assert [login for login, _password, role in lines if role == Role.CONSUMER] == [CONSUMER_EMAIL]
    for login, password, role in lines:
        user = User.objects.get(email=login) if "@" in login else User.objects.get(username=login)
        assert user.check_password(password)
        assert user.has_any_role(Role(role))


@pytest.mark.soak
@pytest.mark.django_db
def test_two_loads_of_a_seed_write_the_same_rows() -> None:
    prints = []
    for _turn in range(2):
        with transaction.atomic():
            load(seed=7)
            prints.append(take_fingerprints())
            transaction.set_rollback(True)
    assert prints[0] == prints[1]
