"""Meters and where they hung, from when to when."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GistIndex
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from meters.choices import LocationOrigin
from meters.models.connection import Connection


@pghistory.track()
class Meter(models.Model):
    """A water meter by its maker's serial number."""

    serial = models.CharField(_("serial number"), max_length=40, unique=True)
    make = models.CharField(_("make"), max_length=60, blank=True)
    digits = models.PositiveSmallIntegerField(_("digits before the point"), default=5)
    diameter_mm = models.PositiveSmallIntegerField(_("diameter (mm)"), default=15)
    made_year = models.PositiveSmallIntegerField(_("year made"), null=True, blank=True)
    model = models.CharField(_("model"), max_length=60, blank=True, db_default="")
    verify_by = models.DateField(_("to be verified by"), null=True, blank=True)
    scrapped_on = models.DateField(_("scrapped"), null=True, blank=True)

    class Meta:
        verbose_name = _("meter")
        verbose_name_plural = _("meters")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(digits__range=(3, 9)), name="meter_digits"),
            models.CheckConstraint(condition=Q(diameter_mm__gt=0), name="meter_diameter_positive"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["verify_by"], condition=Q(scrapped_on__isnull=True), name="meter_verify_by"),
        ]

    def __str__(self) -> str:
        return self.serial


@pghistory.track()
class Installation(models.Model):
    """A meter on a connection for a half-open range of days."""

    connection = models.ForeignKey(Connection, models.PROTECT, related_name="installations")
    meter = models.ForeignKey(Meter, models.PROTECT, related_name="installations")
    period = DateRangeField(_("period"))
    slot = models.PositiveSmallIntegerField(
        _("place"),
        default=1,
        db_default=1,
        help_text=_("1, or the number of a further meter on the connection"),
    )
    seal_number = models.CharField(_("seal"), max_length=30, blank=True, db_default="")
    geom = models.PointField(
        _("place of the meter"), srid=settings.STORAGE_SRID, null=True, blank=True, spatial_index=False
    )
    geom_accuracy_m = models.FloatField(_("accuracy (m)"), null=True, blank=True)
    geom_origin = models.CharField(
        _("place known from"), max_length=10, choices=LocationOrigin, blank=True, db_default=""
    )
    located_at = models.DateTimeField(_("place taken"), null=True, blank=True)

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
                expressions=[
                    ("connection", RangeOperators.EQUAL),
                    ("slot", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=Q(period__isempty=False, period__lower_inf=False), name="installation_period_begins"
            ),
            models.CheckConstraint(condition=Q(slot__gte=1), name="installation_slot"),
        ]
        indexes: ClassVar = [GistIndex(fields=["geom"], name="installation_geom")]

    def __str__(self) -> str:
        return f"{self.connection_id}: {self.meter_id}"
