"""Files kept once by their content, and what they are attached to."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _


class StoredFile(models.Model):
    """A file on disk, named by the SHA-256 of its content; never changed."""

    sha256 = models.CharField(_("SHA-256"), max_length=64, primary_key=True)
    size_bytes = models.BigIntegerField(_("size"))
    media_type = models.CharField(_("media type"), max_length=100)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("stored file")
        verbose_name_plural = _("stored files")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"), name="stored_file_sha256"
            ),
            models.CheckConstraint(condition=models.Q(size_bytes__gte=0), name="stored_file_size"),
        ]

    def __str__(self) -> str:
        return self.sha256


@pghistory.track()
class Attachment(models.Model):
    """A stored file attached to any record under a name and a type."""

    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="attachments")
    content_type = models.ForeignKey(ContentType, models.PROTECT)
    object_id = models.BigIntegerField(_("record"))
    target = GenericForeignKey("content_type", "object_id")
    kind = models.CharField(_("type"), max_length=40, help_text=_("For example photo, bill_pdf"))
    name = models.CharField(_("name"), max_length=200)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="attachments"
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ("created_at", "id")
        indexes: ClassVar = [models.Index(fields=["content_type", "object_id"], name="attachment_target")]

    def __str__(self) -> str:
        return self.name
