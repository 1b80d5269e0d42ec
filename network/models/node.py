"""Supply systems and the nodes of their networks."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GistIndex
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from network.choices import NodeKind
from network.querysets import NetworkQuerySet


@pghistory.track()
class SupplySystem(models.Model):
    """A network that stands by itself; a utility may run several (one a village)."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    source = models.CharField(_("source"), max_length=200, help_text=_("File and CRS it was imported from"))

    objects = NetworkQuerySet["SupplySystem"].as_manager()

    class Meta:
        verbose_name = _("supply system")
        verbose_name_plural = _("supply systems")

    def __str__(self) -> str:
        return self.name


@pghistory.track(exclude=["geom_3857"])
class Node(models.Model):
    """A junction, a reservoir or a tank."""

    system = models.ForeignKey(SupplySystem, models.PROTECT, related_name="nodes")
    code = models.CharField(_("code"), max_length=60)
    kind = models.CharField(_("kind"), max_length=10, choices=NodeKind)
    geom = models.PointField(_("position"), srid=settings.STORAGE_SRID, spatial_index=False)
    geom_3857 = models.GeneratedField(
        expression=Func(F("geom"), Value(3857), function="ST_Transform"),
        output_field=models.PointField(srid=3857, spatial_index=False),
        db_persist=True,
    )
    elevation_m = models.DecimalField(_("elevation (m)"), max_digits=10, decimal_places=4)
    demand_l_s = models.DecimalField(_("base demand (l/s)"), max_digits=14, decimal_places=8, default=0)
    tank_diameter_m = models.DecimalField(
        _("diameter (m)"), max_digits=10, decimal_places=4, null=True, blank=True
    )
    tank_level_m = models.DecimalField(
        _("initial level (m)"), max_digits=10, decimal_places=4, null=True, blank=True
    )
    tank_min_level_m = models.DecimalField(
        _("lowest level (m)"), max_digits=10, decimal_places=4, null=True, blank=True
    )
    tank_max_level_m = models.DecimalField(
        _("highest level (m)"), max_digits=10, decimal_places=4, null=True, blank=True
    )

    objects = NetworkQuerySet["Node"].as_manager()

    class Meta:
        verbose_name = _("node")
        verbose_name_plural = _("nodes")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["system", "code"], name="node_code_once"),
            models.CheckConstraint(condition=Q(kind__in=NodeKind.values), name="node_kind_known"),
            models.CheckConstraint(condition=Q(geom__isvalid=True), name="node_geom_valid"),
            models.CheckConstraint(
                condition=Q(tank_min_level_m__isnull=True) | Q(tank_min_level_m__lte=F("tank_max_level_m")),
                name="node_tank_levels_in_order",
            ),
        ]
        indexes: ClassVar = [
            GistIndex(fields=["geom"], name="node_geom"),
            GistIndex(fields=["geom_3857"], name="node_geom_3857"),
            models.Index(fields=["code", "id"], name="node_by_code"),
        ]

    def __str__(self) -> str:
        return self.code
