"""Long work as rows: the row is the truth, the broker only a bell."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from gis_core.choices import JobState
from gis_core.querysets import JobQuerySet


class Job(models.Model):
    """A piece of long work: who asked, how far it is, how it ended."""

    kind = models.CharField(_("kind"), max_length=60)
    key = models.CharField(
        _("key"), max_length=120, null=True, blank=True,
        help_text=_("At most one unfinished job holds a key."),
    )  # fmt: skip
    title = models.CharField(_("title"), max_length=200)
    parameters = models.JSONField(_("parameters"), default=dict)
    state = models.CharField(_("state"), max_length=10, choices=JobState, default=JobState.QUEUED)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="jobs"
    )
    step = models.CharField(_("step"), max_length=120, blank=True)
    done_count = models.BigIntegerField(_("done"), default=0)
    total_count = models.BigIntegerField(_("total"), null=True, blank=True)
    result = models.JSONField(_("result"), default=dict)
    error = models.TextField(_("error"), blank=True)
    stop_requested = models.BooleanField(_("stop requested"), default=False)
    attempts = models.IntegerField(_("attempts"), default=0)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    heartbeat_at = models.DateTimeField(_("last sign of life"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ("-created_at", "-id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["key"],
                condition=models.Q(state__in=[JobState.QUEUED, JobState.RUNNING]),
                name="job_key_unfinished_once",
            ),
            models.CheckConstraint(condition=models.Q(state__in=JobState.values), name="job_state_known"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["heartbeat_at"],
                condition=models.Q(state__in=[JobState.QUEUED, JobState.RUNNING]),
                name="job_unfinished",
            ),
        ]

    def __str__(self) -> str:
        return self.title
