"""What a cashier finds by scanning a bill or typing words."""

import re
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet
from django.utils import timezone

from billing.models import Bill
from billing.selectors.balances import balance_of
from gis_core.domain.greek import query_keys
from meters.choices import LiabilityRole
from meters.models import Connection, Liability
from parties.models import Party

LIMIT = 12


@dataclass(frozen=True)
class TillRow:
    """A connection with who pays now and what is owed."""

    connection: Connection
    party: Party
    balance: Decimal


def find_at_till(query: str) -> list[TillRow]:
    """Return connections by RF code, bill number, supply number, address or payer's name."""
    today = timezone.localdate()
    liabilities = (
        Liability.objects.filter(role=LiabilityRole.PAYER, period__contains=today)
        .select_related("connection", "party")
        .order_by("connection__supply_number")
    )
    compact = re.sub(r"\s+", "", query).upper()
    bills = Bill.objects.issued()
    number = re.fullmatch(r"([A-ZΑ-Ω]+)-?(\d{4})-?(\d+)", compact)
    if re.fullmatch(r"RF\d{2}\d+", compact):
        liabilities = liabilities.filter(connection__in=bills.filter(rf_code=compact).values("connection"))
    elif number:
        series, year, digits = number.groups()
        liabilities = liabilities.filter(
            connection__in=bills.filter(series_code=series, year=int(year), number=int(digits)).values(
                "connection"
            )
        )
    else:
        exact = liabilities.filter(connection__supply_number=query.strip())
        liabilities = exact if exact.exists() else _by_words(liabilities, query)
    return [
        TillRow(row.connection, row.party, balance_of(row.connection, row.party))
        for row in liabilities[:LIMIT]
    ]


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
