"""Attempts to claim a connection, counted so that nobody guesses, and the office's lifting of a limit."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ClaimAttempt(models.Model):
    """One try by a user to show that a connection is theirs."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="claim_attempts")
    supply_number = models.CharField(_("supply number"), max_length=30)
    sender = models.CharField(max_length=32, blank=True)  # a hash of the address asked from
    succeeded = models.BooleanField(_("succeeded"))
    at = models.DateTimeField(_("time"), auto_now_add=True)

    class Meta:
        verbose_name = _("claim attempt")
        verbose_name_plural = _("claim attempts")
        indexes: ClassVar = [
            models.Index(fields=["user", "at"], name="claim_attempt_user"),
            models.Index(fields=["supply_number", "at"], name="claim_attempt_supply"),
            models.Index(fields=["sender", "at"], name="claim_attempt_sender"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.supply_number}"


class ClaimLift(models.Model):
    """The office let people try a supply number again: earlier failures count no more for it."""

    supply_number = models.CharField(_("supply number"), max_length=30)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="claim_lifts")
    at = models.DateTimeField(_("time"), auto_now_add=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["supply_number", "at"], name="claim_lift_supply")]

    def __str__(self) -> str:
        return self.supply_number
