"""How foreign files are read: which of their columns is which of ours."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from network.querysets import NetworkQuerySet


class ImportProfile(models.Model):
    """A saved mapping from the layers and columns of a file to ours."""

    name = models.CharField(_("name"), max_length=120)
    mapping = models.JSONField(_("mapping"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    objects = NetworkQuerySet["ImportProfile"].as_manager()

    class Meta:
        verbose_name = _("import profile")
        verbose_name_plural = _("import profiles")
        ordering = ("name",)
        constraints: ClassVar = [models.UniqueConstraint(fields=["name"], name="import_profile_once")]

    def __str__(self) -> str:
        return self.name
