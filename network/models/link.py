"""Pipes, pumps and valves: what joins two nodes."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GistIndex, OpClass
from django.db.models import F, FloatField, Func, Q, Value
from django.db.models.functions import NullIf, Upper
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from network.choices import Lifecycle, LinkStatus, PipeKind, ValveKind
from network.models.catalogue import Material
from network.models.node import Node, Station, SupplySystem
from network.querysets import NetworkQuerySet
from parties.models import Party

#: Fall of a sewer per metre of its length, from start to end; negative where it runs uphill.
_SLOPE = (F("start_invert_m") - F("end_invert_m")) / NullIf(
    Func(F("geom"), function="ST_Length", output_field=FloatField()), Value(0.0)
)
#: A pump or valve whose nodes are drawn on one spot: imported models have them.
_NO_LENGTH = Exact(Func(F("geom"), function="ST_Length", output_field=FloatField()), 0.0)


@pghistory.track(exclude=["geom_3857", "length_m", "slope", "version"])
class Pipe(models.Model):
    """A pipe between two nodes; its geometry begins and ends on theirs."""

    system = models.ForeignKey(SupplySystem, models.PROTECT, related_name="pipes")
    code = models.CharField(_("code"), max_length=60)
    start_node = models.ForeignKey(Node, models.PROTECT, related_name="pipes_out")
    end_node = models.ForeignKey(Node, models.PROTECT, related_name="pipes_in")
    geom = models.LineStringField(_("line"), srid=settings.STORAGE_SRID, spatial_index=False)
    geom_3857 = models.GeneratedField(
        expression=Func(F("geom"), Value(3857), function="ST_Transform"),
        output_field=models.LineStringField(srid=3857, spatial_index=False),
        db_persist=True,
    )
    length_m = models.GeneratedField(
        expression=Func(F("geom"), function="ST_Length"),
        output_field=models.FloatField(),
        db_persist=True,
    )
    model_length_m = models.DecimalField(
        _("length in the model (m)"), max_digits=12, decimal_places=4, null=True, blank=True,
        help_text=_("The hydraulic length of an imported model, where it differs from the drawn line."),
    )  # fmt: skip
    diameter_mm = models.DecimalField(_("diameter (mm)"), max_digits=8, decimal_places=3)
    roughness = models.DecimalField(_("roughness"), max_digits=10, decimal_places=4, null=True, blank=True)
    kind = models.CharField(
        _("kind"), max_length=12, choices=PipeKind, default=PipeKind.DISTRIBUTION,
        db_default=PipeKind.DISTRIBUTION,
    )  # fmt: skip
    lifecycle = models.CharField(
        _("lifecycle"), max_length=10, choices=Lifecycle, default=Lifecycle.IN_SERVICE,
        db_default=Lifecycle.IN_SERVICE,
    )  # fmt: skip
    material = models.ForeignKey(
        Material, models.PROTECT, null=True, blank=True, related_name="pipes", verbose_name=_("material")
    )
    laid_year = models.PositiveSmallIntegerField(_("year laid"), null=True, blank=True)
    owner = models.ForeignKey(
        Party, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner"),
        help_text=_("Empty where the pipe is the utility's"),
    )  # fmt: skip
    depth_m = models.DecimalField(_("depth (m)"), max_digits=5, decimal_places=2, null=True, blank=True)
    start_invert_m = models.DecimalField(
        _("invert at the start (m)"), max_digits=10, decimal_places=4, null=True, blank=True
    )
    end_invert_m = models.DecimalField(
        _("invert at the end (m)"), max_digits=10, decimal_places=4, null=True, blank=True
    )
    slope = models.GeneratedField(
        expression=_SLOPE, output_field=models.FloatField(), db_persist=True, verbose_name=_("slope")
    )
    remarks = models.CharField(_("remarks"), max_length=400, blank=True, db_default="", default="")
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)
    status = models.CharField(
        _("status"), max_length=8, choices=LinkStatus, default=LinkStatus.OPEN, db_default=LinkStatus.OPEN
    )
    has_check_valve = models.BooleanField(
        _("check valve"), default=False, db_default=False,
        help_text=_("Water goes from start to end only: a check valve, or a free inlet of a tank"),
    )  # fmt: skip

    objects = NetworkQuerySet["Pipe"].as_manager()

    class Meta:
        verbose_name = _("pipe")
        verbose_name_plural = _("pipes")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["system", "code"], name="pipe_code_once"),
            models.CheckConstraint(condition=~Q(start_node=F("end_node")), name="pipe_two_nodes"),
            # A fitting drawn as a pipe of no length is real in imported models; NaN and infinity are not.
            models.CheckConstraint(condition=Q(geom__isvalid=True) | Q(length_m=0), name="pipe_geom_valid"),
            models.CheckConstraint(condition=Q(diameter_mm__gt=0), name="pipe_diameter_positive"),
            models.CheckConstraint(condition=Q(kind__in=PipeKind.values), name="pipe_kind_known"),
            models.CheckConstraint(condition=Q(lifecycle__in=Lifecycle.values), name="pipe_lifecycle_known"),
            models.CheckConstraint(
                condition=Q(status__in=[LinkStatus.OPEN, LinkStatus.CLOSED]), name="pipe_status_known"
            ),
        ]
        indexes: ClassVar = [
            GistIndex(fields=["geom"], name="pipe_geom"),
            GistIndex(fields=["geom_3857"], name="pipe_geom_3857"),
            models.Index(fields=["code", "id"], name="pipe_by_code"),
            # The search box asks for what a code begins with, in capitals or not, at every letter.
            models.Index(OpClass(Upper("code"), "text_pattern_ops"), name="pipe_code_begins"),
        ]

    def __str__(self) -> str:
        return self.code


@pghistory.track(exclude=["geom_3857", "version"])
class Pump(models.Model):
    """A pump; its line runs from suction to delivery node."""

    system = models.ForeignKey(SupplySystem, models.PROTECT, related_name="pumps")
    code = models.CharField(_("code"), max_length=60)
    start_node = models.ForeignKey(Node, models.PROTECT, related_name="pumps_out")
    end_node = models.ForeignKey(Node, models.PROTECT, related_name="pumps_in")
    geom = models.LineStringField(_("line"), srid=settings.STORAGE_SRID, spatial_index=False)
    geom_3857 = models.GeneratedField(
        expression=Func(F("geom"), Value(3857), function="ST_Transform"),
        output_field=models.LineStringField(srid=3857, spatial_index=False),
        db_persist=True,
    )
    power_kw = models.DecimalField(_("power (kW)"), max_digits=10, decimal_places=4, null=True, blank=True)
    curve = models.JSONField(
        _("head curve"), default=list, blank=True, help_text=_("Pairs of flow (l/s) and head (m)")
    )
    speed = models.DecimalField(_("relative speed"), max_digits=8, decimal_places=4, default=1)
    status = models.CharField(_("status"), max_length=8, choices=LinkStatus, default=LinkStatus.OPEN)
    lifecycle = models.CharField(
        _("lifecycle"), max_length=10, choices=Lifecycle, default=Lifecycle.IN_SERVICE,
        db_default=Lifecycle.IN_SERVICE,
    )  # fmt: skip
    station = models.ForeignKey(
        Station, models.PROTECT, null=True, blank=True, related_name="pumps", verbose_name=_("station")
    )
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    objects = NetworkQuerySet["Pump"].as_manager()

    class Meta:
        verbose_name = _("pump")
        verbose_name_plural = _("pumps")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["system", "code"], name="pump_code_once"),
            models.CheckConstraint(condition=Q(lifecycle__in=Lifecycle.values), name="pump_lifecycle_known"),
            models.CheckConstraint(condition=~Q(start_node=F("end_node")), name="pump_two_nodes"),
            models.CheckConstraint(condition=Q(geom__isvalid=True) | Q(_NO_LENGTH), name="pump_geom_valid"),
        ]
        indexes: ClassVar = [
            GistIndex(fields=["geom"], name="pump_geom"),
            GistIndex(fields=["geom_3857"], name="pump_geom_3857"),
        ]

    def __str__(self) -> str:
        return self.code


@pghistory.track(exclude=["geom_3857", "version"])
class Valve(models.Model):
    """A valve between two nodes, as EPANET has it."""

    system = models.ForeignKey(SupplySystem, models.PROTECT, related_name="valves")
    code = models.CharField(_("code"), max_length=60)
    start_node = models.ForeignKey(Node, models.PROTECT, related_name="valves_out")
    end_node = models.ForeignKey(Node, models.PROTECT, related_name="valves_in")
    geom = models.LineStringField(_("line"), srid=settings.STORAGE_SRID, spatial_index=False)
    geom_3857 = models.GeneratedField(
        expression=Func(F("geom"), Value(3857), function="ST_Transform"),
        output_field=models.LineStringField(srid=3857, spatial_index=False),
        db_persist=True,
    )
    kind = models.CharField(_("kind"), max_length=10, choices=ValveKind)
    diameter_mm = models.DecimalField(_("diameter (mm)"), max_digits=8, decimal_places=3)
    setting = models.DecimalField(
        _("setting"), max_digits=20, decimal_places=6, null=True, blank=True,
        help_text=_("Metres of pressure, litres per second or loss coefficient, by kind"),
    )  # fmt: skip
    curve = models.JSONField(
        _("loss curve"), default=list, blank=True,
        help_text=_("Pairs of flow (l/s) and head loss (m) of a general purpose valve"),
    )  # fmt: skip
    status = models.CharField(_("status"), max_length=8, choices=LinkStatus, default=LinkStatus.OPEN)
    lifecycle = models.CharField(
        _("lifecycle"), max_length=10, choices=Lifecycle, default=Lifecycle.IN_SERVICE,
        db_default=Lifecycle.IN_SERVICE,
    )  # fmt: skip
    station = models.ForeignKey(
        Station, models.PROTECT, null=True, blank=True, related_name="valves", verbose_name=_("station")
    )
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    objects = NetworkQuerySet["Valve"].as_manager()

    class Meta:
        verbose_name = _("valve")
        verbose_name_plural = _("valves")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["system", "code"], name="valve_code_once"),
            models.CheckConstraint(condition=Q(lifecycle__in=Lifecycle.values), name="valve_lifecycle_known"),
            models.CheckConstraint(condition=~Q(start_node=F("end_node")), name="valve_two_nodes"),
            models.CheckConstraint(condition=Q(geom__isvalid=True) | Q(_NO_LENGTH), name="valve_geom_valid"),
            models.CheckConstraint(condition=Q(kind__in=ValveKind.values), name="valve_kind_known"),
        ]
        indexes: ClassVar = [
            GistIndex(fields=["geom"], name="valve_geom"),
            GistIndex(fields=["geom_3857"], name="valve_geom_3857"),
        ]

    def __str__(self) -> str:
        return self.code
