"""Readings: append-only, each with its source."""

from typing import ClassVar

from django.conf import settings
from django.contrib.gis.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from meters.choices import ReadingSource
from meters.models.meter import Installation


class ImportBatch(models.Model):
    """One import of a file: what came in, what was there already, what was refused."""

    kind = models.CharField(_("kind"), max_length=20)
    file_name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="import_batches"
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    taken_count = models.PositiveIntegerField(_("taken"), default=0)
    repeated_count = models.PositiveIntegerField(_("already there"), default=0)
    refused_count = models.PositiveIntegerField(_("refused"), default=0)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ("-created_at", "-id")

    def __str__(self) -> str:
        return self.file_name


class Reading(models.Model):
    """What a meter showed on a day, in cubic metres; a correction is a further revision."""

    installation = models.ForeignKey(Installation, models.PROTECT, related_name="readings")
    read_on = models.DateField(_("read on"))
    revision = models.PositiveSmallIntegerField(_("revision"), default=0)
    value_m3 = models.DecimalField(_("value (m³)"), max_digits=12, decimal_places=3)
    source = models.CharField(_("source"), max_length=12, choices=ReadingSource)
    note = models.CharField(_("note"), max_length=200, blank=True)
    batch = models.ForeignKey(ImportBatch, models.PROTECT, null=True, blank=True, related_name="readings")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="readings"
    )
    recorded_at = models.DateTimeField(_("recorded"), auto_now_add=True)

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["installation", "read_on", "revision"], name="reading_revision_once"
            ),
            models.CheckConstraint(condition=Q(value_m3__gte=0), name="reading_not_negative"),
            models.CheckConstraint(condition=Q(source__in=ReadingSource.values), name="reading_source_known"),
        ]
        indexes: ClassVar = [models.Index(fields=["read_on"], name="reading_read_on")]

    def __str__(self) -> str:
        return f"{self.read_on} {self.value_m3}"


class ReadingRequest(models.Model):
    """What a machine sent under a key of its own, and the reading that it was answered with."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="reading_requests")
    key = models.CharField(_("key"), max_length=100)
    sha256 = models.CharField(_("SHA-256 of what was sent"), max_length=64)
    reading = models.ForeignKey(Reading, models.PROTECT, related_name="requests")
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("request with a key")
        verbose_name_plural = _("requests with keys")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "key"], name="reading_request_once"),
        ]

    def __str__(self) -> str:
        return self.key
