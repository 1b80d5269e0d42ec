"""Money taken from payers: a receipt, a ledger entry, a journal entry, and the oldest charges covered."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounting.services.journal import post_entry
from accounting.types import Leg
from billing.choices import LedgerKind, PaymentMethod
from billing.domain.rounding import to_cent
from billing.errors import PaymentError
from billing.models import LedgerEntry, Payment
from billing.sql.issue import allocate_credits
from documents.services.series import take_numbers
from gis_core.models import User
from meters.models import Connection
from parties.models import Party

#: Number series of receipts; bills use single letters.
SERIES = "RC"
#: Name of a payment among the journal's sources.
SOURCE = "billing.payment"

MONEY_ACCOUNT = {
    PaymentMethod.CASH: "cash",
    PaymentMethod.CARD: "bank",
    PaymentMethod.BANK: "bank",
}


@transaction.atomic
def receive_payment(
    *,
    actor: User | None,
    key: str,
    connection: Connection,
    party: Party,
    amount: Decimal,
    method: str,
    received_on: date,
) -> Payment:
    """Take euros from a payer: a numbered receipt, the oldest charges covered, the rest kept as credit.

    The same key again returns the first receipt and takes nothing. Raises PaymentError `amount`, `future`,
    `early`, `key_reused` where the key came with another payer or amount before, and PeriodClosed.
    """
    if amount <= 0 or amount != to_cent(amount):
        raise PaymentError(gettext_lazy("The amount must be positive, in whole cents."), code="amount")
    if received_on > timezone.localdate():
        raise PaymentError(gettext_lazy("Money cannot be received on a day to come."), code="future")
    if received_on < connection.opened_on:
        raise PaymentError(
            gettext_lazy("Money cannot be received before the connection was opened."), code="early"
        )
    # Whoever pays or bills this connection waits here; then the key is looked up.
    Connection.objects.select_for_update(no_key=True).get(pk=connection.pk)
    earlier = Payment.objects.filter(key=key).first()
    if earlier is not None:
        return _same_payment(earlier, connection, party, amount)
    year = received_on.year
    try:
        # The receipt's number goes back with the savepoint, so the series keeps no gap.
        with transaction.atomic():
            number = take_numbers(code=SERIES, year=year, count=1, title=_("Receipts"))[0]
            payment = Payment.objects.create(
                series_code=SERIES, year=year, number=number, key=key, party=party, connection=connection,
                method=method, amount=amount, received_on=received_on, received_by=actor,
            )  # fmt: skip
    except IntegrityError:
        # Somebody brought the key for another connection, and committed while this waited for a number.
        first = Payment.objects.filter(key=key).first()
        if first is None:
            raise
        return _same_payment(first, connection, party, amount)
    LedgerEntry.objects.create(
        party=party, connection=connection, kind=LedgerKind.PAYMENT, payment=payment,
        entry_date=received_on, amount=-amount,
    )  # fmt: skip
    allocate_credits(connection_ids=[connection.pk], allocated_on=received_on)
    with translation.override("el"):
        description = _("Receipt %(number)s") % {"number": payment.reference}
    post_entry(
        actor=actor,
        entry_date=received_on,
        description=description,
        source=SOURCE,
        source_id=payment.pk,
        lines=[Leg(MONEY_ACCOUNT[PaymentMethod(method)], debit=amount), Leg("receivables", credit=amount)],
    )
    return payment


def _same_payment(earlier: Payment, connection: Connection, party: Party, amount: Decimal) -> Payment:
    """Return the receipt that the key gave before, if it is of the same act."""
    if (earlier.connection_id, earlier.party_id, earlier.amount) != (connection.pk, party.pk, amount):
        raise PaymentError(gettext_lazy("This key belongs to another payment."), code="key_reused")
    return earlier
