"""What readers sent from a meter: each visit under its own key, and the photos, videos and voice that came with it."""

from typing import ClassVar

from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from documents.models import StoredFile
from meters.models.reading import Reading
from meters.models.round import NoteCode, Slip


class SlipVisit(models.Model):
    """One visit of a meter as it was sent: append-only; the same key again is the same visit."""

    slip = models.ForeignKey(Slip, models.PROTECT, related_name="visits")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="slip_visits")
    key = models.CharField(_("key"), max_length=100)
    sha256 = models.CharField(_("SHA-256 of what was sent"), max_length=64)
    visited_at = models.DateTimeField(_("visited"))
    received_at = models.DateTimeField(_("received"), auto_now_add=True)
    note_code = models.ForeignKey(
        NoteCode, models.PROTECT, null=True, blank=True, related_name="visits", verbose_name=_("note code")
    )
    note = models.CharField(_("note"), max_length=200, blank=True, db_default="")
    reading = models.ForeignKey(Reading, models.PROTECT, null=True, blank=True, related_name="visits")
    geom = models.PointField(
        _("where it was sent from"), srid=settings.STORAGE_SRID, null=True, blank=True, spatial_index=False
    )
    geom_accuracy_m = models.FloatField(_("accuracy (m)"), null=True, blank=True)
    media = ArrayField(
        models.CharField(max_length=64), verbose_name=_("files told of, by SHA-256"), default=list, blank=True
    )

    class Meta:
        verbose_name = _("visit of a meter")
        verbose_name_plural = _("visits of meters")
        ordering = ("-visited_at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "key"], name="slip_visit_once"),
            models.CheckConstraint(condition=~Q(key=""), name="slip_visit_has_key"),
        ]
        indexes: ClassVar = [GinIndex(fields=["media"], name="slip_visit_media")]

    def __str__(self) -> str:
        return f"{self.slip_id}: {self.visited_at:%Y-%m-%d %H:%M}"


class SentMedia(models.Model):
    """A file as a telephone sent it, by the SHA-256 of what was sent, and what was kept of it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="sent_media")
    sha256 = models.CharField(_("SHA-256 of what was sent"), max_length=64)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="sent_media")
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("file from a telephone")
        verbose_name_plural = _("files from telephones")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "sha256"], name="sent_media_once"),
        ]

    def __str__(self) -> str:
        return self.sha256
