"""What a cashier finds by scanning a bill or typing words."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet
from django.utils import timezone

from billing.models import Bill
from billing.selectors.balances import balance_of
from gis_core.domain.greek import latin_key, query_keys
from meters.choices import LiabilityRole
from meters.models import Connection, Liability
from meters.selectors.liabilities import payer_on
from parties.models import Party

LIMIT = 12


@dataclass(frozen=True)
class TillRow:
    """A connection with who pays and what they owe there."""

    connection: Connection
    party: Party
    balance: Decimal
    #: The bill that was scanned, where another than its payer pays at the connection today.
    former_bill_id: int | None = None


def find_at_till(query: str) -> list[TillRow]:
    """Return connections by RF code, bill number, supply number, address or payer's name.

    Money for a bill is its payer's, also when another pays at the connection by now.
    """
    today = timezone.localdate()
    liabilities = (
        Liability.objects.filter(role=LiabilityRole.PAYER, period__contains=today)
        .select_related("connection", "party")
        .order_by("connection__supply_number")
    )
    compact = re.sub(r"\s+", "", query).upper()
    bills = Bill.objects.issued()
    number = re.fullmatch(r"([A-ZΑ-Ω]+)-?(\d{4})-?(\d{1,9})", compact)
    if re.fullmatch(r"RF\d{2}\d+", compact):
        return _of_bills(bills.filter(rf_code=compact), today)
    if number:
        series, year, digits = number.groups()
        return _of_bills(
            bills.filter(series_code=latin_key(series), year=int(year), number=int(digits)), today
        )
    exact = liabilities.filter(connection__supply_number=query.strip())
    liabilities = exact if exact.exists() else _by_words(liabilities, query)
    return [
        TillRow(row.connection, row.party, balance_of(row.connection, row.party))
        for row in liabilities[:LIMIT]
    ]


def _of_bills(bills: QuerySet[Bill], today: date) -> list[TillRow]:
    """Return the bills' connections with the payers whom the bills name."""
    rows = []
    for bill in bills.select_related("connection", "party")[:LIMIT]:
        is_former = payer_on(bill.connection, today) != bill.party
        balance = balance_of(bill.connection, bill.party)
        rows.append(TillRow(bill.connection, bill.party, balance, bill.pk if is_former else None))
    return rows


def _by_words(liabilities: QuerySet[Liability], query: str) -> QuerySet[Liability]:
    """Keep those whose payer's name or address holds the words, Greek or Latin."""
    keys = query_keys(query)
    by_name = Party.objects.none()
    by_place = Connection.objects.none()
    for key in keys:
        by_name = by_name | Party.objects.filter(search_key__contains=key)
        by_place = by_place | Connection.objects.filter(search_key__contains=key)
    return liabilities.filter(party__in=by_name.values("pk")) | liabilities.filter(
        connection__in=by_place.values("pk")
    )
