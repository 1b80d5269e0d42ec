"""Who pays at a connection, on which day."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import QuerySet

from gis_core.models import User
from meters.choices import LiabilityRole
from meters.models import Connection, Liability
from meters.sql.payers_on import PayerRow, payers_on
from parties.models import Party


def payer_on(connection: Connection, day: date) -> Party | None:
    """Return who was liable on the day, None when nobody was."""
    liability = (
        Liability.objects.filter(connection=connection, role=LiabilityRole.PAYER, period__contains=day)
        .select_related("party")
        .first()
    )
    return liability.party if liability is not None else None


def list_payers_on(day: date) -> Iterator[PayerRow]:
    """Yield every connection with who was liable on the day, by supply number; empty where nobody was.

    For files and figures of the whole register: rows come as the database sends them, not all at once.
    """
    return payers_on(day)


def list_liabilities_on(day: date, user: User) -> QuerySet[Liability]:
    """Return the payers of the day at the connections that the user may see, by supply number."""
    return (
        Liability.objects.filter(
            role=LiabilityRole.PAYER, period__contains=day,
            connection__in=Connection.objects.visible_to(user),
        )
        .select_related("connection__route", "party")
        .order_by("connection__supply_number")
    )  # fmt: skip


def owner_on(connection: Connection, day: date) -> Party | None:
    """Return who owns on the day, of several the one who has owned longest; None when no owner is known."""
    owners = Liability.objects.filter(connection=connection, role=LiabilityRole.OWNER, period__contains=day)
    owner = owners.select_related("party").order_by("period", "pk").first()
    return owner.party if owner is not None else None


def payers_of(connections: Iterable[Connection], day: date, user: User) -> dict[int, Party]:
    """Return who is liable on the day by the connection's id, of those whose names the user may read."""
    liable = Liability.objects.filter(
        connection__in=[row.pk for row in connections],
        role=LiabilityRole.PAYER,
        period__contains=day,
        party__in=Party.objects.visible_to(user),
    )
    return {row.connection_id: row.party for row in liable.select_related("party")}


def names_of_payers(connections: Iterable[Connection], day: date, user: User) -> dict[int, str]:
    """Return the names of `payers_of`."""
    return {pk: str(party) for pk, party in payers_of(connections, day, user).items()}
