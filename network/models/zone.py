"""Zones drawn over the network."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GistIndex
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from network.choices import ZoneKind
from network.querysets import NetworkQuerySet


@pghistory.track(exclude=["geom_3857"])
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
