"""What a payer owes: charges, payments, and which payment covers which charge. Append-only."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from billing.choices import LedgerKind, PaymentMethod
from billing.models.bill import Bill
from billing.models.charge import Charge
from meters.models import Connection
from parties.models import Party


class Payment(models.Model):
    """Money received from a payer for a connection, with its receipt number.

    The database also holds `payment_not_to_come` (migration 0005): received on the day of writing or earlier.
    """

    series_code = models.CharField(_("series"), max_length=20)
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.BigIntegerField(_("number"))
    key = models.CharField(
        _("key"), max_length=80, unique=True, help_text=_("Makes a repeated request one payment")
    )
    party = models.ForeignKey(Party, models.PROTECT, related_name="payments")
    connection = models.ForeignKey(Connection, models.PROTECT, related_name="payments", db_index=False)
    method = models.CharField(_("method"), max_length=6, choices=PaymentMethod)
    amount = models.DecimalField(_("amount (€)"), max_digits=12, decimal_places=2)
    received_on = models.DateField(_("received on"))
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="payments_received"
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ("-received_on", "-id")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["series_code", "year", "number"], name="payment_number_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_positive"),
        ]
        indexes: ClassVar = [models.Index(fields=["connection", "-received_on"], name="payment_connection")]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """Return the receipt's number as people write it."""
        return f"{self.series_code}-{self.year}-{self.number:06d}"


class LedgerEntry(models.Model):
    """One movement of a payer's balance on a connection: charges positive, payments negative."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="ledger_entries", db_index=False)
    connection = models.ForeignKey(Connection, models.PROTECT, related_name="ledger_entries", db_index=False)
    kind = models.CharField(_("kind"), max_length=10, choices=LedgerKind)
    bill = models.OneToOneField(Bill, models.PROTECT, null=True, blank=True, related_name="ledger_entry")
    payment = models.OneToOneField(
        Payment, models.PROTECT, null=True, blank=True, related_name="ledger_entry"
    )
    charge = models.OneToOneField(Charge, models.PROTECT, null=True, blank=True, related_name="ledger_entry")
    entry_date = models.DateField(_("date"))
    due_date = models.DateField(_("to be paid by"), null=True, blank=True)
    amount = models.DecimalField(_("amount (€)"), max_digits=12, decimal_places=2)

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")
        ordering = ("entry_date", "id")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(
                    kind=LedgerKind.BILL, bill__isnull=False, payment__isnull=True, charge__isnull=True
                )
                | Q(kind=LedgerKind.CHARGE, charge__isnull=False, bill__isnull=True, payment__isnull=True)
                | Q(
                    kind=LedgerKind.PAYMENT,
                    payment__isnull=False,
                    bill__isnull=True,
                    charge__isnull=True,
                    amount__lt=0,
                ),
                name="ledger_entry_document",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["connection", "party", "entry_date"], name="ledger_connection"),
            models.Index(fields=["party", "entry_date"], name="ledger_party"),
            models.Index(
                fields=["connection"], condition=Q(kind=LedgerKind.CHARGE, amount__lt=0), name="ledger_credit"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_date} {self.amount}"


class Allocation(models.Model):
    """A part of a payment, or of a counter-document's credit, that covers a part of a charge."""

    charge = models.ForeignKey(LedgerEntry, models.PROTECT, related_name="allocations", db_index=False)
    payment = models.ForeignKey(Payment, models.PROTECT, null=True, blank=True, related_name="allocations")
    credit = models.ForeignKey(
        LedgerEntry, models.PROTECT, null=True, blank=True, related_name="spent", db_index=False
    )
    amount = models.DecimalField(_("amount (€)"), max_digits=12, decimal_places=2)
    allocated_on = models.DateField(_("date"))

    class Meta:
        verbose_name = _("allocation")
        verbose_name_plural = _("allocations")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["charge", "payment"], name="allocation_once"),
            models.UniqueConstraint(
                fields=["credit", "charge"], condition=Q(credit__isnull=False), name="allocation_credit_once"
            ),
            models.CheckConstraint(
                condition=Q(payment__isnull=False, credit__isnull=True)
                | Q(payment__isnull=True, credit__isnull=False),
                name="allocation_source",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="allocation_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.payment_id} → {self.charge_id}"
