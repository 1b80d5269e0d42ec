"""A connection is shown to whoever holds a bill of it, and to nobody who guesses."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gis_core.choices import Role
from gis_core.models import User
from meters.models import ConnectionAccess
from portal.errors import TooManyClaims
from portal.models import ClaimAttempt
from portal.services.claims import claim_connection
from tests.factories.bills import Street, build_street
from tests.factories.people import make_staff

RIGHT = Decimal("75.00")
WRONG = Decimal("75.01")


def _try(user: User, total: Decimal, supply_number: str = "07-0001") -> ConnectionAccess | None:
    return claim_connection(actor=user, supply_number=supply_number, bill_total=total)


@pytest.mark.parametrize("total", ["75.00", "50.60"])
def test_the_total_of_a_recent_bill_opens_the_connection(street: Street, alice: User, total: str) -> None:
    access = _try(alice, Decimal(total))

    assert access is not None
    assert (access.user, access.connection, str(access.party)) == (alice, street.house, "Αντωνίου Γεώργιος")
    assert ClaimAttempt.objects.get().succeeded


@pytest.mark.parametrize(
    ("supply_number", "total"),
    [("07-0001", WRONG), ("07-0001", "25.13"), ("07-0002", RIGHT), ("99-0001", RIGHT)],
)
def test_anything_else_opens_nothing_and_is_counted(
    street: Street, alice: User, supply_number: str, total: Decimal | str
) -> None:
    assert _try(alice, Decimal(total), supply_number) is None

    assert not ConnectionAccess.objects.exists()
    attempt = ClaimAttempt.objects.get()
    assert (attempt.user, attempt.supply_number, attempt.succeeded) == (alice, supply_number, False)


def test_a_bill_of_long_ago_proves_nothing(
    street: Street, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.services.claims.BILL_AGE_DAYS", 100)

    assert _try(alice, Decimal("50.60")) is None
    assert _try(alice, RIGHT) is not None


def test_the_same_claim_again_changes_nothing(street: Street, alice: User) -> None:
    first, again = _try(alice, RIGHT), _try(alice, RIGHT)

    assert first == again
    assert ConnectionAccess.objects.count() == 1


def test_after_five_failures_in_an_hour_even_the_truth_must_wait(
    street: Street, alice: User, bob: User
) -> None:
    for _number in range(5):
        assert _try(alice, WRONG) is None
    with pytest.raises(TooManyClaims):
        _try(alice, RIGHT)
    assert ClaimAttempt.objects.count() == 5
    assert _try(bob, RIGHT) is not None  # another person is not held up

    ClaimAttempt.objects.update(at=timezone.now() - timedelta(minutes=61))
    assert _try(alice, RIGHT) is not None


def _guess(count: int) -> None:
    for number in range(count):
        assert _try(make_staff(f"guesser-{number}", Role.CONSUMER), WRONG) is None


def test_a_strangers_ten_guesses_do_not_shut_the_owner_out(street: Street, alice: User) -> None:
    _guess(10)
    assert _try(alice, RIGHT) is not None


def test_thirty_guesses_shut_a_number_until_the_clerk_opens_it(
    street: Street, alice: User, bob: User, client: Client
) -> None:
    _guess(30)
    with pytest.raises(TooManyClaims):
        _try(alice, RIGHT)
    assert _try(bob, Decimal("25.13"), "07-0002") is not None  # the house next door stays open

    client.force_login(make_staff("dimitra", Role.FRONT_DESK))
    [row] = client.get(reverse("portal:tried")).context["rows"]
    assert (row["supply_number"], row["tries"], row["users"], row["is_shut"]) == ("07-0001", 30, 30, True)
    assert client.post(reverse("portal:tried"), {"supply_number": "07-0001"}).status_code == 302
    assert _try(alice, RIGHT) is not None


def test_one_address_tries_twenty_times_a_day(street: Street, alice: User) -> None:
    for number in range(20):
        user = make_staff(f"guesser-{number}", Role.CONSUMER)
        claim_connection(actor=user, supply_number=f"99-{number}", bill_total=WRONG, sender="192.0.2.1")
    with pytest.raises(TooManyClaims):
        claim_connection(actor=alice, supply_number="07-0001", bill_total=RIGHT, sender="192.0.2.1")
    assert claim_connection(actor=alice, supply_number="07-0001", bill_total=RIGHT, sender="192.0.2.2")


def test_tries_sent_at_once_are_counted_one_by_one(committed_db: None) -> None:
    build_street()
    alice = make_staff("alice", Role.CONSUMER)
    for _number in range(4):
        _try(alice, WRONG)
    ready = Barrier(2)
    answers: list[str] = []

    def send() -> None:
        try:
            ready.wait(timeout=30)
            answers.append("wrong" if _try(alice, WRONG) is None else "right")
        except TooManyClaims:
            answers.append("too many")
        finally:
            connections.close_all()

    senders = [Thread(target=send) for _number in range(2)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join(timeout=60)

    assert sorted(answers) == ["too many", "wrong"]
    assert ClaimAttempt.objects.count() == 5


def test_the_page_takes_what_stands_on_the_bill(street: Street, alice: User, client: Client) -> None:
    client.force_login(alice)
    page = reverse("portal:claim")

    refused = client.post(page, {"supply_number": "07-0001", "bill_total": "75,01"})
    assert refused.status_code == 422
    assert "We found no recent bill" in refused.content.decode()
    taken = client.post(page, {"supply_number": " 07 - 0001 ", "bill_total": "75.00"})
    assert taken.headers["Location"] == reverse("portal:connection", args=[street.house.pk])


def test_the_page_says_when_it_was_too_often(street: Street, alice: User, client: Client) -> None:
    client.force_login(alice)
    for _number in range(5):
        _try(alice, WRONG)

    answer = client.post(reverse("portal:claim"), {"supply_number": "07-0001", "bill_total": "75.00"})
    assert answer.status_code == 422
    assert "Try again in an hour" in answer.content.decode()
    assert not ConnectionAccess.objects.exists()
