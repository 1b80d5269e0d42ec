"""Write messages to the outbox with the act that causes them, each once for its key."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any

from celery import current_app
from django.core.cache import cache
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from notifications.choices import Channel, MessageState
from notifications.models import Message
from notifications.sql.queue_filled import queue_filled
from notifications.sql.queue_messages import queue_messages
from notifications.types import FilledMessage, MessageText, OutgoingMessage
from parties.models import Party

BATCH = 2000
#: The ring that no worker heard yet, and how long it stands for all at most: then the schedule has come round.
BELL = "notifications:bell"
BELL_S = 15
#: Messages of a shared text are short on the way to the database.
FILLED_BATCH = 10_000


def queue_message(
    *,
    key: str,
    channel: Channel,
    recipient: str,
    language: str,
    template: str,
    context: dict[str, Any],
    party: Party | None = None,
) -> bool:
    """Render `<app>/messages/<name>.{subject,email,sms}.txt` in the language and queue it.

    `template` is "<app>/<name>". Returns False when a message with the key is there already.
    """
    subject, body = render_message(template=template, channel=channel, language=language, context=context)
    message = OutgoingMessage(
        key=key, channel=channel, recipient=recipient, language=language, template=template,
        subject=subject, body=body, party_id=party.pk if party else None,
    )  # fmt: skip
    return queue_rows(rows=[message]) == 1


def render_message(
    *, template: str, channel: Channel, language: str, context: dict[str, Any]
) -> tuple[str, str]:
    """Return subject (empty for SMS) and text of a message in the language."""
    app, name = template.split("/")
    base = f"{app}/messages/{name}"
    with translation.override(language):
        if channel == Channel.SMS:
            return "", " ".join(render_to_string(f"{base}.sms.txt", context).split())
        subject = " ".join(render_to_string(f"{base}.subject.txt", context).split())
        return subject, render_to_string(f"{base}.email.txt", context).strip() + "\n"


def queue_rows(*, rows: Iterable[OutgoingMessage]) -> int:
    """Queue many messages; those whose key is there already are left out. Return how many are new."""
    iterator = iter(rows)
    count = 0
    while chunk := list(islice(iterator, BATCH)):
        count += queue_messages(chunk)
    if count:
        transaction.on_commit(ring_sender, robust=True)
    return count


def queue_filled_rows(*, rows: Iterable[FilledMessage], mark: str) -> int:
    """Queue many messages of few texts, the mark replaced by each one's words; return how many are new.

    As `queue_rows`; the database puts the words in, so that each text travels once.
    """
    iterator = iter(rows)
    count = 0
    while chunk := list(islice(iterator, FILLED_BATCH)):
        texts: list[MessageText] = list(dict.fromkeys(row.text for row in chunk))
        count += queue_filled(texts, chunk, mark)
    if count:
        transaction.on_commit(ring_sender, robust=True)
    return count


def withdraw_messages(*, key_prefix: str) -> int:
    """Take back the messages of a document that nobody has begun to send: what they say is no longer true.

    One statement, so a sender either has a message already or never gets it. A withdrawn message is not sent again.
    """
    waiting = Message.objects.filter(key__startswith=key_prefix, state=MessageState.WAITING)
    return waiting.update(state=MessageState.WITHDRAWN)


def ring_sender() -> None:
    """Tell a worker that messages wait; if the broker is down the schedule finds them.

    Until a worker heard, one ring is enough for all: it lets go of the bell before it looks.
    """
    if cache.add(BELL, "", BELL_S):
        current_app.send_task("notifications.tasks.send_waiting_messages", retry=False)


def hear_bell() -> None:
    """Let go of the bell: whoever queues a message from now on rings anew."""
    cache.delete(BELL)
