"""Mail that opens an account: read by its recipient alone, and forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from gis_core.choices import Role
from notifications.choices import MessageState
from notifications.models import Message
from notifications.querysets import MESSAGE_ROLES
from notifications.services.outbox import queue_rows
from notifications.services.sending import cancel_message, retry_message, send_waiting
from tests.factories.people import make_staff
from tests.notifications.conftest import MailServer
from tests.notifications.test_outbox import outgoing

pytestmark = pytest.mark.django_db
LINK = "https://deya.example/account/password/reset/key/8-cz1p2q-ab12cd/"


def queue_reset(settings: Settings) -> Message:
    settings.EMAIL_BACKEND = "notifications.email_backend.OutboxBackend"
    EmailMessage("Νέος κωδικός", f"Ανοίξτε: {LINK}", "noreply@deya.gr", ["director@example.gr"]).send()
    return Message.objects.get()


def read(client: Client, message: Message, role: Role) -> str:
    client.force_login(make_staff(f"r{role.value}", role))
    return client.get(reverse("notifications:message_detail", args=[message.pk])).content.decode()


@pytest.mark.parametrize("role", sorted(MESSAGE_ROLES))
def test_nobody_of_the_office_reads_the_link(client: Client, settings: Settings, role: Role) -> None:
    settings.PRODUCTION = True
    page = read(client, queue_reset(settings), role)
    assert "8-cz1p2q-ab12cd" not in page
    assert "it is for them alone" in page


def test_administrator_hands_it_on_where_nothing_can_be_sent(client: Client, settings: Settings) -> None:
    settings.PRODUCTION, settings.EMAIL_HOST = False, ""
    message = queue_reset(settings)
    assert "8-cz1p2q-ab12cd" not in read(client, message, Role.FRONT_DESK)
    assert "8-cz1p2q-ab12cd" in read(client, message, Role.ADMINISTRATOR)


def test_text_is_forgotten_when_it_is_sent(mail_server: MailServer, settings: Settings) -> None:
    queue_reset(settings)
    queue_rows(rows=[outgoing("a")])
    assert send_waiting() == 2
    assert LINK in "".join(mail.get_content() for _to, mail in mail_server.mails)  # type: ignore[attr-defined]
    bodies = dict(Message.objects.values_list("recipient", "body"))
    assert bodies["director@example.gr"] == ""
    assert [body for body in bodies.values() if body] == [outgoing("a").body]


def test_text_is_forgotten_when_it_is_taken_back_and_not_sent_empty(settings: Settings) -> None:
    message, fofi = queue_reset(settings), make_staff("fofi", Role.FRONT_DESK)
    assert cancel_message(actor=fofi, message=message)
    assert not retry_message(actor=fofi, message=message)
    message.refresh_from_db()
    assert (message.state, message.body) == (MessageState.CANCELLED, "")


def test_text_is_forgotten_when_its_link_is_stale(settings: Settings) -> None:
    settings.EMAIL_HOST = settings.SMS_GATEWAY_URL = ""
    message = queue_reset(settings)
    stale = timezone.now() - timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    Message.objects.update(created_at=stale + timedelta(minutes=5))
    send_waiting()
    message.refresh_from_db()
    assert LINK in message.body
    Message.objects.update(created_at=stale - timedelta(minutes=5))
    send_waiting()
    message.refresh_from_db()
    assert (message.state, message.body) == (MessageState.CANCELLED, "")
