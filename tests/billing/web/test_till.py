"""At the till: a scan finds the payer, a key makes a repeat one payment, the receipt is printed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from uuid import uuid4

import pikepdf
import pypdf
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounting.models import JournalEntry
from accounting.services.periods import close_period
from billing.models import LedgerEntry, Payment
from billing.selectors.balances import balance_of
from billing.selectors.till import find_at_till
from gis_core.choices import Role
from gis_core.models import User
from meters.models import Liability
from meters.services.liabilities import set_liability
from parties.models import Party
from tests.factories.billing import make_payer
from tests.factories.bills import Street
from tests.factories.people import make_staff

Budget = Callable[[str], AbstractContextManager[object]]


@pytest.fixture
def nikos(db: None) -> User:
    return make_staff("nikos", Role.CASHIER)


@pytest.fixture
def till(nikos: User, client: Client) -> Client:
    client.force_login(nikos)
    return client


def _form(amount: str, key: str = "") -> dict[str, str]:
    today = f"{timezone.localdate():%d/%m/%Y}"
    return {"key": key or str(uuid4()), "amount": amount, "method": "cash", "received_on": today}


def test_a_scan_leads_straight_to_the_payer(street: Street, till: Client) -> None:
    bill = street.bills[1]
    place = reverse("billing:payment_create", args=[street.house.pk])
    spaced = " ".join(bill.rf_code[start : start + 4] for start in range(0, len(bill.rf_code), 4))
    for typed in (bill.rf_code, spaced.lower(), bill.reference, "07-0001"):
        answer = till.get(reverse("billing:cashier"), {"q": typed})
        assert answer.headers.get("Location") == place, typed
    unknown = till.get(reverse("billing:cashier"), {"q": "RF18000000000000"})
    assert (unknown.status_code, unknown.context["found"]) == (200, [])


def test_money_for_the_bill_of_who_paid_before_is_theirs(street: Street, till: Client) -> None:
    former, bill = street.payer_of(street.house), street.bills[0]
    newcomer = make_payer("Γεωργίου")
    set_liability(actor=None, connection=street.house, party=newcomer, since=timezone.localdate())
    page = f"{reverse('billing:payment_create', args=[street.house.pk])}?bill={bill.pk}"
    assert till.get(reverse("billing:cashier"), {"q": bill.rf_code}).headers["Location"] == page
    opened = till.get(page)
    assert (opened.context["party"], opened.context["balance"]) == (former, Decimal("125.60"))
    till.post(page, _form("50,60"))
    assert Payment.objects.get().party == former
    assert balance_of(street.house, former) == Decimal("75.00")
    assert balance_of(street.house, newcomer) == 0
    neighbours = f"{reverse('billing:payment_create', args=[street.neighbour.pk])}?bill={bill.pk}"
    assert till.get(neighbours).status_code == 404


def test_words_find_names_with_what_each_owes(street: Street) -> None:
    found = [(row.connection.supply_number, row.balance) for row in find_at_till("αντωνίου")]
    assert found == [("07-0001", Decimal("125.60"))]


def test_money_covers_the_oldest_and_a_second_click_takes_nothing_more(
    street: Street, till: Client, nikos: User, budget: Budget
) -> None:
    page = reverse("billing:payment_create", args=[street.house.pk])
    with budget("billing:payment_create"):
        opened = till.get(page)
    assert opened.context["form"].initial["amount"] == Decimal("125.60")
    form = _form("60,00")

    answers = [till.post(page, form).headers["Location"] for _click in range(2)]
    payment = Payment.objects.get()
    assert answers == [reverse("billing:payment_detail", args=[payment.pk])] * 2
    assert (payment.amount, payment.received_by, payment.method) == (Decimal("60.00"), nikos, "cash")
    assert balance_of(street.house, payment.party) == Decimal("65.60")
    first, second = street.bills
    covered = {a.charge.bill_id: a.amount for a in payment.allocations.select_related("charge")}
    assert covered == {first.pk: Decimal("50.60"), second.pk: Decimal("9.40")}
    assert JournalEntry.objects.filter(source="billing.payment").count() == 1

    with budget("billing:payment_detail"):
        shown = till.get(answers[0])
    assert first.reference in shown.content.decode()
    with budget("billing:cashier"):
        assert till.get(reverse("billing:cashier")).context["today_total"] == Decimal("60.00")
    with budget("billing:payment_list"):
        assert till.get(reverse("billing:payment_list")).status_code == 200


def test_the_receipt_is_archival_and_says_what_was_paid(street: Street, till: Client) -> None:
    till.post(reverse("billing:payment_create", args=[street.house.pk]), _form("130"))
    payment = Payment.objects.get()

    answer = till.get(reverse("billing:receipt_pdf", args=[payment.pk]))
    with pikepdf.open(BytesIO(answer.content)) as pdf, pdf.open_metadata() as metadata:
        assert (metadata["pdfaid:part"], metadata["pdfuaid:part"]) == ("2", "1")
    text = pypdf.PdfReader(BytesIO(answer.content)).pages[0].extract_text()
    for words in (payment.reference, "130,00 €", "Αντωνίου Γεώργιος", "Απόδειξη είσπραξης", "4,40"):
        assert words in text, words


def test_the_receipt_speaks_the_language_of_who_paid(street: Street, till: Client) -> None:
    Party.objects.update(language="en")
    till.post(reverse("billing:payment_create", args=[street.house.pk]), _form("130"))
    answer = till.get(reverse("billing:receipt_pdf", args=[Payment.objects.get().pk]))
    assert "Receipt of payment" in pypdf.PdfReader(BytesIO(answer.content)).pages[0].extract_text()


@pytest.mark.parametrize("amount", ["0", "-5", "1.005", "", "πέντε"])
def test_what_is_no_amount_is_refused(street: Street, till: Client, amount: str) -> None:
    entries = LedgerEntry.objects.count()

    answer = till.post(reverse("billing:payment_create", args=[street.house.pk]), _form(amount))
    assert answer.status_code == 422
    assert (Payment.objects.count(), LedgerEntry.objects.count()) == (0, entries)


def test_where_nobody_pays_no_money_is_taken(street: Street, till: Client) -> None:
    Liability.objects.filter(connection=street.house).delete()

    answer = till.post(reverse("billing:payment_create", args=[street.house.pk]), _form("5"))
    assert answer.headers["Location"] == reverse("meters:connection_detail", args=[street.house.pk])
    assert not Payment.objects.exists()


def test_a_clerk_does_not_take_money(street: Street, client: Client) -> None:
    client.force_login(street.clerk)

    answer = client.post(reverse("billing:payment_create", args=[street.house.pk]), _form("5"))
    assert answer.status_code == 403
    assert not Payment.objects.exists()


def test_a_day_too_far_back_or_in_closed_books_is_refused_beside_its_field(
    street: Street, till: Client
) -> None:
    address = reverse("billing:payment_create", args=[street.house.pk])
    today = timezone.localdate()
    old = till.post(address, {**_form("5"), "received_on": f"{today - timedelta(days=400):%d/%m/%Y}"})
    assert (old.status_code, list(old.context["form"].errors)) == (422, ["received_on"])
    yesterday = today - timedelta(days=1)
    close_period(actor=make_staff("sofia", Role.ACCOUNTANT), closed_until=yesterday)
    closed = till.post(address, {**_form("5"), "received_on": f"{yesterday:%d/%m/%Y}"})
    assert (closed.status_code, list(closed.context["form"].errors)) == (422, ["received_on"])
    assert f"{yesterday:%d/%m/%Y}" in closed.context["form"].errors["received_on"][0]
    assert not Payment.objects.exists()
    assert till.post(address, _form("5")).status_code == 302
