"""Number series without gaps."""

from typing import ClassVar

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _


@pghistory.track(exclude=["last_number"])
class NumberSeries(models.Model):
    """A series of document numbers; the row's lock is what keeps it without gaps."""

    code = models.CharField(_("code"), max_length=20, help_text=_("For example A for water bills"))
    year = models.PositiveSmallIntegerField(_("year"))
    title = models.CharField(_("title"), max_length=120)
    last_number = models.BigIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("number series")
        verbose_name_plural = _("number series")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "year"], name="number_series_once"),
            models.CheckConstraint(condition=models.Q(last_number__gte=0), name="number_series_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.code}-{self.year}"
