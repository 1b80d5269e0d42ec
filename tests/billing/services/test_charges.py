"""What a document of the register costs: charged once, paid like a bill, taken back by a counter-document."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounting.models import JournalLine
from billing.errors import ChargeError
from billing.models import Allocation, Charge, ChargeLine
from billing.selectors.balances import balance_of, credit_of, ledger_of, open_charges
from billing.selectors.health import check_document_numbers, check_ledger
from billing.services.charges import charge_document, take_back_charge
from billing.services.payments import receive_payment
from billing.services.runs import issue_run
from gis_core.choices import Role
from gis_core.models import User
from meters.events import document_approved, document_cancelled, document_executed
from meters.models import Connection, DocumentFee, DocumentKind, RegisterDocument
from parties.models import Party
from tests.factories.billing import (
    make_approved_run,
    make_connection,
    make_payer,
    make_route,
    make_tariff,
    make_user,
    make_utility,
    read_meter,
)

pytestmark = pytest.mark.django_db

Budget = Callable[[str], AbstractContextManager[object]]


@pytest.fixture
def eleni() -> User:
    make_utility()
    return make_user("eleni", Role.BILLING)


@pytest.fixture
def nikos() -> User:
    return make_user("nikos", Role.DIRECTOR)


@pytest.fixture
def house(eleni: User) -> Connection:
    return make_connection(make_route(), 1, payer=make_payer())


@pytest.fixture
def document(house: Connection, eleni: User) -> RegisterDocument:
    return make_document(eleni, house)


def make_document(eleni: User, house: Connection | None) -> RegisterDocument:
    """A disconnection: 2 hours à 15.25 and a seal à 3.33 with 24 %, a stamp à 4.00 without VAT."""
    document = RegisterDocument.objects.create(
        kind=DocumentKind.objects.get(code="disconnection"), series_code="ΔΙΑ", connection=house,
        effective_on=timezone.localdate(), made_by=eleni,
    )  # fmt: skip
    for order, (what, quantity, price, vat) in enumerate(
        [("Εργασία", "2", "15.25", 24), ("Σφραγίδα", "1", "3.33", 24), ("Παράβολο", "1", "4.00", 0)], start=1
    ):
        DocumentFee.objects.create(
            document=document, order=order, description=what, quantity=Decimal(quantity), price=Decimal(price),
            vat_percent=vat,
        )  # fmt: skip
    return document


def payer(house: Connection) -> Party:
    return house.liabilities.get().party


def pay(house: Connection, amount: str) -> None:
    receive_payment(
        actor=None, key=f"k{amount}", connection=house, party=payer(house), amount=Decimal(amount),
        method="cash", received_on=timezone.localdate(),
    )  # fmt: skip


def booked() -> dict[str, Decimal]:
    """Return debit less credit by the account's purpose."""
    sums: dict[str, Decimal] = {}
    for line in JournalLine.objects.select_related("account"):
        purpose = str(line.account.purpose)
        sums[purpose] = sums.get(purpose, Decimal(0)) + line.debit - line.credit
    return sums


def test_an_approved_document_is_charged_once_with_vat_ledger_and_journal(
    house: Connection, document: RegisterDocument, nikos: User
) -> None:
    document_approved.send(sender=None, document=document, actor=nikos)
    document_executed.send(sender=None, document=document, actor=nikos)
    charge = Charge.objects.get()
    assert charge.reference == f"FE-{timezone.localdate().year}-000001"
    # 30.50 + 3.33 + 4.00; VAT 24 % of 33.83 is 8.1192.
    assert (charge.net, charge.vat, charge.total) == (Decimal("37.83"), Decimal("8.12"), Decimal("45.95"))
    assert [line.amount for line in charge.lines.all()] == [Decimal("30.50"), Decimal("3.33"), Decimal(4)]
    assert balance_of(house, payer(house)) == Decimal("45.95")
    assert booked() == {
        "receivables": Decimal("45.95"), "other_income": Decimal("-37.83"), "vat_output": Decimal("-8.12"),
    }  # fmt: skip
    assert [row.reference for row in ledger_of(house, payer(house))] == [charge.reference]


