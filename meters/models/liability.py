"""Who pays, owns or lives at a connection, and from when to when."""

from typing import ClassVar

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from meters.choices import LiabilityRole
from meters.models.connection import Connection
from parties.models import Party


@pghistory.track()
class Liability(models.Model):
    """One party's role on one connection for a half-open range of days."""

    connection = models.ForeignKey(Connection, models.PROTECT, related_name="liabilities")
    party = models.ForeignKey(Party, models.PROTECT, related_name="liabilities")
    role = models.CharField(_("role"), max_length=10, choices=LiabilityRole, default=LiabilityRole.PAYER)
    period = DateRangeField(_("period"))

    class Meta:
        verbose_name = _("liability")
        verbose_name_plural = _("liabilities")
        constraints: ClassVar = [
            ExclusionConstraint(
                name="liability_one_payer_at_a_time",
                expressions=[("connection", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                condition=Q(role=LiabilityRole.PAYER),
            ),
            models.CheckConstraint(
                condition=Q(period__isempty=False, period__lower_inf=False), name="liability_period_begins"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["party"], name="liability_party")]

    def __str__(self) -> str:
        return f"{self.connection_id} {self.get_role_display()} {self.party_id}"
