"""What a consumer sees: their own, to the cent, and nothing of the neighbours."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pypdf
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from billing.services.payments import receive_payment
from gis_core.models import User
from meters.selectors.consumption import consumption_history
from meters.services.access import end_access, grant_access
from meters.services.liabilities import set_liability
from portal.selectors.home import get_home
from tests.factories.billing import make_payer
from tests.factories.bills import PERIOD_DAYS, Street

Budget = Callable[[str], AbstractContextManager[object]]


@pytest.fixture
def consumer(street: Street, alice: User, client: Client) -> Client:
    """Alice, who claimed the first house, signed in."""
    grant_access(actor=alice, user=alice, connection=street.house, party=street.payer_of(street.house))
    client.force_login(alice)
    return client


def _pay(street: Street, amount: str) -> None:
    receive_payment(
        actor=None, key=f"bank:{amount}", connection=street.house, party=street.payer_of(street.house),
        amount=Decimal(amount), method="bank", received_on=timezone.localdate(),
    )  # fmt: skip


def test_the_first_screen_says_what_is_owed_and_since_when(
    street: Street, consumer: Client, alice: User
) -> None:
    today = timezone.localdate()
    owed = get_home(alice, today).owed
    assert (owed.total, owed.overdue) == (Decimal("125.60"), Decimal("50.60"))
    assert owed.overdue_since == street.bills[0].due_date

    _pay(street, "60.00")
    owed = get_home(alice, today).owed
    assert (owed.total, owed.overdue, owed.overdue_since) == (Decimal("65.60"), Decimal(0), None)

    page = consumer.get(reverse("portal:home")).content.decode()
    assert "65.60" in page
    assert "Ψαρών 1" in page
    assert "were due on" not in page


def test_the_first_screen_names_the_code_to_pay_with(street: Street, consumer: Client) -> None:
    page = consumer.get(reverse("portal:home")).content.decode()

    code = street.bills[1].rf_code
    assert " ".join(code[start : start + 4] for start in range(0, len(code), 4)) in page


def test_a_year_that_is_none_shows_every_bill(street: Street, consumer: Client) -> None:
    address = reverse("portal:bill_list")
    assert len(consumer.get(address).context["bills"]) > 0
    for year in ("²", "1", "x"):
        shown = consumer.get(address, {"year": year}).context
        assert list(shown["bills"]) == list(consumer.get(address).context["bills"])


def test_every_page_of_ones_own_opens(street: Street, consumer: Client, budget: Budget) -> None:
    bill = street.bills[1]
    pages = {
        "portal:home": [], "portal:connection": [street.house.pk], "portal:ledger": [street.house.pk],
        "portal:bill_list": [], "portal:bill_detail": [bill.pk],
    }  # fmt: skip
    for name, arguments in pages.items():
        with budget(name):
            answer = consumer.get(reverse(name, args=arguments))
        assert answer.status_code == 200, name
    assert "75.00" in answer.content.decode()
    printed = consumer.get(reverse("billing:bill_pdf", args=[bill.pk]))
    assert printed.headers["Content-Type"] == "application/pdf"
    assert "07-0001" in pypdf.PdfReader(BytesIO(printed.content)).pages[0].extract_text()


def test_somebody_elses_pages_do_not_exist(street: Street, consumer: Client) -> None:
    hidden = street.neighbour_bills[1]
    for name, number in (
        ("portal:connection", street.neighbour.pk), ("portal:ledger", street.neighbour.pk),
        ("portal:bill_detail", hidden.pk), ("billing:bill_pdf", hidden.pk), ("api_bill_detail", hidden.pk),
    ):  # fmt: skip
        assert consumer.get(reverse(name, args=[number])).status_code == 404, name
    assert consumer.get(reverse("billing:bill_detail", args=[street.bills[0].pk])).status_code == 403
    listed = consumer.get(reverse("portal:bill_list")).content.decode()
    assert ("75.00" in listed, "25.13" in listed) == (True, False)
    assert {row["supply_number"] for row in consumer.get("/api/v1/bills/").json()["results"]} == {"07-0001"}


def test_a_right_that_ended_shows_nothing_any_more(street: Street, consumer: Client, alice: User) -> None:
    [access] = alice.connection_accesses.all()
    end_access(actor=alice, access=access)

    assert consumer.get(reverse("portal:connection", args=[street.house.pk])).status_code == 404
    assert consumer.get(reverse("billing:bill_pdf", args=[street.bills[0].pk])).status_code == 404
    assert get_home(alice, timezone.localdate()).connections == []
    assert "75.00" not in consumer.get(reverse("portal:bill_list")).content.decode()


def test_bills_are_listed_by_year(street: Street, consumer: Client) -> None:
    years = {bill.issue_date.year for bill in street.bills}
    for year in years:
        answer = consumer.get(reverse("portal:bill_list"), {"year": year})
        assert [bill.issue_date.year for bill in answer.context["bills"]] == [
            year for bill in street.bills if bill.issue_date.year == year
        ]


def test_staff_are_led_to_the_office_and_strangers_are_welcomed(street: Street, client: Client) -> None:
    welcome = client.get("/")
    assert (welcome.status_code, welcome.templates[0].name) == (200, "portal/welcome.html")
    assert client.get(reverse("portal:accessibility")).status_code == 200
    assert client.get(reverse("portal:bill_list")).status_code == 302

    client.force_login(street.clerk)
    assert client.get("/").headers["Location"] == reverse("gis_core:home")


def test_neither_sees_what_the_payer_before_or_after_used(
    street: Street, consumer: Client, alice: User, bob: User
) -> None:
    former, newcomer = street.payer_of(street.house), make_payer("Γεωργίου")
    moved = street.last_read_on - timedelta(days=PERIOD_DAYS)
    set_liability(actor=None, connection=street.house, party=newcomer, since=moved)
    grant_access(actor=bob, user=bob, connection=street.house, party=newcomer)

    def used(user: User) -> list[Decimal]:
        return [
            period.consumption_m3 for period in get_home(user, timezone.localdate()).connections[0].history
        ]

    assert used(alice) == [Decimal(30)]
    assert used(bob) == [Decimal(40)]
    assert [p.consumption_m3 for p in consumption_history(street.house)] == [Decimal(30), Decimal(40)]
    page = consumer.get(reverse("portal:connection", args=[street.house.pk]))
    assert [bar.value for bar in page.context["chart"].bars] == ["30"]
    assert former != newcomer


def test_who_claimed_by_bills_of_two_payers_sees_the_newest(
    street: Street, consumer: Client, alice: User
) -> None:
    newcomer = make_payer("Γεωργίου")
    grant_access(actor=alice, user=alice, connection=street.house, party=newcomer)
    for name in ("portal:connection", "portal:ledger"):
        answer = consumer.get(reverse(name, args=[street.house.pk]))
        assert (answer.status_code, answer.context["access"].party) == (200, newcomer), name
