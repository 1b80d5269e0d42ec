"""Anybody signs up with an e-mail address that is theirs, and then sees what they claim."""

from __future__ import annotations

import re

import pytest
from django.conf import settings as given
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from gis_core.choices import Role
from gis_core.models import User
from notifications.models import Message
from tests.factories.bills import Street


@pytest.mark.django_db
def test_a_consumer_signs_up_confirms_and_sees_the_bill(
    street: Street, client: Client, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "notifications.email_backend.OutboxBackend"
    password = "glaros-kai-alati-7"

    client.post(
        reverse("account_signup"),
        {"email": "alice@example.gr", "password1": password, "password2": password},
    )
    alice = User.objects.get(email="alice@example.gr")
    assert (alice.roles, alice.is_office) == (frozenset({Role.CONSUMER}), False)
    assert client.get(reverse("portal:claim")).status_code == 302  # not before the address is confirmed

    message = Message.objects.get(recipient="alice@example.gr")
    link = re.search(r"https?://[^/\s]+(/account/confirm-email/\S+)", message.body)
    assert link is not None
    client.post(link[1])
    client.post(reverse("account_login"), {"login": "alice@example.gr", "password": password})

    client.post(reverse("portal:claim"), {"supply_number": "07-0001", "bill_total": "75,00"})
    page = client.get(reverse("portal:home"))
    assert page.status_code == 200
    assert [mine.connection for mine in page.context["home"].connections] == [street.house]
    assert given.ACCOUNT_EMAIL_VERIFICATION == "mandatory"
