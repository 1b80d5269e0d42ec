"""What is lost when a part is shut off, and when a valve fails: one run over the whole network."""

from typing import ClassVar

from django.conf import settings
from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _

from network.models.shutoff import ShutoffValve
from network.querysets import NetworkQuerySet


class CriticalityRun(models.Model):
    """A run over all segments and valves; the newest finished one is shown."""

    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)
    segments = models.PositiveIntegerField(_("segments"), default=0)
    valves = models.PositiveIntegerField(_("valves"), default=0)

    objects = NetworkQuerySet["CriticalityRun"].as_manager()

    class Meta:
        verbose_name = _("criticality run")
        verbose_name_plural = _("criticality runs")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d %H:%M}"


class Segment(models.Model):
    """The part between valves: what is shut off together, and what its loss costs."""

    run = models.ForeignKey(CriticalityRun, models.CASCADE, related_name="segment_rows")
    number = models.PositiveIntegerField(_("number"))
    pipes = models.PositiveIntegerField(_("pipes"))
    length_m = models.FloatField(_("length (m)"))
    valves = models.PositiveIntegerField(_("valves to close"))
    connections = models.PositiveIntegerField(_("connections"), default=0)
    people = models.PositiveIntegerField(_("people"), default=0)
    dry_pipes = models.PositiveIntegerField(_("pipes dry behind it"), default=0)
    dry_length_m = models.FloatField(_("length dry behind it (m)"), default=0)
    dry_connections = models.PositiveIntegerField(_("connections dry behind it"), default=0)
    dry_people = models.PositiveIntegerField(_("people dry behind it"), default=0)
    geom = models.GeometryField(_("lines"), srid=settings.STORAGE_SRID, null=True, spatial_index=False)

    objects = NetworkQuerySet["Segment"].as_manager()

    class Meta:
        verbose_name = _("segment")
        verbose_name_plural = _("segments")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "number"], name="segment_once_a_run"),
        ]

    def __str__(self) -> str:
        return str(self.number)


class ValveCriticality(models.Model):
    """What a valve's failure adds to the worse of the two cuts that it borders."""

    run = models.ForeignKey(CriticalityRun, models.CASCADE, related_name="valve_rows")
    valve = models.ForeignKey(ShutoffValve, models.CASCADE, related_name="criticality")
    added_length_m = models.FloatField(_("length added (m)"))
    added_connections = models.PositiveIntegerField(_("connections added"), default=0)
    added_people = models.PositiveIntegerField(_("people added"), default=0)
    total_connections = models.PositiveIntegerField(_("connections in all"), default=0)
    rank = models.PositiveIntegerField(_("rank"), help_text=_("1 is the valve whose failure costs most"))

    objects = NetworkQuerySet["ValveCriticality"].as_manager()

    class Meta:
        verbose_name = _("criticality of a valve")
        verbose_name_plural = _("criticality of valves")
        ordering = ("run", "rank")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "valve"], name="valve_criticality_once_a_run"),
        ]
        indexes: ClassVar = [models.Index(fields=["run", "rank"], name="valve_criticality_by_rank")]

    def __str__(self) -> str:
        return f"{self.rank}. {self.valve}"
