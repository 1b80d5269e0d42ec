"""The outbox: each message once, tried again when it fails, over real servers."""

from __future__ import annotations

import socket
import threading
from datetime import timedelta

import pytest
from django.core.mail import EmailMessage
from django.utils import timezone
from pytest_django.fixtures import Settings

from gis_core.choices import Role
from notifications.choices import Channel, MessageState
from notifications.models import Message
from notifications.services.outbox import queue_filled_rows, queue_rows
from notifications.services.sending import BACKOFF, cancel_message, retry_message, send_waiting
from notifications.types import FilledMessage, MessageText, OutgoingMessage
from tests.factories.people import make_staff
from tests.notifications.conftest import Gateway, MailServer

pytestmark = pytest.mark.django_db


def outgoing(
    key: str, recipient: str = "maria@example.gr", channel: Channel = Channel.EMAIL
) -> OutgoingMessage:
    return OutgoingMessage(
        key=key,
        channel=channel,
        recipient=recipient,
        language="el",
        template="test/test",
        subject="" if channel == Channel.SMS else "Διακοπή νερού",
        body="Αύριο 09:00–13:00 στην οδό Ερμού.\n",
    )


def make_due() -> None:
    Message.objects.update(next_attempt_at=timezone.now())


def test_a_key_is_written_once() -> None:
    assert queue_rows(rows=[outgoing("outage:1"), outgoing("outage:2")]) == 2
    assert queue_rows(rows=[outgoing("outage:2"), outgoing("outage:3"), outgoing("outage:3")]) == 1
    assert sorted(Message.objects.values_list("key", flat=True)) == ["outage:1", "outage:2", "outage:3"]


def test_a_mail_arrives_in_greek_once(mail_server: MailServer) -> None:
    queue_rows(rows=[outgoing("outage:1")])
    assert send_waiting() == 1
    assert send_waiting() == 0
    [(address, mail)] = mail_server.mails
    assert address == "maria@example.gr"
    assert mail["Subject"] == "Διακοπή νερού"
    assert mail.get_content().strip() == "Αύριο 09:00–13:00 στην οδό Ερμού."  # type: ignore[attr-defined]
    message = Message.objects.get()
    assert (message.state, message.attempts) == (MessageState.SENT, 1)
    assert message.provider_reference == mail["Message-ID"]


def test_a_mailbox_that_is_full_is_tried_again_later(mail_server: MailServer) -> None:
    mail_server.answers["maria@example.gr"] = "452 mailbox full"
    queue_rows(rows=[outgoing("outage:1")])
    before = timezone.now()
    assert send_waiting() == 0
    message = Message.objects.get()
    assert message.state == MessageState.WAITING
    assert BACKOFF[0] <= message.next_attempt_at - before <= BACKOFF[0] + timedelta(seconds=30)
    assert "mailbox full" in message.error
    mail_server.answers.clear()
    make_due()
    assert send_waiting() == 1
    assert Message.objects.get().state == MessageState.SENT


def test_an_address_that_does_not_exist_fails_at_once_and_disturbs_nobody(mail_server: MailServer) -> None:
    mail_server.answers["nobody@example.gr"] = "550 no such user"
    queue_rows(rows=[outgoing("a", "nobody@example.gr"), outgoing("b")])
    assert send_waiting() == 1
    assert dict(Message.objects.values_list("key", "state")) == {"a": "failed", "b": "sent"}


def test_after_the_last_attempt_it_has_failed_and_a_person_sends_it_again(gateway: Gateway) -> None:
    gateway.codes = [503] * (len(BACKOFF) + 1)
    queue_rows(rows=[outgoing("a", "6940000000", Channel.SMS)])
    for _attempt in range(len(BACKOFF) + 1):
        make_due()
        assert send_waiting() == 0
    message = Message.objects.get()
    assert (message.state, message.attempts, message.error) == ("failed", 6, "HTTP 503")
    clerk = make_staff("fofi", Role.FRONT_DESK)
    assert retry_message(actor=clerk, message=message)
    assert not retry_message(actor=clerk, message=message)
    assert send_waiting() == 1


def test_an_sms_carries_token_and_key(gateway: Gateway) -> None:
    queue_rows(rows=[outgoing("outage:1:sms", "6940000000", Channel.SMS)])
    assert send_waiting() == 1
    [(headers, body)] = gateway.taken
    assert headers["Authorization"] == "Bearer secret"
    assert headers["Idempotency-Key"] == "outage:1:sms"
    assert (body["to"], body["reference"]) == ("6940000000", "outage:1:sms")
    assert Message.objects.get().provider_reference == "gw-1"


def test_a_number_that_the_gateway_refuses_fails_at_once(gateway: Gateway) -> None:
    gateway.codes = [400]
    queue_rows(rows=[outgoing("a", "694", Channel.SMS)])
    assert send_waiting() == 0
    assert Message.objects.get().state == MessageState.FAILED


