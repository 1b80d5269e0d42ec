"""Buildings: what service lines reach, the map's background, terms of INSPIRE BU."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GistIndex
from django.db.models import F, Func, Q, Value
from django.db.models.lookups import In
from django.utils.translation import gettext_lazy as _

from network.choices import BuildingUse
from network.querysets import NetworkQuerySet

#: What a building is drawn as: its outline, or a point where nobody has measured it.
SHAPES = ("POINT", "MULTIPOLYGON")


@pghistory.track(exclude=["geom_3857", "version"])
class Building(models.Model):
    """A building (INSPIRE BU Building): outline or point, current use, floors above ground, dwellings, address."""

    code = models.CharField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True, default="", db_default="")
    use = models.CharField(
        _("use"),
        max_length=12,
        choices=BuildingUse,
        default=BuildingUse.UNKNOWN,
        db_default=BuildingUse.UNKNOWN,
    )
    storeys = models.PositiveSmallIntegerField(_("storeys"), null=True, blank=True)
    dwellings = models.PositiveIntegerField(_("dwellings"), null=True, blank=True)
    street = models.CharField(_("street"), max_length=150, blank=True, default="", db_default="")
    number = models.CharField(_("number"), max_length=10, blank=True, default="", db_default="")
    geom = models.GeometryField(_("outline"), srid=settings.STORAGE_SRID, spatial_index=False)
    geom_3857 = models.GeneratedField(
        expression=Func(F("geom"), Value(3857), function="ST_Transform"),
        output_field=models.GeometryField(srid=3857, spatial_index=False),
        db_persist=True,
    )
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    objects = NetworkQuerySet["Building"].as_manager()

    class Meta:
        verbose_name = _("building")
        verbose_name_plural = _("buildings")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(use__in=BuildingUse.values), name="building_use_known"),
            models.CheckConstraint(condition=Q(geom__isvalid=True), name="building_geom_valid"),
            models.CheckConstraint(
                condition=In(
                    Func(F("geom"), function="GeometryType", output_field=models.CharField()), SHAPES
                ),
                name="building_is_outline_or_point",
            ),
        ]
        indexes: ClassVar = [
            GistIndex(fields=["geom"], name="building_geom"),
            GistIndex(fields=["geom_3857"], name="building_geom_3857"),
        ]

    def __str__(self) -> str:
        return self.code
