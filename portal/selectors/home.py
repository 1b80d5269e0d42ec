"""What a consumer sees first."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from billing.models import Bill, LedgerEntry
from billing.selectors.balances import balance_of, open_charges
from gis_core.models import User
from meters.models import ConnectionAccess
from meters.selectors.consumption import consumption_history
from outages.models import Outage
from outages.selectors.outages import outages_for
from portal.types import Home, MyConnection, Owed

#: Connections of the first screen whose consumption is drawn; more would make it long and slow.
CHARTS = 3


def list_accesses(user: User) -> list[ConnectionAccess]:
    """Return the user's standing accesses by supply number."""
    return list(
        ConnectionAccess.objects.filter(user=user, ended_at__isnull=True)
        .select_related("connection", "party")
        .order_by("connection__supply_number")
    )


def get_home(user: User, today: date) -> Home:
    """Return all of the first screen: what is owed, the connections, cuts that touch them."""
    accesses = list_accesses(user)
    connections = [
        MyConnection(
            access=access,
            connection=access.connection,
            owed=balance_of(access.connection, access.party),
            last_bill=Bill.objects.issued()
            .filter(connection=access.connection, party=access.party)
            .order_by("-issue_date", "-id")
            .first(),
            history=consumption_history(access.connection, party=access.party) if index < CHARTS else [],
        )
        for index, access in enumerate(accesses)
    ]
    outages: list[Outage] = list(outages_for([access.connection for access in accesses])) if accesses else []
    return Home(owed=_owed(connections, today), connections=connections, outages=outages)


def _owed(connections: Sequence[MyConnection], today: date) -> Owed:
    """Add up balances and what of them is past its date."""
    overdue = Decimal(0)
    since: date | None = None
    for mine in connections:
        for charge in open_charges(mine.connection, mine.access.party):
            if charge.due_date < today:
                overdue += charge.open_amount
                since = charge.due_date if since is None else min(since, charge.due_date)
    return Owed(
        total=sum((mine.owed for mine in connections), Decimal(0)), overdue=overdue, overdue_since=since
    )


def list_ledger(access: ConnectionAccess) -> list[LedgerEntry]:
    """Return the movements of one payer on one connection, newest first."""
    return list(
        LedgerEntry.objects.filter(connection=access.connection, party=access.party)
        .select_related("bill", "payment", "charge")
        .order_by("-entry_date", "-id")
    )
