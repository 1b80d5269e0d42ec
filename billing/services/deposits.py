"""Payments that a bank collected on one day, taken together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounting.services.journal import post_entry
from accounting.types import Leg
from billing.choices import PaymentMethod
from billing.domain.rounding import to_cent
from billing.errors import PaymentError
from billing.models import Payment
from billing.services.payments import SERIES
from billing.sql.issue import allocate_credits
from billing.sql.statement import execute
from billing.types import Deposit
from documents.services.series import take_numbers
from gis_core.models import User
from meters.models import Connection

SOURCE = "billing.deposits"


@transaction.atomic
def receive_deposits(*, actor: User | None, received_on: date, deposits: Sequence[Deposit]) -> int:
    """Take what a bank collected on a day: numbered receipts, ledger, oldest charges covered, one journal entry.

    A deposit whose key is there already is left out, so a file can be sent twice. Returns how many were new. Raises
    PaymentError `amount`, `future`, `early`, `key_reused` where two deposits given together bear one key, PeriodClosed.
    """
    wrong = next((d for d in deposits if d.amount <= 0 or d.amount != to_cent(d.amount)), None)
    if wrong is not None:
        raise PaymentError(_("The amount must be positive, in whole cents."), code="amount")
    if received_on > timezone.localdate():
        raise PaymentError(_("Money cannot be received on a day to come."), code="future")
    if len({deposit.key for deposit in deposits}) < len(deposits):
        raise PaymentError(_("This key belongs to another payment."), code="key_reused")
    connection_ids = sorted({deposit.connection_id for deposit in deposits})
    held = Connection.objects.select_for_update(no_key=True).filter(pk__in=connection_ids).order_by("pk")
    if any(received_on < connection.opened_on for connection in held):
        raise PaymentError(_("Money cannot be received before the connection was opened."), code="early")
    known = set(
        Payment.objects.filter(key__in=[deposit.key for deposit in deposits]).values_list("key", flat=True)
    )
    new = [deposit for deposit in deposits if deposit.key not in known]
    if not new:
        return 0
    year = received_on.year
    numbers = take_numbers(code=SERIES, year=year, count=len(new), title=_("Receipts"))
    execute(
        "insert_payments",
        keys=[deposit.key for deposit in new],
        connection_ids=[deposit.connection_id for deposit in new],
        party_ids=[deposit.party_id for deposit in new],
        amounts=[deposit.amount for deposit in new],
        series=SERIES, year=year, first_number=numbers[0], method=PaymentMethod.BANK.value,
        received_on=received_on, user_id=actor.pk if actor else None,
    )  # fmt: skip
    allocate_credits(connection_ids=connection_ids, allocated_on=received_on)
    total = sum((deposit.amount for deposit in new), Decimal(0))
    with translation.override("el"):
        description = _("Bank collection of %(day)s") % {"day": f"{received_on:%d/%m/%Y}"}
    first = Payment.objects.get(series_code=SERIES, year=year, number=numbers[0])
    post_entry(
        actor=actor, entry_date=received_on, description=description, source=SOURCE, source_id=first.pk,
        lines=[Leg("bank", debit=total), Leg("receivables", credit=total)],
    )  # fmt: skip
    return len(new)
