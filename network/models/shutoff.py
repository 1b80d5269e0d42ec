"""Shut-off valves and what crews found at them."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GistIndex, OpClass
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Upper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.choices import Lifecycle, ValveCondition, ValveState
from network.models.catalogue import AssetType
from network.models.link import Pipe
from network.models.node import SupplySystem
from network.querysets import NetworkQuerySet


@pghistory.track(exclude=["geom", "geom_3857", "version"])
class ShutoffValve(models.Model):
    """A valve between a pipe and one of its nodes, worked by hand; the database puts its point on the pipe."""

    system = models.ForeignKey(SupplySystem, models.PROTECT, related_name="shutoff_valves")
    code = models.CharField(_("code"), max_length=60)
    pipe = models.ForeignKey(Pipe, models.PROTECT, related_name="shutoff_valves", verbose_name=_("pipe"))
    at_end = models.BooleanField(
        _("at the pipe's end"), help_text=_("Between the pipe and its end node; else its start node")
    )
    offset_m = models.FloatField(
        _("distance from the node (m)"), default=0, db_default=0, help_text=_("Along the pipe")
    )
    geom = models.PointField(
        _("position"), srid=settings.STORAGE_SRID, spatial_index=False, editable=False,
        help_text=_("Made by the database from the pipe and the distance"),
    )  # fmt: skip
    geom_3857 = models.GeneratedField(
        expression=Func(F("geom"), Value(3857), function="ST_Transform"),
        output_field=models.PointField(srid=3857, spatial_index=False),
        db_persist=True,
    )
    lifecycle = models.CharField(
        _("lifecycle"), max_length=10, choices=Lifecycle, default=Lifecycle.IN_SERVICE,
        db_default=Lifecycle.IN_SERVICE,
    )  # fmt: skip
    asset_type = models.ForeignKey(
        AssetType,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="shutoff_valves",
        verbose_name=_("type"),
    )
    diameter_mm = models.DecimalField(
        _("diameter (mm)"), max_digits=8, decimal_places=3, null=True, blank=True
    )
    state = models.CharField(
        _("state"), max_length=10, choices=ValveState, default=ValveState.OPEN, db_default=ValveState.OPEN
    )
    condition = models.CharField(
        _("condition"), max_length=10, choices=ValveCondition, default=ValveCondition.WORKING,
        db_default=ValveCondition.WORKING,
    )  # fmt: skip
    turns = models.DecimalField(_("turns to close"), max_digits=6, decimal_places=1, null=True, blank=True)
    installed_year = models.PositiveSmallIntegerField(_("year installed"), null=True, blank=True)
    last_worked_on = models.DateField(_("last worked"), null=True, blank=True)
    last_worked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("last worked by"),
    )  # fmt: skip
    remarks = models.CharField(_("remarks"), max_length=400, blank=True, db_default="", default="")
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    objects = NetworkQuerySet["ShutoffValve"].as_manager()

    class Meta:
        verbose_name = _("shut-off valve")
        verbose_name_plural = _("shut-off valves")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["system", "code"], name="shutoff_code_once"),
            models.UniqueConstraint(fields=["pipe", "at_end"], name="shutoff_one_at_an_end"),
            models.CheckConstraint(condition=Q(state__in=ValveState.values), name="shutoff_state_known"),
            models.CheckConstraint(
                condition=Q(condition__in=ValveCondition.values), name="shutoff_condition_known"
            ),
            models.CheckConstraint(
                condition=Q(lifecycle__in=Lifecycle.values), name="shutoff_lifecycle_known"
            ),
            models.CheckConstraint(condition=Q(offset_m__gte=0), name="shutoff_offset_not_negative"),
        ]
        indexes: ClassVar = [
            GistIndex(fields=["geom"], name="shutoff_geom"),
            GistIndex(fields=["geom_3857"], name="shutoff_geom_3857"),
            models.Index(fields=["code", "id"], name="shutoff_by_code"),
            models.Index(OpClass(Upper("code"), "text_pattern_ops"), name="shutoff_code_begins"),
        ]

    def __str__(self) -> str:
        return self.code


class ValveCheck(models.Model):
    """What somebody found and did at a shut-off valve; never changed afterwards. Photos hang on it as attachments."""

    valve = models.ForeignKey(ShutoffValve, models.CASCADE, related_name="checks")
    request_key = models.UUIDField(
        _("request key"), unique=True, help_text=_("The same request twice is one check")
    )
    checked_at = models.DateTimeField(_("checked"), default=timezone.now)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    turns = models.DecimalField(_("turns made"), max_digits=6, decimal_places=1, null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ValveState)
    condition = models.CharField(_("condition"), max_length=10, choices=ValveCondition)
    position = models.PointField(
        _("position of the device"), srid=settings.STORAGE_SRID, null=True, blank=True, spatial_index=False
    )
    accuracy_m = models.FloatField(_("accuracy (m)"), null=True, blank=True)
    remarks = models.CharField(_("remarks"), max_length=400, blank=True)

    objects = NetworkQuerySet["ValveCheck"].as_manager()

    class Meta:
        verbose_name = _("check of a valve")
        verbose_name_plural = _("checks of valves")
        ordering = ("-checked_at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=ValveState.values), name="valve_check_state_known"),
            models.CheckConstraint(
                condition=Q(condition__in=ValveCondition.values), name="valve_check_condition_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.valve} {self.checked_at:%Y-%m-%d}"
