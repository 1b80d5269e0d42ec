"""Zones drawn over the network."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GistIndex
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from network.choices import ZoneKind
from network.models.link import Pipe
from network.models.node import Node
from network.querysets import NetworkQuerySet


@pghistory.track(exclude=["geom_3857", "computed_at", "computed_geom", "figures"])
class Zone(models.Model):
    """A named area of supply, pressure or measurement."""

    code = models.CharField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=10, choices=ZoneKind)
    geom = models.MultiPolygonField(_("area"), srid=settings.STORAGE_SRID, spatial_index=False)
    geom_3857 = models.GeneratedField(
        expression=Func(F("geom"), Value(3857), function="ST_Transform"),
        output_field=models.MultiPolygonField(srid=3857, spatial_index=False),
        db_persist=True,
    )

    computed_at = models.DateTimeField(_("computed"), null=True, blank=True, editable=False)
    computed_geom = models.MultiPolygonField(
        _("computed area"), srid=settings.STORAGE_SRID, null=True, blank=True, spatial_index=False, editable=False,
        help_text=_("Around the pipes that the zone's inlets feed"),
    )  # fmt: skip
    figures = models.JSONField(_("figures"), default=dict, editable=False)

    objects = NetworkQuerySet["Zone"].as_manager()

    class Meta:
        verbose_name = _("zone")
        verbose_name_plural = _("zones")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(geom__isvalid=True), name="zone_geom_valid"),
            models.CheckConstraint(condition=Q(kind__in=ZoneKind.values), name="zone_kind_known"),
        ]
        indexes: ClassVar = [
            GistIndex(fields=["geom"], name="zone_geom"),
            GistIndex(fields=["geom_3857"], name="zone_geom_3857"),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class ZoneInlet(models.Model):
    """Where water enters a zone: from a node, most often a flow meter or a valve's outlet, into a pipe."""

    zone = models.ForeignKey(Zone, models.CASCADE, related_name="inlets")
    node = models.ForeignKey(Node, models.PROTECT, related_name="zone_inlets", verbose_name=_("node"))
    pipe = models.ForeignKey(
        Pipe, models.PROTECT, related_name="zone_inlets", verbose_name=_("pipe"),
        help_text=_("The pipe at the node that leads into the zone"),
    )  # fmt: skip

    objects = NetworkQuerySet["ZoneInlet"].as_manager()

    class Meta:
        verbose_name = _("inlet of a zone")
        verbose_name_plural = _("inlets of zones")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["zone", "node", "pipe"], name="zone_inlet_once"),
        ]

    def __str__(self) -> str:
        return f"{self.zone} {self.node}"


class ZonePipe(models.Model):
    """A pipe that a zone's inlets feed, as last computed."""

    zone = models.ForeignKey(Zone, models.CASCADE, related_name="zone_pipes")
    pipe = models.ForeignKey(Pipe, models.CASCADE, related_name="zone_pipes")

    objects = NetworkQuerySet["ZonePipe"].as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["zone", "pipe"], name="zone_pipe_once"),
        ]

    def __str__(self) -> str:
        return f"{self.zone_id}/{self.pipe_id}"
