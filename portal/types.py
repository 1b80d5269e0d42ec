"""Values that cross the layers of the consumers' site."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from billing.models import Bill
from meters.models import Connection, ConnectionAccess
from meters.types import PeriodConsumption
from outages.models import Outage


@dataclass(frozen=True)
class Owed:
    """What a consumer owes now over all claimed connections, in euros."""

    total: Decimal
    overdue: Decimal
    overdue_since: date | None


@dataclass(frozen=True)
class MyConnection:
    """A claimed connection as the first screen shows it."""

    access: ConnectionAccess
    connection: Connection
    owed: Decimal
    last_bill: Bill | None
    history: list[PeriodConsumption]


@dataclass(frozen=True)
class Home:
    """All of the first screen."""

    owed: Owed
    connections: list[MyConnection]
    outages: list[Outage]
