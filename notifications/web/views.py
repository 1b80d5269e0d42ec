"""The outbox in the office: what was sent to whom, what waits and why."""

from __future__ import annotations

from typing import Any, cast

import django_filters
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from gis_core.choices import Role
from gis_core.models import User
from gis_core.pages.access import allow
from gis_core.pages.lists import OfficeListView
from gis_core.pages.tables import LinkColumn, MomentColumn, OfficeTable, StateColumn
from notifications.choices import Channel, MessageState
from notifications.models import Message
from notifications.querysets import MESSAGE_ROLES, MessageQuerySet
from notifications.selectors.texts import readable_text
from notifications.selectors.waiting import count_held, is_configured
from notifications.services.sending import cancel_message, retry_message

TONES = {
    "waiting": "info",
    "sending": "info",
    "sent": "good",
    "failed": "bad",
    "cancelled": "warn",
    "withdrawn": "warn",
}
ACT_ROLES: frozenset[Role] = MESSAGE_ROLES - {Role.AUDITOR}


class MessageTable(OfficeTable):
    """When, to whom, what, and how it stands."""

    created_at = MomentColumn(verbose_name=gettext_lazy("Written"))
    recipient = LinkColumn("notifications:message_detail", verbose_name=gettext_lazy("Recipient"))
    subject = LinkColumn(
        "notifications:message_detail",
        verbose_name=gettext_lazy("Subject"),
        accessor="title",
        order_by="subject",
    )
    state = StateColumn(TONES, verbose_name=gettext_lazy("State"))
    sent_at = MomentColumn(verbose_name=gettext_lazy("Sent"))

    class Meta(OfficeTable.Meta):
        model = Message
        fields = ("created_at", "channel", "recipient", "subject", "state", "attempts", "sent_at")


class MessageFilter(django_filters.FilterSet):
    """Address or words; state; channel."""

    q = django_filters.CharFilter(label=gettext_lazy("Recipient or subject"), method="search")
    state = django_filters.ChoiceFilter(label=gettext_lazy("State"), choices=MessageState.choices)
    channel = django_filters.ChoiceFilter(label=gettext_lazy("Channel"), choices=Channel.choices)

    class Meta:
        model = Message
        fields = ("q", "state", "channel")

    def search(self, rows: MessageQuerySet, name: str, value: str) -> QuerySet[Message]:
        """Find part of an address or of a subject."""
        return rows.filter(Q(recipient__icontains=value) | Q(subject__icontains=value))


@allow(*MESSAGE_ROLES)
class MessageList(OfficeListView):
    """All messages, newest first."""

    model = Message
    table_class = MessageTable
    filterset_class = MessageFilter
    template_name = "notifications/message_list.html"
    title = gettext_lazy("Messages")
    export_name = "messages"
    empty_text = gettext_lazy("Nothing has been written to anybody yet.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add how many messages wait for a channel that is not set up."""
        labels = dict(Channel.choices)
        held = [{"channel": labels[channel], "count": count} for channel, count in count_held().items()]
        return super().get_context_data(held=held, **kwargs)


@allow(*MESSAGE_ROLES)
class FailedList(MessageList):
    """Messages that failed for good."""

    title = gettext_lazy("Messages that could not be delivered")
    empty_text = gettext_lazy("Every message could be delivered.")

    def get_rows(self, user: User) -> QuerySet[Any]:
        """Return the failed ones."""
        return Message.objects.visible_to(user).filter(state=MessageState.FAILED)


def _message(request: HttpRequest, pk: int) -> Message:
    rows = Message.objects.visible_to(cast(User, request.user)).select_related("party")
    return get_object_or_404(rows, pk=pk)


@allow(*MESSAGE_ROLES)
@require_GET
def message_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one message as its recipient reads it; one that opens an account without its text."""
    message = _message(request, pk)
    user = cast(User, request.user)
    may_act = user.has_any_role(*ACT_ROLES)
    context = {
        "message": message,
        "text": readable_text(message, user),
        "tone": TONES[message.state],
        "is_held": message.state == MessageState.WAITING and not is_configured(message.channel),
        "may_retry": may_act
        and message.state in {MessageState.FAILED, MessageState.CANCELLED}
        and not message.is_secret,
        "may_cancel": may_act and message.state == MessageState.WAITING,
    }
    return render(request, "notifications/message_detail.html", context)


@allow(*ACT_ROLES)
@require_POST
def message_retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a failed message again."""
    if retry_message(actor=cast(User, request.user), message=_message(request, pk)):
        messages.success(request, _("The message will be sent again."))
    else:
        messages.warning(request, _("The message is on its way or was sent meanwhile."))
    return redirect("notifications:message_detail", pk=pk)


@allow(*ACT_ROLES)
@require_POST
def message_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a waiting message back."""
    if cancel_message(actor=cast(User, request.user), message=_message(request, pk)):
        messages.success(request, _("The message is taken back."))
    else:
        messages.warning(request, _("The message is on its way or was sent meanwhile."))
    return redirect("notifications:message_detail", pk=pk)
