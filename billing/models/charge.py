"""Charges that are not bills of water: what a document of the register costs, and its counter-document."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from meters.models import Connection, RegisterDocument
from parties.models import Party


class Charge(models.Model):
    """What a payer owes for a document of the register; append-only, taken back by a counter-document alone."""

    series_code = models.CharField(_("series"), max_length=20)
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.BigIntegerField(_("number"))
    document = models.ForeignKey(
        RegisterDocument, models.PROTECT, related_name="charges", verbose_name=_("document"), db_index=False
    )
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversed_by", verbose_name=_("takes back"),
        help_text=_("Filled on a counter-document, whose amounts are negative"),
    )  # fmt: skip
    connection = models.ForeignKey(Connection, models.PROTECT, related_name="charges")
    party = models.ForeignKey(Party, models.PROTECT, related_name="charges", verbose_name=_("payer"))
    issue_date = models.DateField(_("date of issue"))
    due_date = models.DateField(_("to be paid by"))
    net = models.DecimalField(_("net (€)"), max_digits=12, decimal_places=2)
    vat = models.DecimalField(_("VAT (€)"), max_digits=12, decimal_places=2)
    total = models.GeneratedField(
        expression=F("net") + F("vat"),
        output_field=models.DecimalField(max_digits=12, decimal_places=2),
        db_persist=True,
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="charges_made"
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("charge")
        verbose_name_plural = _("charges")
        ordering = ("-issue_date", "-id")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["series_code", "year", "number"], name="charge_number_once"),
            models.UniqueConstraint(
                fields=["document"], condition=Q(reverses__isnull=True), name="charge_document_once"
            ),
            models.CheckConstraint(
                condition=Q(reverses__isnull=True, net__gt=0, vat__gte=0)
                | Q(reverses__isnull=False, net__lt=0, vat__lte=0),
                name="charge_sign",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """Return the number as people write it."""
        return f"{self.series_code}-{self.year}-{self.number:06d}"


class ChargeLine(models.Model):
    """One line of a charge; VAT is taken once a rate, on the sum of its lines."""

    charge = models.ForeignKey(Charge, models.PROTECT, related_name="lines", db_index=False)
    order = models.PositiveSmallIntegerField(_("order"))
    description = models.CharField(_("description"), max_length=200)
    quantity = models.DecimalField(_("quantity"), max_digits=10, decimal_places=3)
    price = models.DecimalField(_("price (€)"), max_digits=10, decimal_places=2)
    amount = models.DecimalField(_("amount (€)"), max_digits=12, decimal_places=2)
    vat_percent = models.DecimalField(_("VAT (%)"), max_digits=5, decimal_places=2)

    class Meta:
        verbose_name = _("line of a charge")
        verbose_name_plural = _("lines of a charge")
        ordering = ("charge", "order")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["charge", "order"], name="charge_line_order_once"),
        ]

    def __str__(self) -> str:
        return self.description
