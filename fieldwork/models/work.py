"""What was written of a task by those who work on it, and the requests that phones sent for it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from fieldwork.models.task import Task


class TaskNote(models.Model):
    """Words about a task; never changed."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="notes")
    text = models.TextField(_("text"), max_length=2000)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="task_notes"
    )
    written_at = models.DateTimeField(_("written"), auto_now_add=True)

    class Meta:
        verbose_name = _("note of a task")
        verbose_name_plural = _("notes of tasks")
        ordering = ("written_at", "pk")

    def __str__(self) -> str:
        return self.text[:60]


class TaskRequest(models.Model):
    """An act that came under a key of its sender, so that sending it again changes nothing."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="task_requests")
    key = models.CharField(_("key"), max_length=100)
    sha256 = models.CharField(_("SHA-256 of what was sent"), max_length=64)
    task = models.ForeignKey(Task, models.CASCADE, related_name="requests")
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("request with a key")
        verbose_name_plural = _("requests with keys")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "key"], name="task_request_once"),
        ]

    def __str__(self) -> str:
        return self.key
