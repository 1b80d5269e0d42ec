"""Meters and where they hung, from when to when."""

from typing import ClassVar

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from meters.models.connection import Connection


@pghistory.track()
class Meter(models.Model):
    """A water meter by its maker's serial number."""

    serial = models.CharField(_("serial number"), max_length=40, unique=True)
    make = models.CharField(_("make"), max_length=60, blank=True)
    digits = models.PositiveSmallIntegerField(_("digits before the point"), default=5)
    diameter_mm = models.PositiveSmallIntegerField(_("diameter (mm)"), default=15)
    made_year = models.PositiveSmallIntegerField(_("year made"), null=True, blank=True)

    class Meta:
        verbose_name = _("meter")
        verbose_name_plural = _("meters")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(digits__range=(3, 9)), name="meter_digits"),
            models.CheckConstraint(condition=Q(diameter_mm__gt=0), name="meter_diameter_positive"),
        ]

    def __str__(self) -> str:
        return self.serial


@pghistory.track()
class Installation(models.Model):
    """A meter on a connection for a half-open range of days."""

    connection = models.ForeignKey(Connection, models.PROTECT, related_name="installations")
    meter = models.ForeignKey(Meter, models.PROTECT, related_name="installations")
    period = DateRangeField(_("period"))

    class Meta:
        verbose_name = _("installation")
        verbose_name_plural = _("installations")
        constraints: ClassVar = [
            ExclusionConstraint(
                name="installation_meter_one_place",
                expressions=[("meter", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
            ),
            ExclusionConstraint(
                name="installation_one_meter",
                expressions=[("connection", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(
                condition=Q(period__isempty=False, period__lower_inf=False), name="installation_period_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.connection_id}: {self.meter_id}"
