"""Hydraulic scenarios and what EPANET made of them."""

from typing import ClassVar

from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from network.choices import ObjectKind
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

    objects = NetworkQuerySet["Scenario"].as_manager()

    class Meta:
        verbose_name = _("scenario")
        verbose_name_plural = _("scenarios")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.name


class NodeResult(models.Model):
    """What a node has in a scenario, one value a step."""

    scenario = models.ForeignKey(Scenario, models.CASCADE, related_name="node_results")
    node = models.ForeignKey(Node, models.CASCADE, related_name="results")
    demand_l_s = ArrayField(models.FloatField())
    head_m = ArrayField(models.FloatField())
    pressure_m = ArrayField(models.FloatField())
    lowest_pressure_m = models.FloatField()
    highest_pressure_m = models.FloatField()
    geom_3857 = models.PointField(srid=3857, spatial_index=True)

    objects = NetworkQuerySet["NodeResult"].as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scenario", "node"], name="node_result_once"),
        ]

    def __str__(self) -> str:
        return f"{self.scenario_id}/{self.node_id}"


class LinkResult(models.Model):
    """What flows through a pipe, pump or valve in a scenario, one value a step."""

    scenario = models.ForeignKey(Scenario, models.CASCADE, related_name="link_results")
    kind = models.CharField(max_length=8, choices=ObjectKind)
    link_id = models.BigIntegerField()
    flow_l_s = ArrayField(models.FloatField())
    velocity_m_s = ArrayField(models.FloatField())
    highest_velocity_m_s = models.FloatField()
    highest_flow_l_s = models.FloatField(help_text=_("The flow of the largest size, with its sign"))
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
        return f"{self.scenario_id}/{self.kind}/{self.link_id}"
