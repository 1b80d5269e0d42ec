"""What the card of a connection tells of money: the balance and, for each payer, the movements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from billing.models import LedgerEntry
from billing.selectors.balances import balance_of, ledger_of, open_charges
from billing.types import LedgerRow
from meters.models import Connection
from meters.selectors.liabilities import payer_on
from parties.models import Party


@dataclass(frozen=True)
class PayerLedger:
    """The movements of one payer on a connection, newest first, in euros."""

    party: Party
    pays_now: bool
    balance: Decimal
    rows: list[LedgerRow]


@dataclass(frozen=True)
class CardBalance:
    """What the payer of today owes on a connection, in euros, and since when something is overdue."""

    owed: Decimal
    overdue: Decimal
    overdue_since: date | None


def get_card_balance(connection: Connection, today: date) -> CardBalance | None:
    """Return what the payer of today owes; None where nobody pays."""
    party = payer_on(connection, today)
    if party is None:
        return None
    late = [charge for charge in open_charges(connection, party) if charge.due_date < today]
    return CardBalance(
        owed=balance_of(connection, party),
        overdue=sum((charge.open_amount for charge in late), Decimal(0)),
        overdue_since=min((charge.due_date for charge in late), default=None),
    )


def list_ledgers(connection: Connection, today: date) -> list[PayerLedger]:
    """Return the ledger of everybody who was ever charged on the connection, the payer of today first."""
    now = payer_on(connection, today)
    charged = LedgerEntry.objects.filter(connection=connection).values("party").distinct()
    parties = sorted(Party.objects.filter(pk__in=charged), key=lambda party: (party != now, -party.pk))
    ledgers = []
    for party in parties:
        rows = ledger_of(connection, party)
        balance = rows[-1].balance if rows else Decimal(0)
        ledgers.append(PayerLedger(party, party == now, balance, rows[::-1]))
    return ledgers
