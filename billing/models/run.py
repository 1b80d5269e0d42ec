"""Bill runs: preview, approval by another, issue; never twice."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from billing.choices import RunState
from gis_core.models import Job
from meters.models import Connection, Reading, Route


@pghistory.track()
class BillRun(models.Model):
    """One act of billing the readings up to a day, for a route or for all."""

    title = models.CharField(_("title"), max_length=120)
    route = models.ForeignKey(
        Route, models.PROTECT, null=True, blank=True, related_name="bill_runs",
        help_text=_("Empty for all routes"),
    )  # fmt: skip
    connection = models.ForeignKey(
        Connection, models.PROTECT, null=True, blank=True, related_name="bill_runs",
        help_text=_("Filled where the run bills one connection only"),
    )  # fmt: skip
    scope_key = models.CharField(
        _("scope"), max_length=20, help_text=_("all, the route's code, or # and the connection's id")
    )
    read_from = models.DateField(_("closing readings from"))
    read_to = models.DateField(_("closing readings to"))
    series_code = models.CharField(
        _("number series"), max_length=20, default="A",
        help_text=_("One Latin capital, which also stands in the RF code."),
    )  # fmt: skip
    issue_date = models.DateField(_("date of issue"))
    due_date = models.DateField(_("to be paid by"))
    state = models.CharField(_("state"), max_length=10, choices=RunState, default=RunState.DRAFT)
    bill_count = models.PositiveIntegerField(_("bills"), default=0)
    net_total = models.DecimalField(_("net total (€)"), max_digits=14, decimal_places=2, default=0)
    vat_total = models.DecimalField(_("VAT total (€)"), max_digits=14, decimal_places=2, default=0)
    consumption_m3 = models.DecimalField(_("consumption (m³)"), max_digits=16, decimal_places=3, default=0)
    fingerprint = models.CharField(
        _("print of the bills' content"), max_length=64, blank=True,
        help_text=_("Taken by the preview; only what has the same print is issued."),
    )  # fmt: skip
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="bill_runs_made")
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="bill_runs_approved"
    )
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    issued_at = models.DateTimeField(_("issued"), null=True, blank=True)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("bill run")
        verbose_name_plural = _("bill runs")
        ordering = ("-created_at", "-id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["scope_key", "read_to"],
                condition=~Q(state=RunState.CANCELLED),
                name="bill_run_scope_once",
            ),
            models.CheckConstraint(
                condition=Q(read_to__gte=F("read_from")), name="bill_run_readings_in_order"
            ),
            models.CheckConstraint(condition=Q(series_code__regex=r"^[A-Z]$"), name="bill_run_series_letter"),
            models.CheckConstraint(
                condition=Q(due_date__gte=F("issue_date")), name="bill_run_due_after_issue"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[RunState.APPROVED, RunState.ISSUED])
                | (Q(approved_by__isnull=False) & ~Q(approved_by=F("created_by"))),
                name="bill_run_approved_by_another",
            ),
            models.CheckConstraint(
                condition=Q(connection__isnull=True) | Q(route__isnull=True), name="bill_run_one_scope"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class BillRunExclusion(models.Model):
    """A connection that the run does not bill, and why.

    Where a draft of it fell away after the preview, its sums and the print of its content are kept: what is there and
    what fell away together are what was previewed.
    """

    run = models.ForeignKey(BillRun, models.CASCADE, related_name="exclusions")
    connection = models.ForeignKey(Connection, models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=30)
    reading = models.ForeignKey(
        Reading, models.PROTECT, null=True, blank=True, related_name="+", db_index=False,
        help_text=_("The reading that keeps it from being billed"),
    )  # fmt: skip
    fallen_at = models.DateTimeField(_("draft fell away"), null=True, blank=True)
    fallen_net = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    fallen_vat = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    fallen_m3 = models.DecimalField(max_digits=12, decimal_places=3, null=True, blank=True)
    fallen_print = models.DecimalField(max_digits=24, decimal_places=0, null=True, blank=True)
    fallen_lines = models.PositiveSmallIntegerField(null=True, blank=True)
    fallen_lines_print = models.DecimalField(max_digits=28, decimal_places=0, null=True, blank=True)

    class Meta:
        verbose_name = _("not billed")
        verbose_name_plural = _("not billed")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "connection"], name="run_exclusion_once"),
        ]

    def __str__(self) -> str:
        return f"{self.run_id} {self.connection_id} {self.reason}"
