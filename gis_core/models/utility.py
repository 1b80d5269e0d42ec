"""The utility itself: its names, numbers and place."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _


@pghistory.track()
class Utility(models.Model):
    """The one row that says whose installation this is."""

    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)
    afm = models.CharField(_("tax number (ΑΦΜ)"), max_length=9)
    address = models.CharField(_("address"), max_length=200)
    postcode = models.CharField(_("postcode"), max_length=6)
    city = models.CharField(_("city"), max_length=80)
    fault_phone = models.CharField(_("telephone for faults"), max_length=20)
    email = models.EmailField(_("e-mail"))
    rf_organisation = models.CharField(
        _("RF organisation code"), max_length=5, help_text=_("Five digits given by DIAS, beginning with 9.")
    )
    centre = models.PointField(_("centre of the map"), srid=settings.STORAGE_SRID)
    default_zoom = models.PositiveSmallIntegerField(_("first zoom of the map"), default=14)

    class Meta:
        verbose_name = _("utility")
        verbose_name_plural = _("utilities")
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(id=1), name="utility_single_row"),
            models.CheckConstraint(
                condition=models.Q(rf_organisation__regex=r"^9\d{4}$"), name="utility_rf_organisation"
            ),
        ]

    def __str__(self) -> str:
        return self.name
