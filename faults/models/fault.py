"""A fault of the network, the reports of it, and what was said to the public."""

import uuid
from typing import ClassVar

import pghistory
from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GistIndex
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from faults.choices import FaultCategory, FaultPriority, FaultState, PlaceSource
from faults.domain.life import CLOSED
from faults.querysets import FaultQuerySet
from gis_core.choices import LanguageChoice
from meters.models import Connection
from network.models import Pipe


@pghistory.track(exclude=["geom_3857"])
class Fault(models.Model):
    """Something wrong at a place, until it is restored."""

    number = models.BigIntegerField(_("number"))
    year = models.PositiveSmallIntegerField(_("year"))
    category = models.CharField(_("category"), max_length=14, choices=FaultCategory)
    state = models.CharField(_("state"), max_length=12, choices=FaultState, default=FaultState.NEW)
    priority = models.CharField(
        _("priority"), max_length=8, choices=FaultPriority, default=FaultPriority.NORMAL
    )
    geom = models.PointField(_("position"), srid=settings.STORAGE_SRID, spatial_index=False)
    geom_3857 = models.GeneratedField(
        expression=Func(F("geom"), Value(3857), function="ST_Transform"),
        output_field=models.PointField(srid=3857, spatial_index=False),
        db_persist=True,
    )
    address = models.CharField(_("address"), max_length=200, blank=True)
    pipe = models.ForeignKey(
        Pipe, models.SET_NULL, null=True, blank=True, related_name="faults",
        help_text=_("Nearest pipe, proposed by the map; staff may change it"),
    )  # fmt: skip
    pipe_distance_m = models.FloatField(_("distance from the pipe (m)"), null=True, blank=True)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="faults_assigned"
    )
    expected_at = models.DateTimeField(_("expected restoration"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects = FaultQuerySet.as_manager()

    class Meta:
        verbose_name = _("fault")
        verbose_name_plural = _("faults")
        ordering = ("-created_at", "-id")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["year", "number"], name="fault_number_once"),
            models.CheckConstraint(
                condition=Q(category__in=FaultCategory.values), name="fault_category_known"
            ),
            models.CheckConstraint(condition=Q(state__in=FaultState.values), name="fault_state_known"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=False, state__in=sorted(CLOSED))
                | (Q(closed_at__isnull=True) & ~Q(state__in=sorted(CLOSED))),
                name="fault_closed_has_time",
            ),
        ]
        indexes: ClassVar = [
            GistIndex(fields=["geom"], name="fault_geom"),
            GistIndex(fields=["geom_3857"], name="fault_geom_3857"),
            models.Index(fields=["state", "-created_at"], name="fault_state"),
            models.Index(fields=["-created_at", "-id"], name="fault_latest"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """Return the number as people say it, for example 2026-00042."""
        return f"{self.year}-{self.number:05d}"


class Report(models.Model):
    """One person's report of a fault, followed by a secret link."""

    fault = models.ForeignKey(Fault, models.PROTECT, related_name="reports")
    token = models.UUIDField(
        _("secret of the follow-up page"), unique=True, default=uuid.uuid4, editable=False
    )
    request_key = models.UUIDField(
        _("key"), unique=True, help_text=_("Given with the empty form: a repeated sending is one report")
    )
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="fault_reports"
    )
    connection = models.ForeignKey(
        Connection, models.SET_NULL, null=True, blank=True, related_name="fault_reports"
    )
    place_source = models.CharField(_("how the place was given"), max_length=14, choices=PlaceSource)
    description = models.TextField(_("description"), blank=True, max_length=2000)
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    language = models.CharField(
        _("language"), max_length=2, choices=LanguageChoice, default=LanguageChoice.GREEK
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ("created_at", "id")

    def __str__(self) -> str:
        return str(self.fault_id)


class FaultUpdate(models.Model):
    """What happened to a fault, in words for those who follow it."""

    fault = models.ForeignKey(Fault, models.CASCADE, related_name="updates")
    state = models.CharField(_("state"), max_length=12, choices=FaultState)
    text = models.TextField(_("text"), blank=True, max_length=1000)
    is_public = models.BooleanField(_("shown to the reporter"), default=True)
    report = models.ForeignKey(
        Report, models.CASCADE, null=True, blank=True, related_name="messages",
        help_text=_("Set when the reporter wrote it; only they and the staff see it"),
    )  # fmt: skip
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="fault_updates"
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("update of a fault")
        verbose_name_plural = _("updates of faults")
        ordering = ("created_at", "id")

    def __str__(self) -> str:
        return f"{self.fault_id} {self.get_state_display()}"
