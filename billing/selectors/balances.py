"""What is owed: balances at any day, open charges, ledgers, what is overdue."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, TypedDict

from django.core.cache import cache
from django.db import connection as database
from django.db.models import DecimalField, F, Q, QuerySet, Sum, Value, Window
from django.db.models.functions import Coalesce
from django.utils import timezone

from billing.choices import LedgerKind
from billing.models import Bill, LedgerEntry
from billing.types import LedgerRow, OpenCharge
from meters.models import Connection
from parties.models import Party

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

MONEY = DecimalField(max_digits=14, decimal_places=2)
#: How long the sum of all that is overdue is shown before it is summed again.
OVERDUE_KEPT_S = 600
NOTHING = Value(Decimal(0), output_field=MONEY)


class _Open(TypedDict):
    """What `_with_open_amount` adds to an entry."""

    open_amount: Decimal


def balance_of(connection: Connection, party: Party, on: date | None = None) -> Decimal:
    """Return what the payer owes on the connection at the end of a day (None: all that is booked).

    Negative where more was paid than charged.
    """
    entries = LedgerEntry.objects.filter(connection=connection, party=party)
    if on is not None:
        entries = entries.filter(entry_date__lte=on)
    return Decimal(entries.aggregate(balance=Coalesce(Sum("amount"), NOTHING))["balance"])


def balance_after(entry: LedgerEntry) -> Decimal:
    """Return what the payer owed on the connection when the movement was booked, itself counted."""
    earlier = LedgerEntry.objects.filter(
        connection=entry.connection_id, party=entry.party_id, pk__lte=entry.pk
    )
    return Decimal(earlier.aggregate(balance=Coalesce(Sum("amount"), NOTHING))["balance"])


def open_charges(connection: Connection, party: Party) -> list[OpenCharge]:
    """Return the charges that are not covered whole, in the order in which money covers them."""
    entries = (
        _with_open_amount(LedgerEntry.objects.filter(connection=connection, party=party))
        .filter(open_amount__gt=Decimal(0))
        .select_related("bill", "charge")
        .order_by("due_date", "entry_date", "id")
    )
    return [
        OpenCharge(
            entry_id=entry.pk,
            bill_id=entry.bill_id,
            charge_id=entry.charge_id,
            reference=_reference(entry),
            entry_date=entry.entry_date,
            due_date=entry.due_date or entry.entry_date,
            amount=entry.amount,
            open_amount=entry.open_amount,
        )
        for entry in entries
    ]


def open_amount_of(bill: Bill) -> Decimal:
    """Return what of an issued bill is not paid yet; all of it for a draft, which is not in the ledger."""
    entry = _with_open_amount(LedgerEntry.objects.filter(bill=bill)).first()
    return bill.total if entry is None else entry.open_amount


def credit_of(connection: Connection, party: Party) -> Decimal:
    """Return the money of the payer on the connection that covers no charge yet."""
    owed = _with_open_amount(LedgerEntry.objects.filter(connection=connection, party=party)).aggregate(
        owed=Coalesce(Sum("open_amount"), NOTHING)
    )["owed"]
    return Decimal(owed) - balance_of(connection, party)


def ledger_of(
    connection: Connection, party: Party, since: date | None = None, until: date | None = None
) -> list[LedgerRow]:
    """Return the payer's movements on the connection, oldest first, each with the balance after it."""
    entries = (
        LedgerEntry.objects.filter(connection=connection, party=party)
        .annotate(
            balance=Window(Sum("amount"), order_by=[F("entry_date").asc(), F("id").asc()], output_field=MONEY)
        )
        .select_related("bill", "payment", "charge")
        .order_by("entry_date", "id")
    )
    return [
        LedgerRow(
            entry_id=entry.pk,
            entry_date=entry.entry_date,
            kind=entry.kind,
            bill_id=entry.bill_id,
            payment_id=entry.payment_id,
            charge_id=entry.charge_id,
            reference=_reference(entry),
            amount=entry.amount,
            balance=entry.balance,
        )
        for entry in entries
        if (since is None or entry.entry_date >= since) and (until is None or entry.entry_date <= until)
    ]


def list_overdue(on: date | None = None) -> QuerySet[WithAnnotations[LedgerEntry, _Open]]:
    """Return the charges that should have been paid before the day and are not covered whole."""
    due = LedgerEntry.objects.filter(due_date__lt=on or timezone.localdate())
    return _with_open_amount(due).filter(open_amount__gt=Decimal(0))


def overdue_total(on: date | None = None) -> Decimal:
    """Return what all charges of `list_overdue` leave open, in euros; it reads every charge that ever fell due."""
    return Decimal(list_overdue(on).aggregate(total=Coalesce(Sum("open_amount"), NOTHING))["total"])


def recent_overdue_total() -> Decimal:
    """Return the sum of what is overdue today, as it was at most ten minutes ago."""
    today = timezone.localdate()
    key = f"billing:overdue:{database.settings_dict['NAME']}:{today}"
    kept: str | None = cache.get(key)
    if kept is None:
        kept = str(overdue_total(today))
        cache.set(key, kept, OVERDUE_KEPT_S)
    return Decimal(kept)


def _with_open_amount(entries: QuerySet[LedgerEntry]) -> QuerySet[WithAnnotations[LedgerEntry, _Open]]:
    """Keep charges, each with what no allocation covers."""
    covered = Coalesce(Sum("allocations__amount"), NOTHING)
    return entries.filter(~Q(kind=LedgerKind.PAYMENT), amount__gte=0).annotate(
        open_amount=F("amount") - covered
    )


def _reference(entry: LedgerEntry) -> str:
    """Return the number of the document behind a movement."""
    document = entry.bill or entry.payment or entry.charge
    return document.reference if document is not None else "—"
