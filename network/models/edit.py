"""Edits of the network, as they can be undone, and what looking it over found."""

from typing import ClassVar

from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GistIndex
from django.utils.translation import gettext_lazy as _

from network.choices import EditKind, ObjectKind, Severity
from network.models.node import SupplySystem
from network.querysets import NetworkQuerySet


class NetworkEdit(models.Model):
    """One act of one person: the rows that it touched as they were before and after."""

    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    kind = models.CharField(_("what was done"), max_length=10, choices=EditKind)
    summary = models.CharField(_("codes of what was touched"), max_length=200)
    before = models.JSONField(help_text=_("Rows by table, as they were; of those that came to be, none"))
    after = models.JSONField(help_text=_("Rows by table, as they became; of those that went, none"))
    undone_by = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="undoes")
    geom = models.GeometryField(_("where"), srid=settings.STORAGE_SRID, null=True, spatial_index=False)

    objects = NetworkQuerySet["NetworkEdit"].as_manager()

    class Meta:
        verbose_name = _("edit of the network")
        verbose_name_plural = _("edits of the network")
        ordering = ("-pk",)
        indexes: ClassVar = [models.Index(fields=["actor", "-id"], name="network_edit_of_actor")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.summary}"


class TopologyReport(models.Model):
    """A look over a system or all of them."""

    system = models.ForeignKey(SupplySystem, models.CASCADE, null=True, blank=True, related_name="reports")
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    counts = models.JSONField(default=dict, help_text=_("Findings by check"))

    objects = NetworkQuerySet["TopologyReport"].as_manager()

    class Meta:
        verbose_name = _("topology report")
        verbose_name_plural = _("topology reports")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d %H:%M}"


class TopologyFinding(models.Model):
    """One thing that a report found, and where."""

    report = models.ForeignKey(TopologyReport, models.CASCADE, related_name="findings")
    check_name = models.CharField(_("check"), max_length=40)
    severity = models.CharField(_("severity"), max_length=8, choices=Severity)
    object_kind = models.CharField(_("object"), max_length=8, choices=ObjectKind)
    object_id = models.BigIntegerField()
    object_code = models.CharField(_("code"), max_length=60)
    figure = models.FloatField(
        _("figure"), null=True, blank=True, help_text=_("What was measured, in the check's unit")
    )
    other_code = models.CharField(_("other object"), max_length=60, blank=True, default="", db_default="")
    geom = models.PointField(_("position"), srid=settings.STORAGE_SRID, spatial_index=False)
    repaired_at = models.DateTimeField(_("repaired"), null=True, blank=True)

    objects = NetworkQuerySet["TopologyFinding"].as_manager()

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ("report", "check_name", "pk")
        indexes: ClassVar = [
            GistIndex(fields=["geom"], name="topology_finding_geom"),
            models.Index(fields=["report", "check_name", "id"], name="topology_finding_of_check"),
        ]

    def __str__(self) -> str:
        return f"{self.check_name} {self.object_code}"
