"""The valves of the newest run where they stand now: a view of the database, for the list and the map."""

from typing import ClassVar

from django.conf import settings
from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _

from network.choices import CriticalityGrade
from network.models.criticality import CriticalityRun
from network.models.shutoff import ShutoffValve
from network.querysets import NetworkQuerySet


class CriticalValve(models.Model):
    """A valve, its rank in the newest finished run, and its place of today."""

    run = models.ForeignKey(CriticalityRun, models.DO_NOTHING, related_name="+")
    valve = models.ForeignKey(
        ShutoffValve, models.DO_NOTHING, related_name="+", verbose_name=_("shut-off valve")
    )
    code = models.CharField(_("code"), max_length=60)
    rank = models.PositiveIntegerField(_("rank"))
    grade = models.CharField(_("class"), max_length=6, choices=CriticalityGrade)
    added_connections = models.PositiveIntegerField(_("connections added"))
    added_people = models.PositiveIntegerField(_("people added"))
    added_length_m = models.FloatField(_("length added (m)"))
    total_connections = models.PositiveIntegerField(_("connections in all"))
    geom = models.PointField(_("position"), srid=settings.STORAGE_SRID, spatial_index=False)
    geom_3857 = models.PointField(srid=3857, spatial_index=False)

    objects = NetworkQuerySet["CriticalValve"].as_manager()

    class Meta:
        managed = False
        db_table = "network_criticalvalve"
        verbose_name = _("criticality of a valve")
        verbose_name_plural = _("criticality of valves")
        ordering: ClassVar = ["rank"]

    def __str__(self) -> str:
        return self.code
