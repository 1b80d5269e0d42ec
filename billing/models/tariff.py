"""Tariffs: versions with components, approved by someone other than the author."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from billing.choices import ComponentKind, Service, TariffState
from meters.choices import UseKind


@pghistory.track()
class Tariff(models.Model):
    """One version of the prices for one use, in force for a half-open range of days."""

    use = models.CharField(_("use"), max_length=12, choices=UseKind)
    name = models.CharField(_("name"), max_length=120)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    period = DateRangeField(_("in force"))
    block_days = models.PositiveSmallIntegerField(
        _("days that the block limits stand for"), default=91,
        help_text=_("Limits and fixed charges are scaled by the days billed over these days."),
    )  # fmt: skip
    decision = models.CharField(_("decision of the board"), max_length=60, blank=True)
    ada = models.CharField(_("ΑΔΑ"), max_length=20, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=TariffState, default=TariffState.DRAFT)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="tariffs_made")
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="tariffs_approved"
    )
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)

    class Meta:
        verbose_name = _("tariff")
        verbose_name_plural = _("tariffs")
        ordering = ("use", "-period")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["use", "version"], name="tariff_version_once"),
            ExclusionConstraint(
                name="tariff_approved_no_overlap",
                expressions=[("use", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                condition=Q(state=TariffState.APPROVED),
            ),
            models.CheckConstraint(
                condition=Q(state=TariffState.DRAFT, approved_by__isnull=True)
                | (
                    Q(state=TariffState.APPROVED, approved_by__isnull=False) & ~Q(approved_by=F("created_by"))
                ),
                name="tariff_approved_by_another",
            ),
            models.CheckConstraint(condition=Q(block_days__gt=0), name="tariff_block_days"),
            models.CheckConstraint(
                condition=Q(period__isempty=False, period__lower_inf=False), name="tariff_period_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} v{self.version}"


@pghistory.track()
class TariffComponent(models.Model):
    """One charge of a tariff: how it is made, for which service, at which VAT."""

    tariff = models.ForeignKey(Tariff, models.CASCADE, related_name="components")
    code = models.SlugField(_("code"), max_length=30)
    order = models.PositiveSmallIntegerField(_("order"))
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=80)
    kind = models.CharField(_("kind"), max_length=20, choices=ComponentKind)
    service = models.CharField(_("service"), max_length=12, choices=Service)
    amount = models.DecimalField(
        _("amount (€)"),
        max_digits=10,
        decimal_places=4,
        null=True,
        blank=True,
        help_text=_("Of a fixed charge"),
    )
    percent = models.DecimalField(
        _("percentage"), max_digits=7, decimal_places=4, null=True, blank=True,
        help_text=_("Of the base component's value"),
    )  # fmt: skip
    base = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="dependents",
        help_text=_("Component whose value the percentage is taken of; itself not a percentage"),
    )  # fmt: skip
    vat_percent = models.DecimalField(_("VAT (%)"), max_digits=5, decimal_places=2)
    only_with_sewer = models.BooleanField(_("only where connected to the sewer"), default=False)
    is_prorated = models.BooleanField(_("by days"), default=True)

    class Meta:
        verbose_name = _("tariff component")
        verbose_name_plural = _("tariff components")
        ordering = ("tariff", "order")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tariff", "code"], name="component_code_once"),
            models.UniqueConstraint(fields=["tariff", "order"], name="component_order_once"),
            models.CheckConstraint(
                condition=Q(
                    kind=ComponentKind.FIXED, amount__isnull=False, percent__isnull=True, base__isnull=True
                )
                | Q(
                    kind=ComponentKind.PERCENT, percent__isnull=False, base__isnull=False, amount__isnull=True
                )
                | Q(
                    kind__in=[ComponentKind.BLOCKS, ComponentKind.FIXED_BY_DIAMETER],
                    amount__isnull=True, percent__isnull=True, base__isnull=True,
                ),
                name="component_fields_by_kind",
            ),
            models.CheckConstraint(condition=Q(vat_percent__range=(0, 100)), name="component_vat"),
            models.CheckConstraint(
                condition=(Q(amount__isnull=True) | Q(amount__gte=0))
                & (Q(percent__isnull=True) | Q(percent__gte=0)),
                name="component_not_negative",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class TariffBlock(models.Model):
    """Price of the cubic metres above one limit up to the next, for the tariff's block days."""

    component = models.ForeignKey(TariffComponent, models.CASCADE, related_name="blocks")
    lower_m3 = models.DecimalField(_("above (m³)"), max_digits=10, decimal_places=3)
    upper_m3 = models.DecimalField(_("up to (m³)"), max_digits=10, decimal_places=3, null=True, blank=True)
    price = models.DecimalField(_("price (€/m³)"), max_digits=10, decimal_places=4)

    class Meta:
        verbose_name = _("block")
        verbose_name_plural = _("blocks")
        ordering = ("component", "lower_m3")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["component", "lower_m3"], name="block_lower_once"),
            models.CheckConstraint(
                condition=Q(lower_m3__gte=0) & (Q(upper_m3__isnull=True) | Q(upper_m3__gt=F("lower_m3"))),
                name="block_limits_rise",
            ),
            models.CheckConstraint(condition=Q(price__gte=0), name="block_price"),
        ]

    def __str__(self) -> str:
        return f"{self.lower_m3}–{self.upper_m3 or ''}"


@pghistory.track()
class TariffDiameterFee(models.Model):
    """Fixed charge for meters of up to a diameter, for the tariff's block days."""

    component = models.ForeignKey(TariffComponent, models.CASCADE, related_name="diameter_fees")
    up_to_mm = models.PositiveSmallIntegerField(_("meter diameter up to (mm)"))
    amount = models.DecimalField(_("amount (€)"), max_digits=10, decimal_places=4)

    class Meta:
        verbose_name = _("charge by diameter")
        verbose_name_plural = _("charges by diameter")
        ordering = ("component", "up_to_mm")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["component", "up_to_mm"], name="diameter_fee_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="diameter_fee_not_negative"),
        ]

    def __str__(self) -> str:
        return f"≤ {self.up_to_mm} mm"
