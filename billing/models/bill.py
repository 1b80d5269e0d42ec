"""Bills and their lines: drafts of a run until numbered, then append-only."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from billing.choices import BillState, Service
from billing.models.run import BillRun
from billing.models.tariff import Tariff, TariffComponent
from billing.querysets import BillQuerySet
from meters.models import Connection, Installation, Reading
from parties.models import Party


class Bill(models.Model):
    """What one payer owes for one connection between two readings."""

    # Keys without an index of their own stand first in another index or are never looked up from there.
    run = models.ForeignKey(BillRun, models.PROTECT, related_name="bills", db_index=False)
    connection = models.ForeignKey(Connection, models.PROTECT, related_name="bills", db_index=False)
    party = models.ForeignKey(Party, models.PROTECT, related_name="bills", db_index=False)
    installation = models.ForeignKey(Installation, models.PROTECT, related_name="bills", db_index=False)
    tariff = models.ForeignKey(Tariff, models.PROTECT, related_name="bills", db_index=False)
    state = models.CharField(_("state"), max_length=8, choices=BillState, default=BillState.DRAFT)
    series_code = models.CharField(_("series"), max_length=20)
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.BigIntegerField(_("number"), null=True, blank=True)
    issue_date = models.DateField(_("date of issue"))
    due_date = models.DateField(_("to be paid by"))
    previous_reading = models.ForeignKey(Reading, models.PROTECT, related_name="bills_opened", db_index=False)
    current_reading = models.ForeignKey(Reading, models.PROTECT, related_name="bills_closed", db_index=False)
    period_from = models.DateField(_("from"))
    period_to = models.DateField(_("to"))
    days = models.GeneratedField(
        expression=Func(F("period_to"), F("period_from"), template="(%(expressions)s)", arg_joiner=" - "),
        output_field=models.IntegerField(),
        db_persist=True,
    )
    consumption_m3 = models.DecimalField(_("consumption (m³)"), max_digits=12, decimal_places=3)
    brought_m3 = models.DecimalField(
        _("brought from the bill before (m³)"), max_digits=12, decimal_places=3, default=0, db_default=0,
        help_text=_("What estimates had billed too much, taken off this bill: zero or negative"),
    )  # fmt: skip
    carried_m3 = models.DecimalField(
        _("carried to the next bill (m³)"), max_digits=12, decimal_places=3, default=0, db_default=0,
        help_text=_("What is still to be taken off: zero or negative"),
    )  # fmt: skip
    net = models.DecimalField(_("net (€)"), max_digits=12, decimal_places=2)
    vat = models.DecimalField(_("VAT (€)"), max_digits=12, decimal_places=2)
    total = models.GeneratedField(
        expression=F("net") + F("vat"),
        output_field=models.DecimalField(max_digits=12, decimal_places=2),
        db_persist=True,
    )
    rf_code = models.CharField(_("RF payment code"), max_length=25, blank=True)

    objects = BillQuerySet.as_manager()

    class Meta:
        verbose_name = _("bill")
        verbose_name_plural = _("bills")
        ordering = ("-issue_date", "-id")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "connection"], name="bill_once_in_run"),
            models.UniqueConstraint(fields=["previous_reading"], name="bill_opening_reading_once"),
            models.UniqueConstraint(fields=["current_reading"], name="bill_reading_once"),
            models.UniqueConstraint(
                fields=["series_code", "year", "number"],
                condition=Q(number__isnull=False),  # drafts have none: they do not burden the index
                name="bill_number_once",
            ),
            models.UniqueConstraint(fields=["rf_code"], condition=~Q(rf_code=""), name="bill_rf_once"),
            models.CheckConstraint(
                condition=Q(state=BillState.DRAFT, number__isnull=True)
                | (Q(state=BillState.ISSUED, number__isnull=False) & ~Q(rf_code="")),
                name="bill_numbered_when_issued",
            ),
            models.CheckConstraint(condition=Q(period_to__gt=F("period_from")), name="bill_period_has_days"),
            models.CheckConstraint(condition=Q(consumption_m3__gte=0), name="bill_consumption"),
            models.CheckConstraint(
                condition=Q(carried_m3=0, brought_m3__lte=0)
                | Q(carried_m3__lt=0, brought_m3__lte=0, consumption_m3=0),
                name="bill_carried",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["connection", "-period_to"], name="bill_connection"),
            models.Index(fields=["party", "-period_to"], name="bill_party"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """Return the number as people write it, for example A-2026-018442."""
        return f"{self.series_code}-{self.year}-{self.number:06d}" if self.number else "—"


class BillLine(models.Model):
    """One amount of a bill, with all that made it; VAT has its own lines, one a rate."""

    bill = models.ForeignKey(Bill, models.CASCADE, related_name="lines", db_index=False)
    order = models.PositiveSmallIntegerField(_("order"))
    component = models.ForeignKey(
        TariffComponent, models.PROTECT, null=True, blank=True, related_name="bill_lines",
        help_text=_("Empty on a VAT line"),
    )  # fmt: skip
    service = models.CharField(_("service"), max_length=12, choices=Service)
    block_lower_m3 = models.DecimalField(
        _("above (m³)"), max_digits=12, decimal_places=3, null=True, blank=True
    )
    block_upper_m3 = models.DecimalField(
        _("up to (m³)"), max_digits=12, decimal_places=3, null=True, blank=True
    )
    quantity = models.DecimalField(
        _("quantity"),
        max_digits=14,
        decimal_places=6,
        help_text=_("m³, share of the period, or euros of base"),
    )
    price = models.DecimalField(
        _("price"), max_digits=12, decimal_places=6, help_text=_("€/m³, € a period, or percent")
    )
    days = models.PositiveSmallIntegerField(_("days charged"))
    block_days = models.PositiveSmallIntegerField(_("days of the tariff"))
    amount = models.DecimalField(_("amount (€)"), max_digits=12, decimal_places=2)
    vat_percent = models.DecimalField(_("VAT (%)"), max_digits=5, decimal_places=2)

    class Meta:
        verbose_name = _("bill line")
        verbose_name_plural = _("bill lines")
        ordering = ("bill", "order")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["bill", "order"], name="bill_line_order_once"),
            models.CheckConstraint(
                condition=Q(service=Service.VAT, component__isnull=True)
                | (~Q(service=Service.VAT) & Q(component__isnull=False)),
                name="bill_line_component",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bill_id}/{self.order}"


class BillReading(models.Model):
    """What one meter measured for a bill; written where more than one meter or an exchange made its consumption."""

    bill = models.ForeignKey(Bill, models.CASCADE, related_name="meter_readings", db_index=False)
    order = models.PositiveSmallIntegerField(_("order"))
    installation = models.ForeignKey(Installation, models.PROTECT, related_name="+", db_index=False)
    first_reading = models.ForeignKey(Reading, models.PROTECT, related_name="+", db_index=False)
    last_reading = models.ForeignKey(Reading, models.PROTECT, related_name="+", db_index=False)
    consumption_m3 = models.DecimalField(
        _("consumption (m³)"), max_digits=12, decimal_places=3,
        help_text=_("Negative where a reading takes an estimate back"),
    )  # fmt: skip

    class Meta:
        verbose_name = _("meter of a bill")
        verbose_name_plural = _("meters of a bill")
        ordering = ("bill", "order")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["bill", "order"], name="bill_meter_order_once"),
            models.UniqueConstraint(fields=["first_reading"], name="bill_meter_opening_reading_once"),
            models.UniqueConstraint(fields=["last_reading"], name="bill_meter_reading_once"),
        ]

    def __str__(self) -> str:
        return f"{self.bill_id}/{self.order}"
