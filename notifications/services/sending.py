"""Send what waits in the outbox: claimed by compare-and-set, tried again later when it fails.

A message leaves the state "waiting" before it is handed over, so two senders never send it both. If a sender
is killed between the hand-over and its note, the message stays "being sent" and is tried again after an hour:
it may then arrive twice, with the same Message-ID.

Texts that open an account (sign-up, password reset) are forgotten when their message is sent, fails or is taken
back, and at the latest when the link in them no longer opens anything.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone

from gis_core.models import User
from notifications.choices import Channel, MessageState
from notifications.errors import DeliveryFailed, DeliveryRefused
from notifications.models import Message
from notifications.selectors.waiting import is_configured
from notifications.services import channels
from notifications.types import SECRET_TEMPLATE

BATCH = 50
LOST_AFTER = timedelta(hours=1)
#: Waits before the second, third … attempt; after the last the message has failed.
BACKOFF = (
    timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2),
    timedelta(hours=12),
)  # fmt: skip


def send_waiting(*, limit: int = 2000) -> int:
    """Send messages that are due over the channels that are configured; return how many were handed over."""
    forget_secrets()
    sent = 0
    tried = 0
    ready = [channel for channel in Channel.values if is_configured(channel)]
    while ready and tried < limit:
        batch = _claim(ready)
        if not batch:
            break
        tried += len(batch)
        sent += sum(_send(message) for message in batch)
    return sent


def forget_secrets() -> int:
    """Take back messages whose link opens nothing any more, and forget their texts; return how many."""
    expired = timezone.now() - timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    open_states = [MessageState.WAITING, MessageState.SENDING]
    return (
        Message.objects.filter(template=SECRET_TEMPLATE, created_at__lt=expired)
        .exclude(body="")
        .update(
            body="",
            state=Case(When(state__in=open_states, then=Value(MessageState.CANCELLED)), default="state"),
        )
    )


def retry_message(*, actor: User, message: Message) -> bool:
    """Queue a failed or cancelled message again, at once; say whether it was. A secret one is not: its text is gone."""
    ended = Message.objects.filter(
        pk=message.pk, state__in=[MessageState.FAILED, MessageState.CANCELLED]
    ).exclude(template=SECRET_TEMPLATE)
    return bool(
        ended.update(state=MessageState.WAITING, attempts=0, next_attempt_at=timezone.now(), error="")
    )


def cancel_message(*, actor: User, message: Message) -> bool:
    """Take a waiting message back; say whether it was still there to take."""
    return bool(
        Message.objects.filter(pk=message.pk, state=MessageState.WAITING).update(
            state=MessageState.CANCELLED, **_forgotten(message)
        )
    )


def _claim(ready: list[str]) -> list[Message]:
    """Mark some due messages as being sent and return them; other senders pass over them."""
    now = timezone.now()
    due = Q(state=MessageState.WAITING, next_attempt_at__lte=now) | Q(
        state=MessageState.SENDING, next_attempt_at__lte=now - LOST_AFTER
    )
    with transaction.atomic():
        batch = list(
            Message.objects.filter(due, channel__in=ready)
            .select_for_update(skip_locked=True)
            .order_by("next_attempt_at", "pk")[:BATCH]
        )
        Message.objects.filter(pk__in=[message.pk for message in batch]).update(
            state=MessageState.SENDING, attempts=F("attempts") + 1, next_attempt_at=now
        )
    for message in batch:
        message.attempts += 1
    return batch


def _send(message: Message) -> bool:
    """Hand one claimed message over and note the end."""
    try:
        taken = channels.deliver(message)
    except DeliveryRefused as error:
        _note(message, state=MessageState.FAILED, error=str(error), **_forgotten(message))
        return False
    except DeliveryFailed as error:
        if message.attempts > len(BACKOFF):
            _note(message, state=MessageState.FAILED, error=str(error), **_forgotten(message))
        else:
            next_attempt = timezone.now() + BACKOFF[message.attempts - 1]
            _note(message, state=MessageState.WAITING, error=str(error), next_attempt_at=next_attempt)
        return False
    _note(
        message,
        state=MessageState.SENT,
        error="",
        provider_reference=taken.reference[:120],
        sent_at=timezone.now(),
        **_forgotten(message),
    )
    return True


def _forgotten(message: Message) -> dict[str, str]:
    """Return what to write over a message that has ended: the text, when it opens an account."""
    return {"body": ""} if message.is_secret else {}


def _note(message: Message, **values: object) -> None:
    """Write the end of an attempt, if the message is still this sender's."""
    Message.objects.filter(pk=message.pk, state=MessageState.SENDING).update(**values)
