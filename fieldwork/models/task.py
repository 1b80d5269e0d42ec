"""Tasks for people outside, and the crews that take them."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GistIndex
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from fieldwork.choices import LIVE_STATES, TaskPriority, TaskState
from fieldwork.querysets import TaskQuerySet


@pghistory.track()
class Crew(models.Model):
    """People who go out together."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=80)
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="crews", verbose_name=_("members"), blank=True
    )
    is_active = models.BooleanField(_("at work"), default=True)

    class Meta:
        verbose_name = _("crew")
        verbose_name_plural = _("crews")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


@pghistory.track(exclude=["geom_3857"])
class Task(models.Model):
    """One thing to be done at a place, by a person or a crew, with what came of it."""

    kind = models.CharField(
        _("kind"), max_length=40, help_text=_("As the app that owns the kind registered it")
    )
    title = models.CharField(_("what"), max_length=200)
    details = models.TextField(_("details"), blank=True, db_default="")
    target_type = models.ForeignKey(ContentType, models.PROTECT, null=True, blank=True)
    target_id = models.BigIntegerField(_("record"), null=True, blank=True)
    target = GenericForeignKey("target_type", "target_id")
    address = models.CharField(_("address"), max_length=200, blank=True, db_default="")
    geom = models.PointField(
        _("place"), srid=settings.STORAGE_SRID, null=True, blank=True, spatial_index=False
    )
    geom_3857 = models.GeneratedField(
        expression=Func(F("geom"), Value(3857), function="ST_Transform"),
        output_field=models.PointField(srid=3857, spatial_index=False, null=True),
        db_persist=True,
    )
    due_on = models.DateField(_("due"), null=True, blank=True)
    priority = models.CharField(
        _("priority"), max_length=10, choices=TaskPriority, default=TaskPriority.NORMAL,
        db_default=TaskPriority.NORMAL,
    )  # fmt: skip
    state = models.CharField(
        _("state"), max_length=10, choices=TaskState, default=TaskState.OPEN, db_default=TaskState.OPEN
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name=_("person"),
    )
    crew = models.ForeignKey(
        Crew, models.PROTECT, null=True, blank=True, related_name="tasks", verbose_name=_("crew")
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="made_tasks"
    )
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    started_at = models.DateTimeField(_("begun"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="ended_tasks"
    )
    result = models.TextField(_("result"), blank=True, db_default="")
    key = models.CharField(
        _("key"),
        max_length=100,
        null=True,
        blank=True,
        help_text=_("Of what asked for it: one live task a key"),
    )
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        ordering = ("due_on", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=TaskState.values), name="task_state_known"),
            models.CheckConstraint(condition=Q(priority__in=TaskPriority.values), name="task_priority_known"),
            models.CheckConstraint(
                condition=Q(target_type__isnull=True, target_id__isnull=True)
                | Q(target_type__isnull=False, target_id__isnull=False),
                name="task_target_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(TaskState.DONE, TaskState.CANCELLED)) | Q(ended_at__isnull=False),
                name="task_ended",
            ),
            models.CheckConstraint(
                condition=~Q(state=TaskState.ASSIGNED) | Q(assignee__isnull=False) | Q(crew__isnull=False),
                name="task_given_to_somebody",
            ),
            models.UniqueConstraint(
                fields=["key"], condition=Q(state__in=LIVE_STATES), name="task_one_live_a_key"
            ),
        ]
        indexes: ClassVar = [
            GistIndex(fields=["geom"], name="task_geom"),
            GistIndex(fields=["geom_3857"], name="task_geom_3857"),
            models.Index(fields=["target_type", "target_id"], name="task_target"),
            models.Index(fields=["assignee", "state"], name="task_assignee"),
            models.Index(fields=["crew", "state"], name="task_crew"),
            models.Index(fields=["due_on"], condition=Q(state__in=LIVE_STATES), name="task_due"),
        ]

    def __str__(self) -> str:
        return self.title


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
