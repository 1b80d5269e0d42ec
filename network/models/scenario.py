"""Hydraulic scenarios and what EPANET made of them.

Results say what a network once had: they keep code and place of their objects and outlive them.
"""

from typing import ClassVar

from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.gis.geos import GEOSGeometry
from django.contrib.postgres.fields import ArrayField
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from network.choices import NodeKind, ObjectKind
from network.models.node import Node, SupplySystem
from network.querysets import NetworkQuerySet


class Scenario(models.Model):
    """A run of EPANET over a system, with its assumptions; its results are never changed."""

    system = models.ForeignKey(SupplySystem, models.CASCADE, related_name="scenarios")
    name = models.CharField(_("name"), max_length=120)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)
    hours = models.PositiveSmallIntegerField(_("hours"), default=0, help_text=_("0 is one moment"))
    demands = models.CharField(
        _("demands"),
        max_length=10,
        default="model",
        help_text=_("From the model or from metered consumption"),
    )
    demands_from = models.DateField(_("consumption from"), null=True, blank=True)
    demands_to = models.DateField(_("consumption to"), null=True, blank=True)
    closed = models.JSONField(
        _("closed besides"), default=list, blank=True,
        help_text=_("Keys of the shut-off valves that the scenario takes for closed"),
    )  # fmt: skip
    figures = models.JSONField(_("figures"), default=dict, blank=True)
    is_shown = models.BooleanField(
        _("shown on the map"), default=False, help_text=_("One of each supply system")
    )

    objects = NetworkQuerySet["Scenario"].as_manager()

    class Meta:
        verbose_name = _("scenario")
        verbose_name_plural = _("scenarios")
        ordering = ("-pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["system"], condition=Q(is_shown=True), name="scenario_shown_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class NodeResult(models.Model):
    """What a node has in a scenario, one value a step."""

    scenario = models.ForeignKey(Scenario, models.CASCADE, related_name="node_results")
    node = models.ForeignKey(Node, models.DO_NOTHING, related_name="results", db_constraint=False)
    code = models.CharField(_("code"), max_length=60)
    kind = models.CharField(_("kind"), max_length=10, choices=NodeKind)
    is_dry = models.BooleanField(_("without water"), default=False, help_text=_("No way from a source"))
    demand_l_s = ArrayField(models.FloatField())
    head_m = ArrayField(models.FloatField())
    pressure_m = ArrayField(models.FloatField())
    lowest_pressure_m = models.FloatField(_("lowest pressure (m)"))
    highest_pressure_m = models.FloatField(_("highest pressure (m)"))
    usual_pressure_m = models.FloatField(
        _("lowest pressure with open valves (m)"), null=True, blank=True,
        help_text=_("Where the scenario closes shut-off valves"),
    )  # fmt: skip
    geom_3857 = models.PointField(srid=3857, spatial_index=True)

    objects = NetworkQuerySet["NodeResult"].as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scenario", "node"], name="node_result_once"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def geom(self) -> GEOSGeometry:
        """Return its place, in EPSG:3857."""
        return self.geom_3857.clone()


class LinkResult(models.Model):
    """What flows through a pipe, pump or valve in a scenario, one value a step."""

    scenario = models.ForeignKey(Scenario, models.CASCADE, related_name="link_results")
    kind = models.CharField(max_length=8, choices=ObjectKind)
    link_id = models.BigIntegerField()
    code = models.CharField(_("code"), max_length=60)
    flow_l_s = ArrayField(models.FloatField())
    velocity_m_s = ArrayField(models.FloatField())
    highest_velocity_m_s = models.FloatField(_("highest velocity (m/s)"))
    highest_flow_l_s = models.FloatField(
        _("flow (l/s)"), help_text=_("The flow of the largest size, with its sign")
    )
    geom_3857 = models.LineStringField(srid=3857, spatial_index=True)

    objects = NetworkQuerySet["LinkResult"].as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scenario", "kind", "link_id"], name="link_result_once"),
            models.CheckConstraint(
                condition=Q(kind__in=[ObjectKind.PIPE, ObjectKind.VALVE, ObjectKind.PUMP]),
                name="link_result_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def geom(self) -> GEOSGeometry:
        """Return its place, in EPSG:3857."""
        return self.geom_3857.clone()