def test_money_covers_a_charge_like_a_bill(
    house: Connection, document: RegisterDocument, nikos: User
) -> None:
    charge_document(actor=nikos, document=document)
    pay(house, "40.00")
    [left] = open_charges(house, payer(house))
    assert (left.charge_id, left.open_amount) == (Charge.objects.get().pk, Decimal("5.95"))
    pay(house, "10.00")
    assert open_charges(house, payer(house)) == []
    assert credit_of(house, payer(house)) == Decimal("4.05")


def test_a_cancelled_document_takes_its_charge_back(
    house: Connection, document: RegisterDocument, nikos: User
) -> None:
    document_approved.send(sender=None, document=document, actor=nikos)
    for _again in range(2):
        document_cancelled.send(sender=None, document=document, actor=nikos)
    charge, back = Charge.objects.order_by("number")
    assert (back.reverses, back.number, back.total) == (charge, 2, Decimal("-45.95"))
    assert balance_of(house, payer(house)) == 0
    assert open_charges(house, payer(house)) == []
    assert set(booked().values()) == {0}
    assert check_document_numbers().ok
    assert check_ledger().ok


def test_what_was_paid_of_it_covers_the_next_bill(
    house: Connection, document: RegisterDocument, eleni: User, nikos: User
) -> None:
    charge_document(actor=nikos, document=document)
    pay(house, "20.00")
    back = take_back_charge(actor=nikos, document=document)
    assert back is not None
    assert credit_of(house, payer(house)) == Decimal(20)
    make_tariff(eleni, nikos)
    read_meter(house, date(2026, 7, 18), "1424")
    read_meter(house, date(2026, 11, 17), "1482")
    issue_run(actor=eleni, run=make_approved_run(eleni, nikos, None))
    [bill] = open_charges(house, payer(house))
    assert bill.open_amount == Decimal("180.71") - 20
    credited = Allocation.objects.filter(credit=back.ledger_entry).order_by("id")
    assert [row.amount for row in credited] == [Decimal("25.95"), Decimal(20)]


def test_nothing_is_charged_without_fees_or_connection_and_somebody_must_pay(
    house: Connection, eleni: User, nikos: User
) -> None:
    free = make_document(eleni, house)
    free.fees.all().delete()
    assert charge_document(actor=nikos, document=free) is None
    waiting = make_document(eleni, None)
    assert charge_document(actor=nikos, document=waiting) is None
    assert take_back_charge(actor=nikos, document=waiting) is None
    nobodys = make_document(eleni, make_connection(house.route, 2))
    with pytest.raises(ChargeError) as refusal:
        charge_document(actor=nikos, document=nobodys)
    assert refusal.value.code == "no_payer"
    assert not Charge.objects.exists()


def test_a_document_of_connection_is_charged_when_the_connection_is_there(
    house: Connection, eleni: User, nikos: User
) -> None:
    document = make_document(eleni, None)
    document_approved.send(sender=None, document=document, actor=nikos)
    document.connection = house
    document.save()
    document_executed.send(sender=None, document=document, actor=nikos)
    assert Charge.objects.get().connection == house


def test_charges_stay(document: RegisterDocument, nikos: User) -> None:
    charge_document(actor=nikos, document=document)
    changes: list[Callable[[], object]] = [
        lambda: Charge.objects.update(net=1),
        lambda: Charge.objects.all()._raw_delete("default"),
        lambda: ChargeLine.objects.update(amount=1),
        lambda: ChargeLine.objects.all()._raw_delete("default"),
    ]
    for change in changes:
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            change()


def test_the_page_shows_lines_and_what_took_it_back(document: RegisterDocument, nikos: User) -> None:
    charge = charge_document(actor=nikos, document=document)
    back = take_back_charge(actor=nikos, document=document)
    assert charge is not None
    assert back is not None
    client = Client()
    client.force_login(nikos)
    page = client.get(reverse("billing:charge_detail", args=[charge.pk])).content.decode()
    assert "Σφραγίδα" in page
    assert back.reference in page
    assert client.get(reverse("billing:charge_detail", args=[back.pk])).status_code == 200
