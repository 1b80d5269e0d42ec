"""Write the messages of an announcement to the outbox, each address once for what happened."""

from __future__ import annotations

from collections.abc import Iterator

from notifications.choices import Channel
from notifications.services.outbox import queue_filled_rows, render_message, withdraw_messages
from notifications.types import FilledMessage, MessageText
from outages.domain.notices import Notice, key_prefix, name_places, notice_key
from outages.models import Outage
from outages.selectors.notices import (
    count_channels,
    find_reach,
    language_now,
    list_notices,
    list_told,
    notice_context,
    sample_of,
)
from outages.types import NoticePreview

#: Stands for the places while a text is made once for all who read it in the same language and channel.
PLACE_MARK = "\u2402PLACE\u2403"


def queue_notices(*, outage: Outage, template: str, event: str) -> int:
    """Queue the message for everybody whom the outage touches; return how many are new.

    `event` names what happened (announced, changed:2, ended …); with the address it makes the message one of
    a kind.
    """
    rows = _messages(outage, template, event, list_notices(outage))
    return queue_filled_rows(rows=rows, mark=PLACE_MARK)


def take_back_notices(*, outage: Outage) -> int:
    """Withdraw what was not sent yet and queue the cancellation for those who were told; return how many are new."""
    withdraw_messages(key_prefix=key_prefix(outage.pk))
    rows = _messages(outage, "cancelled", "cancelled", list_told(outage))
    return queue_filled_rows(rows=rows, mark=PLACE_MARK)


def preview_notices(*, outage: Outage) -> NoticePreview:
    """Return what approval would send now, with a sample in the reader's language."""
    reach = find_reach(outage)
    notices = reach.notices
    emails, sms = count_channels(notices)
    context = notice_context(outage, sample_of(notices))
    texts = {
        channel: render_message(
            template="outages/announced", channel=channel, language=language_now(), context=context
        )
        for channel in (Channel.EMAIL, Channel.SMS)
    }
    return NoticePreview(
        emails=emails,
        sms=sms,
        without_contact=reach.unreachable,
        subject=texts[Channel.EMAIL][0],
        email_text=texts[Channel.EMAIL][1],
        sms_text=texts[Channel.SMS][1],
    )


def _messages(outage: Outage, template: str, event: str, notices: list[Notice]) -> Iterator[FilledMessage]:
    texts: dict[tuple[str, str], MessageText] = {}
    context = notice_context(outage, PLACE_MARK)
    for notice in notices:
        kind = (notice.language, notice.channel)
        if kind not in texts:
            subject, body = render_message(
                template=f"outages/{template}", channel=Channel(notice.channel), language=notice.language,
                context=context,
            )  # fmt: skip
            texts[kind] = MessageText(notice.channel, notice.language, f"outages/{template}", subject, body)
        yield FilledMessage(
            key=notice_key(outage.pk, event, notice.channel, notice.address),
            recipient=notice.address, text=texts[kind], words=name_places(notice.places),
            party_id=notice.party_id,
        )  # fmt: skip
