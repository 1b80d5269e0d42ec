"""Messages of an announcement: their text, whom they go to, how many went."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from gis_core.models import Utility
from meters.selectors.areas import active_on_pipes, connections_in_area, list_recipients
from notifications.choices import Channel, MessageState
from notifications.models import Message
from outages.choices import OutageState
from outages.domain.notices import Notice, gather_notices, key_prefix, name_places
from outages.models import AffectedConnection, Outage


def notice_context(outage: Outage, place: str) -> dict[str, Any]:
    """Return what the message templates show."""
    starts, ends = timezone.localtime(outage.starts_at), timezone.localtime(outage.ends_at)
    return {
        "outage": outage,
        "place": place,
        "utility": Utility.objects.first(),
        "starts": f"{starts:%d/%m/%Y %H:%M}",
        "ends": f"{ends:%H:%M}" if ends.date() == starts.date() else f"{ends:%d/%m/%Y %H:%M}",
        "report_url": f"{settings.SITE_URL}/report/",
        "url": settings.SITE_URL + reverse("outages:public_detail", args=[outage.public_id]),
    }


@dataclass(frozen=True)
class Reach:
    """Whom to tell, each address once, and at how many connections nobody can be told.

    Nobody can be where there is no payer, no address, or consent was withdrawn.
    """

    notices: list[Notice]
    unreachable: int


def find_reach(outage: Outage) -> Reach:
    """Return whom to tell: at connections written down at approval, before it at those in the area now."""
    ids = _connection_ids(outage)
    recipients = list_recipients(ids)
    return Reach(gather_notices(recipients), len(set(ids) - {one.connection_id for one in recipients}))


def list_notices(outage: Outage) -> list[Notice]:
    """Return whom to tell, each address once."""
    return find_reach(outage).notices


def list_told(outage: Outage) -> list[Notice]:
    """Return those to whom something of the announcement was sent, or is being sent, each address once.

    Who got another address since is told there.
    """
    told = list(
        Message.objects.filter(
            key__startswith=key_prefix(outage.pk), state__in=[MessageState.SENT, MessageState.SENDING]
        ).values_list("channel", "recipient", "party_id")
    )
    addresses = {(channel, recipient.strip().lower()) for channel, recipient, _party in told}
    parties = {party for _channel, _recipient, party in told}
    return [
        notice
        for notice in list_notices(outage)
        if (notice.channel, notice.address.lower()) in addresses or notice.party_id in parties
    ]


def _connection_ids(outage: Outage) -> list[int]:
    if outage.state == OutageState.DRAFT:
        if outage.pipe_ids:
            return active_on_pipes(outage.pipe_ids)
        return list(connections_in_area(outage.geom).values_list("id", flat=True))
    return list(AffectedConnection.objects.filter(outage=outage).values_list("connection_id", flat=True))


@dataclass(frozen=True)
class MessageCount:
    """How many messages of an announcement stand in a state on a channel, in words."""

    channel: str
    state: str
    count: int


def count_messages(outage: Outage) -> list[MessageCount]:
    """Return how many messages of the announcement stand in the outbox by channel and state."""
    rows = (
        Message.objects.filter(key__startswith=key_prefix(outage.pk))
        .values_list("channel", "state")
        .annotate(count=Count("id"))
        .order_by("channel", "state")
    )
    return [
        MessageCount(str(Channel(channel).label), str(MessageState(state).label), count)
        for channel, state, count in rows
    ]


def sample_of(notices: list[Notice]) -> str:
    """Return the places of a notice to show as a sample."""
    return name_places(notices[0].places) if notices else "…"


def count_channels(notices: list[Notice]) -> tuple[int, int]:
    """Return how many notices go by e-mail and how many by SMS."""
    counts = Counter(notice.channel for notice in notices)
    return counts[Channel.EMAIL.value], counts[Channel.SMS.value]


def language_now() -> str:
    """Return the language in which a sample is shown."""
    return get_language() or "el"
