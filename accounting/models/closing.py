"""Until which day the books are closed: one row for each time somebody closed or reopened them. Append-only."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class PeriodClosing(models.Model):
    """The books were closed until a day; the latest row rules, an earlier day than before reopens."""

    closed_until = models.DateField(_("closed until"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="period_closings")
    closed_at = models.DateTimeField(_("written"), auto_now_add=True)

    class Meta:
        verbose_name = _("closing of the books")
        verbose_name_plural = _("closings of the books")
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.closed_until:%d/%m/%Y}"
