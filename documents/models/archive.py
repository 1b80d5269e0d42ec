"""Files kept once by their content, and what they are attached to."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from documents.querysets import AttachmentQuerySet


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


class AttachmentKind(models.Model):
    """What a file is to the utility: a contract, a photo, a drawing."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name_el = models.CharField(_("name in Greek"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=80)
    position = models.PositiveSmallIntegerField(_("place in lists"), default=100)
    #: Kinds that the program itself gives are not offered to people.
    is_offered = models.BooleanField(_("offered to people"), default=True)

    class Meta:
        verbose_name = _("kind of file")
        verbose_name_plural = _("kinds of files")
        ordering = ("position", "code")

    def __str__(self) -> str:
        return self.name_el if get_language() == "el" else self.name_en


@pghistory.track(exclude=["search_key"])
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
    dated_on = models.DateField(
        _("dated"), null=True, blank=True, help_text=_("The day that the paper itself bears")
    )
    search_key = models.GeneratedField(
        expression=Func(F("name"), function="hydria_double_key"),
        output_field=models.TextField(),
        db_persist=True,
    )

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ("created_at", "id")
        indexes: ClassVar = [
            models.Index(fields=["content_type", "object_id"], name="attachment_target"),
            models.Index(fields=["-created_at", "-id"], name="attachment_newest"),
            GinIndex(fields=["search_key"], opclasses=["gin_trgm_ops"], name="attachment_search_trgm"),
        ]

    def __str__(self) -> str:
        return self.name
