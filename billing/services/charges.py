"""What documents of the register cost: a numbered charge in ledger and journal, taken back by a counter-document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounting.services.journal import post_entry
from accounting.types import Leg
from billing.choices import LedgerKind
from billing.domain.rounding import to_cent
from billing.errors import ChargeError
from billing.models import Charge, ChargeLine, LedgerEntry
from billing.sql.issue import allocate_credits
from billing.sql.statement import execute
from documents.services.series import take_numbers
from gis_core.models import User
from meters.models import Connection, RegisterDocument
from meters.selectors.liabilities import payer_on
from parties.models import Party

#: Number series of charges and of their counter-documents; bills use single letters.
SERIES = "FE"
#: Name of a charge among the journal's sources.
SOURCE = "billing.charge"
PAY_WITHIN_DAYS = 30


@transaction.atomic
def charge_document(*, actor: User | None, document: RegisterDocument) -> Charge | None:
    """Charge the document's fees, once: again, the first charge is returned. None where it costs nothing.

    A document of connection is charged when there is a connection. Whoever the document names pays, or the payer of
    the connection on the day it takes effect; raises ChargeError `no_payer`, and PeriodClosed.
    """
    if document.connection is None:
        return None
    Connection.objects.select_for_update(no_key=True).get(pk=document.connection.pk)
    earlier = Charge.objects.filter(document=document, reverses=None).first()
    lines = _lines_of(document)
    net = sum((line.amount for line in lines), Decimal(0))
    if earlier is not None or not net:
        return earlier
    party = document.party or payer_on(document.connection, document.effective_on)
    if party is None:
        raise ChargeError(_("Nobody pays at this connection: the fees cannot be charged."), code="no_payer")
    return _write(actor, document, document.connection, party, lines)


@transaction.atomic
def take_back_charge(*, actor: User | None, document: RegisterDocument) -> Charge | None:
    """Take the document's charge back by a counter-document; what was paid of it becomes credit.

    None where nothing was charged; again, the first counter-document is returned. Raises PeriodClosed.
    """
    charge = (
        Charge.objects.filter(document=document, reverses=None).select_related("party", "connection").first()
    )
    if charge is None:
        return None
    Connection.objects.select_for_update(no_key=True).get(pk=charge.connection_id)
    earlier = Charge.objects.filter(reverses=charge).first()
    if earlier is not None:
        return earlier
    lines = [
        ChargeLine(
            order=line.order, description=line.description, quantity=-line.quantity, price=line.price,
            amount=-line.amount, vat_percent=line.vat_percent,
        )
        for line in charge.lines.order_by("order")
    ]  # fmt: skip
    return _write(actor, document, charge.connection, charge.party, lines, charge)


def vat_by_rate(lines: Iterable[ChargeLine]) -> dict[Decimal, Decimal]:
    """Return the VAT in euros for each rate, taken once on the sum of its lines, lowest rate first."""
    bases: dict[Decimal, Decimal] = defaultdict(Decimal)
    for line in lines:
        bases[line.vat_percent] += line.amount
    return {
        rate: (1 if bases[rate] >= 0 else -1) * to_cent(abs(bases[rate]) * rate / 100)
        for rate in sorted(bases)
        if rate
    }


def _lines_of(document: RegisterDocument) -> list[ChargeLine]:
    return [
        ChargeLine(
            order=fee.order, description=fee.description, quantity=fee.quantity, price=fee.price,
            amount=to_cent(fee.quantity * fee.price), vat_percent=fee.vat_percent,
        )
        for fee in document.fees.order_by("order")
        if fee.price
    ]  # fmt: skip


def _write(
    actor: User | None,
    document: RegisterDocument,
    connection: Connection,
    party: Party,
    lines: list[ChargeLine],
    reverses: Charge | None = None,
) -> Charge:
    """Number the charge, write its lines, tell ledger and journal, let money at hand cover it."""
    today = timezone.localdate()
    number = take_numbers(code=SERIES, year=today.year, count=1, title=_("Charges of documents"))[0]
    charge = Charge.objects.create(
        series_code=SERIES, year=today.year, number=number, document=document, reverses=reverses,
        connection=connection, party=party, issue_date=today, due_date=today + timedelta(PAY_WITHIN_DAYS),
        net=sum((line.amount for line in lines), Decimal(0)),
        vat=sum(vat_by_rate(lines).values(), Decimal(0)), made_by=actor,
    )  # fmt: skip
    for line in lines:
        line.charge = charge
    ChargeLine.objects.bulk_create(lines)
    total = charge.net + charge.vat
    LedgerEntry.objects.create(
        party=party, connection=connection, kind=LedgerKind.CHARGE, charge=charge, entry_date=today,
        due_date=charge.due_date if reverses is None else None, amount=total,
    )  # fmt: skip
    if reverses is not None:
        execute("cover_reversed", charge_id=reverses.pk, reversal_id=charge.pk, allocated_on=today)
    allocate_credits(connection_ids=[charge.connection_id], allocated_on=today)
    _book(actor, charge, today)
    return charge


def _book(actor: User | None, charge: Charge, today: date) -> None:
    with translation.override("el"):
        words = _("Charge %(number)s") if charge.reverses_id is None else _("Charge taken back %(number)s")
    net, vat = charge.net, charge.vat
    if charge.reverses_id is None:
        legs = [
            Leg("receivables", debit=net + vat),
            Leg("other_income", credit=net),
            Leg("vat_output", credit=vat),
        ]
    else:
        legs = [
            Leg("other_income", debit=-net),
            Leg("vat_output", debit=-vat),
            Leg("receivables", credit=-net - vat),
        ]
    post_entry(
        actor=actor, entry_date=today, description=words % {"number": charge.reference}, source=SOURCE,
        source_id=charge.pk, lines=legs,
    )  # fmt: skip
