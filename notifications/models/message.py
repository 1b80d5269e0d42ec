"""The outbox: a message is written with the act that causes it and sent after the commit."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from gis_core.choices import LanguageChoice
from notifications.choices import Channel, MessageState
from notifications.querysets import MessageQuerySet
from notifications.types import SECRET_TEMPLATE
from parties.models import Party


class Message(models.Model):
    """One message to one address over one channel, written once for its key."""

    key = models.CharField(
        _("key"), max_length=150, unique=True,
        help_text=_("What makes the message one of a kind, for example outage:17:connection:421:email"),
    )  # fmt: skip
    channel = models.CharField(_("channel"), max_length=10, choices=Channel)
    recipient = models.CharField(_("recipient"), max_length=254)
    party = models.ForeignKey(Party, models.SET_NULL, null=True, blank=True, related_name="messages")
    language = models.CharField(_("language"), max_length=2, choices=LanguageChoice)
    template = models.CharField(_("template"), max_length=60)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    body = models.TextField(_("text"))
    headers = models.JSONField(_("headers"), default=dict, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=MessageState, default=MessageState.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_attempt_at = models.DateTimeField(_("next attempt"))
    error = models.TextField(_("error"), blank=True)
    provider_reference = models.CharField(_("provider's reference"), max_length=120, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ("-created_at", "-id")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state__in=MessageState.values), name="message_state_known"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["-created_at", "-id"], name="message_newest"),
            models.Index(
                fields=["-created_at", "-id"],
                condition=models.Q(state=MessageState.FAILED),
                name="message_failed",
            ),
            models.Index(
                fields=["next_attempt_at"],
                condition=models.Q(state__in=[MessageState.WAITING, MessageState.SENDING]),
                name="message_due",
            ),
            models.Index(
                fields=["created_at"],
                condition=models.Q(template=SECRET_TEMPLATE) & ~models.Q(body=""),
                name="message_secret",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.recipient}"

    @property
    def title(self) -> str:
        """The subject; the beginning of the text of a message that has none."""
        return self.subject or ("" if self.is_secret else self.body[:60])

    @property
    def is_secret(self) -> bool:
        """Whether the text opens an account: it is for the recipient alone, and forgotten when sent."""
        return self.template == SECRET_TEMPLATE
