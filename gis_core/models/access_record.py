"""Who read personal data that the law protects more than the rest."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AccessRecord(models.Model):
    """One reading of a protected record by one user; append-only."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="access_records")
    subject = models.CharField(_("subject"), max_length=60, help_text=_("For example meters.sensitivity"))
    subject_id = models.BigIntegerField(_("record"))
    purpose = models.CharField(_("purpose"), max_length=200)
    at = models.DateTimeField(_("time"), auto_now_add=True)

    class Meta:
        verbose_name = _("access record")
        verbose_name_plural = _("access records")
        indexes: ClassVar = [models.Index(fields=["subject", "subject_id"], name="access_record_subject")]

    def __str__(self) -> str:
        return f"{self.subject} {self.subject_id}"