def test_without_a_way_out_messages_wait(settings: Settings) -> None:
    settings.EMAIL_HOST = settings.SMS_GATEWAY_URL = ""
    queue_rows(rows=[outgoing("a")])
    assert send_waiting() == 0
    message = Message.objects.get()
    assert (message.state, message.attempts) == (MessageState.WAITING, 0)


def test_a_message_taken_back_is_not_sent(mail_server: MailServer) -> None:
    queue_rows(rows=[outgoing("a")])
    assert cancel_message(actor=make_staff("fofi", Role.FRONT_DESK), message=Message.objects.get())
    assert send_waiting() == 0
    assert mail_server.mails == []


def test_one_whose_sender_was_killed_is_sent_after_an_hour_under_the_same_identifier(
    mail_server: MailServer,
) -> None:
    queue_rows(rows=[outgoing("a")])
    assert send_waiting() == 1
    Message.objects.update(state=MessageState.SENDING, next_attempt_at=timezone.now() - timedelta(minutes=59))
    assert send_waiting() == 0
    Message.objects.update(next_attempt_at=timezone.now() - timedelta(minutes=61))
    assert send_waiting() == 1
    first, second = (mail["Message-ID"] for _address, mail in mail_server.mails)
    assert first == second


def test_mail_of_the_framework_goes_through_the_outbox(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "notifications.email_backend.OutboxBackend"
    mail = EmailMessage("Επιβεβαίωση", "Κωδικός 123", "noreply@deya.gr", ["a@example.gr", "b@example.gr"])
    assert mail.send() == 1
    rows = Message.objects.order_by("recipient").values_list("recipient", "subject", "body")
    assert list(rows) == [
        ("a@example.gr", "Επιβεβαίωση", "Κωδικός 123"),
        ("b@example.gr", "Επιβεβαίωση", "Κωδικός 123"),
    ]
    EmailMessage("Επιβεβαίωση", "Κωδικός 124", "noreply@deya.gr", ["a@example.gr"]).send()
    assert Message.objects.count() == 3


def test_a_message_that_no_mail_can_carry_fails_alone_and_holds_up_nobody(mail_server: MailServer) -> None:
    queue_rows(rows=[outgoing("outage:1", "maria@example.gr\nBcc: all@example.gr"), outgoing("outage:2")])
    assert send_waiting() == 1
    assert Message.objects.get(key="outage:1").state == MessageState.FAILED
    assert [address for address, _mail in mail_server.mails] == ["maria@example.gr"]


def test_a_gateway_that_answers_no_http_is_tried_again_and_holds_up_nobody(
    settings: Settings, mail_server: MailServer
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        settings.SMS_GATEWAY_URL = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        babble = threading.Thread(target=_babble_once, args=(listener,))
        babble.start()
        queue_rows(rows=[outgoing("outage:1", "6900000001", Channel.SMS), outgoing("outage:2")])
        assert send_waiting() == 1
        babble.join()
    assert dict(Message.objects.values_list("key", "state")) == {
        "outage:1": MessageState.WAITING,
        "outage:2": MessageState.SENT,
    }


def _babble_once(listener: socket.socket) -> None:
    """Answer one request with what is no HTTP."""
    client, _address = listener.accept()
    with client:
        client.recv(65536)
        client.sendall(b"no http at all\r\n\r\n")


def test_messages_of_one_text_are_filled_with_each_ones_words() -> None:
    greek = MessageText("email", "el", "outages/announced", "Διακοπή: @@", "Στο @@ δεν θα έχει νερό. @@!")
    short = MessageText("sms", "en", "outages/announced", "", "No water at @@")
    rows = [
        FilledMessage("outage:1", "maria@example.gr", greek, "Ερμού 12"),
        FilledMessage("outage:2", "6940000000", short, r"100% \ 'Rose' {st}"),
        FilledMessage("outage:1", "maria@example.gr", greek, "Ερμού 14"),
        FilledMessage("outage:3", "x@example.gr", greek, "Α" * 300),
    ]

    assert queue_filled_rows(rows=rows, mark="@@") == 3
    assert queue_filled_rows(rows=rows[:2], mark="@@") == 0

    first, second, third = Message.objects.order_by("id")
    assert (first.key, first.subject, first.body) == (
        "outage:1", "Διακοπή: Ερμού 12", "Στο Ερμού 12 δεν θα έχει νερό. Ερμού 12!",
    )  # fmt: skip
    assert (first.channel, first.language, first.template) == ("email", "el", "outages/announced")
    assert (first.state, first.attempts, first.headers) == ("waiting", 0, {})
    assert (second.channel, second.recipient) == ("sms", "6940000000")
    assert second.body == r"No water at 100% \ 'Rose' {st}"
    assert len(third.subject) == 200
