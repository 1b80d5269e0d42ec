"""Service lines: what leads from a main to a plot."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GistIndex
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from network.choices import Lifecycle
from network.models.catalogue import Material
from network.models.link import Pipe
from network.models.node import SupplySystem
from network.querysets import NetworkQuerySet


@pghistory.track(exclude=["geom_3857", "version"])
class ServiceLine(models.Model):
    """A line from a point on a main to a plot; it carries no topology of its own."""

    system = models.ForeignKey(SupplySystem, models.PROTECT, related_name="service_lines")
    code = models.CharField(_("code"), max_length=60)
    pipe = models.ForeignKey(Pipe, models.PROTECT, related_name="service_lines", verbose_name=_("pipe"))
    pipe_fraction = models.FloatField(_("place along the pipe"))
    geom = models.LineStringField(_("line"), srid=settings.STORAGE_SRID, spatial_index=False)
    geom_3857 = models.GeneratedField(
        expression=Func(F("geom"), Value(3857), function="ST_Transform"),
        output_field=models.LineStringField(srid=3857, spatial_index=False),
        db_persist=True,
    )
    lifecycle = models.CharField(
        _("lifecycle"), max_length=10, choices=Lifecycle, default=Lifecycle.IN_SERVICE,
        db_default=Lifecycle.IN_SERVICE,
    )  # fmt: skip
    material = models.ForeignKey(
        Material, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("material")
    )
    diameter_mm = models.DecimalField(
        _("diameter (mm)"), max_digits=8, decimal_places=3, null=True, blank=True
    )
    laid_year = models.PositiveSmallIntegerField(_("year laid"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    objects = NetworkQuerySet["ServiceLine"].as_manager()

    class Meta:
        verbose_name = _("service line")
        verbose_name_plural = _("service lines")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["system", "code"], name="service_line_code_once"),
            models.CheckConstraint(condition=Q(geom__isvalid=True), name="service_line_geom_valid"),
            models.CheckConstraint(
                condition=Q(pipe_fraction__gte=0, pipe_fraction__lte=1), name="service_line_point_on_pipe"
            ),
            models.CheckConstraint(
                condition=Q(lifecycle__in=Lifecycle.values), name="service_line_lifecycle_known"
            ),
        ]
        indexes: ClassVar = [
            GistIndex(fields=["geom"], name="service_line_geom"),
            GistIndex(fields=["geom_3857"], name="service_line_geom_3857"),
        ]

    def __str__(self) -> str:
        return self.code
