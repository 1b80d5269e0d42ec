"""Systems of water or sewage, the stations built for them and the nodes of their networks."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GistIndex, OpClass
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from network.choices import Lifecycle, Medium, NodeKind, StationKind
from network.models.catalogue import AssetType
from network.querysets import NetworkQuerySet


@pghistory.track()
class SupplySystem(models.Model):
    """A network that stands by itself; a utility may run several (one a village)."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    source = models.CharField(_("source"), max_length=200, help_text=_("File and CRS it was imported from"))
    medium = models.CharField(
        pgettext_lazy("of a system", "carries"),
        max_length=5,
        choices=Medium,
        db_default=Medium.WATER,
        default=Medium.WATER,
    )

    objects = NetworkQuerySet["SupplySystem"].as_manager()

    class Meta:
        verbose_name = _("supply system")
        verbose_name_plural = _("supply systems")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(medium__in=Medium.values), name="system_medium_known"),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track(exclude=["geom_3857", "version"])
class Station(models.Model):
    """A pumping station, a treatment plant or a chamber: what stands on a plot and holds pumps or valves."""

    code = models.CharField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=10, choices=StationKind)
    lifecycle = models.CharField(
        _("lifecycle"), max_length=10, choices=Lifecycle, default=Lifecycle.IN_SERVICE,
        db_default=Lifecycle.IN_SERVICE,
    )  # fmt: skip
    geom = models.PointField(_("position"), srid=settings.STORAGE_SRID, spatial_index=False)
    geom_3857 = models.GeneratedField(
        expression=Func(F("geom"), Value(3857), function="ST_Transform"),
        output_field=models.PointField(srid=3857, spatial_index=False),
        db_persist=True,
    )
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    objects = NetworkQuerySet["Station"].as_manager()

    class Meta:
        verbose_name = _("station")
        verbose_name_plural = _("stations")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=StationKind.values), name="station_kind_known"),
            models.CheckConstraint(
                condition=Q(lifecycle__in=Lifecycle.values), name="station_lifecycle_known"
            ),
            models.CheckConstraint(condition=Q(geom__isvalid=True), name="station_geom_valid"),
        ]
        indexes: ClassVar = [
            GistIndex(fields=["geom"], name="station_geom"),
            GistIndex(fields=["geom_3857"], name="station_geom_3857"),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track(exclude=["geom_3857", "version"])
class Node(models.Model):
    """Where pipes begin and end: a junction, a source, or what stands there (hydrant, flow meter, manhole …)."""

    system = models.ForeignKey(SupplySystem, models.PROTECT, related_name="nodes")
    code = models.CharField(_("code"), max_length=60)
    kind = models.CharField(_("kind"), max_length=10, choices=NodeKind)
    geom = models.PointField(_("position"), srid=settings.STORAGE_SRID, spatial_index=False)
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
        AssetType, models.PROTECT, null=True, blank=True, related_name="nodes", verbose_name=_("type")
    )
    station = models.ForeignKey(
        Station, models.PROTECT, null=True, blank=True, related_name="nodes", verbose_name=_("station")
    )
    elevation_m = models.DecimalField(
        _("elevation (m)"), max_digits=10, decimal_places=4, null=True, blank=True,
        help_text=_("Of the ground; of the water's surface in a reservoir"),
    )  # fmt: skip
    invert_m = models.DecimalField(
        _("invert (m)"), max_digits=10, decimal_places=4, null=True, blank=True,
        help_text=_("Height of a manhole's bottom"),
    )  # fmt: skip
    installed_year = models.PositiveSmallIntegerField(_("year installed"), null=True, blank=True)
    remarks = models.CharField(_("remarks"), max_length=400, blank=True, db_default="", default="")
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)
    demand_l_s = models.DecimalField(
        _("base demand (l/s)"), max_digits=14, decimal_places=8, default=0, db_default=0
    )
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
            models.CheckConstraint(condition=Q(lifecycle__in=Lifecycle.values), name="node_lifecycle_known"),
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
            models.Index(OpClass(Upper("code"), "text_pattern_ops"), name="node_code_begins"),
        ]

    def __str__(self) -> str:
        return self.code
