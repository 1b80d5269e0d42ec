"""The outbox in the office."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from gis_core.choices import Role
from notifications.choices import Channel, MessageState
from notifications.models import Message
from notifications.services.outbox import queue_rows
from tests.factories.people import make_staff
from tests.notifications.test_outbox import outgoing

pytestmark = pytest.mark.django_db


def test_list_says_that_no_way_out_is_set_up(client: Client, settings: Settings) -> None:
    settings.EMAIL_HOST = ""
    queue_rows(rows=[outgoing("a"), outgoing("b", "6940000000", Channel.SMS)])
    client.force_login(make_staff("fofi", Role.FRONT_DESK))
    answer = client.get(reverse("notifications:message_list"))
    assert [row["count"] for row in answer.context["held"]] == [1, 1]
    found = client.get(reverse("notifications:message_list"), {"q": "maria", "state": "waiting"})
    assert [row.record.key for row in found.context["table"].rows] == ["a"]


def test_message_is_read_taken_back_and_sent_again(client: Client) -> None:
    queue_rows(rows=[outgoing("a")])
    message = Message.objects.get()
    client.force_login(make_staff("fofi", Role.FRONT_DESK))
    assert (
        "στην οδό Ερμού"
        in client.get(reverse("notifications:message_detail", args=[message.pk])).content.decode()
    )
    client.post(reverse("notifications:message_cancel", args=[message.pk]))
    message.refresh_from_db()
    assert message.state == MessageState.CANCELLED
    client.post(reverse("notifications:message_retry", args=[message.pk]))
    message.refresh_from_db()
    assert message.state == MessageState.WAITING


def test_failed_ones_have_a_list_of_their_own(client: Client) -> None:
    queue_rows(rows=[outgoing("a"), outgoing("b")])
    Message.objects.filter(key="b").update(state=MessageState.FAILED)
    client.force_login(make_staff("fofi", Role.FRONT_DESK))
    answer = client.get(reverse("notifications:failed_list"))
    assert [row.record.key for row in answer.context["table"].rows] == ["b"]


def test_auditor_reads_and_does_nothing(client: Client) -> None:
    queue_rows(rows=[outgoing("a")])
    message = Message.objects.get()
    client.force_login(make_staff("alekos", Role.AUDITOR))
    page = client.get(reverse("notifications:message_detail", args=[message.pk]))
    assert not page.context["may_cancel"]
    assert Message.objects.get().state == MessageState.WAITING
