"""Readings: append-only, each with its source."""

from typing import ClassVar

from django.conf import settings
from django.contrib.gis.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from meters.choices import EstimateRule, ReadingSource
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
    read_m3 = models.DecimalField(
        _("as it was read (m³)"), max_digits=12, decimal_places=3, null=True, blank=True,
        help_text=_("What was read or sent, where what counts differs from it"),
    )  # fmt: skip
    offset_m3 = models.DecimalField(
        _("passed before (m³)"), max_digits=14, decimal_places=3, default=0, db_default=0,
        help_text=_("What had run through in whole turns of the register since the meter was hung"),
    )  # fmt: skip
    total_m3 = models.GeneratedField(
        expression=F("value_m3") + F("offset_m3"),
        output_field=models.DecimalField(max_digits=14, decimal_places=3),
        db_persist=True,
    )
    stands = models.BooleanField(_("stands"), default=True, db_default=True)
    is_withdrawal = models.BooleanField(
        _("withdraws"),
        default=False,
        db_default=False,
        help_text=_("This revision says that the reading does not count"),
    )
    estimate_rule = models.CharField(
        _("estimated by"), max_length=12, choices=EstimateRule, blank=True, db_default=""
    )
    note_code = models.ForeignKey(
        "NoteCode",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="readings",
        verbose_name=_("note code"),
        db_index=False,
    )
    geom = models.PointField(
        _("where it was read"), srid=settings.STORAGE_SRID, null=True, blank=True, spatial_index=False
    )
    geom_accuracy_m = models.FloatField(_("accuracy (m)"), null=True, blank=True)

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["installation", "read_on", "revision"], name="reading_revision_once"
            ),
            models.UniqueConstraint(
                fields=["installation", "read_on"], condition=Q(stands=True), name="reading_one_stands"
            ),
            models.CheckConstraint(
                condition=Q(stands=False) | Q(is_withdrawal=False), name="reading_withdrawn"
            ),
            models.CheckConstraint(condition=Q(offset_m3__gte=0), name="reading_offset"),
            models.CheckConstraint(
                condition=Q(estimate_rule="") | Q(source=ReadingSource.ESTIMATE),
                name="reading_rule_of_estimate",
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
