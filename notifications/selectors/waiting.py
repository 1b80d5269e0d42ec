"""What waits in the outbox, and why."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from gis_core.models import User
from gis_core.registry import HealthResult
from notifications.choices import Channel, MessageState
from notifications.models import Message

#: A message that is due for longer is held up by something.
LATE = timedelta(hours=1)


def is_configured(channel: str) -> bool:
    """Say whether the installation can send over the channel."""
    return bool(settings.EMAIL_HOST if channel == Channel.EMAIL else settings.SMS_GATEWAY_URL)


def count_failed(user: User) -> int:
    """Return how many messages have failed for good."""
    return Message.objects.visible_to(user).filter(state=MessageState.FAILED).count()


def count_held() -> dict[str, int]:
    """Return how many messages wait for each channel that the installation cannot send over."""
    waiting = dict(
        Message.objects.filter(state=MessageState.WAITING)
        .values_list("channel")
        .annotate(count=Count("pk"))
        .order_by("channel")
    )
    return {channel: count for channel, count in waiting.items() if not is_configured(channel)}


def check_outbox() -> HealthResult:
    """Say whether what is due is sent."""
    ready = [channel for channel in Channel.values if is_configured(channel)]
    if not ready:
        held = sum(count_held().values())
        return HealthResult(
            ok=True,
            detail=_("no way out is set up; %(count)d messages wait and can be read in the office")
            % {"count": held},
        )
    late = Message.objects.filter(
        state=MessageState.WAITING, channel__in=ready, next_attempt_at__lt=timezone.now() - LATE
    ).count()
    if late:
        return HealthResult(
            ok=False,
            detail=_("%(count)d messages are overdue") % {"count": late},
            remedy=_("Look whether the worker runs and whether the mail server and the SMS gateway answer."),
        )
    return HealthResult(ok=True, detail=_("nothing is overdue"))
