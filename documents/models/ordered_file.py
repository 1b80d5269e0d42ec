"""Files that somebody ordered for themselves: a list written out; kept for some days."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from gis_core.models import Job


class OrderedFile(models.Model):
    """A list as a file, for who ordered it alone; it lies below MEDIA_ROOT/ordered and goes when it expires."""

    job = models.OneToOneField(Job, models.PROTECT, related_name="ordered_file")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="ordered_files")
    name = models.CharField(_("name"), max_length=200)
    media_type = models.CharField(_("media type"), max_length=100)
    path = models.CharField(
        _("place"), max_length=100, unique=True, help_text=_("Below the folder of ordered files")
    )
    size_bytes = models.BigIntegerField(_("size"))
    row_count = models.BigIntegerField(_("rows"))
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    expires_at = models.DateTimeField(_("kept until"), db_index=True)

    class Meta:
        verbose_name = _("ordered file")
        verbose_name_plural = _("ordered files")
        ordering = ("-created_at", "-id")
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(size_bytes__gte=0), name="ordered_file_size")
        ]

    def __str__(self) -> str:
        return self.name
