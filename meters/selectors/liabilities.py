"""Who pays at a connection, on which day."""

from collections.abc import Iterable
from datetime import date

from gis_core.models import User
from meters.choices import LiabilityRole
from meters.models import Connection, Liability
from parties.models import Party


def payer_on(connection: Connection, day: date) -> Party | None:
    """Return who was liable on the day, None when nobody was."""
    liability = (
        Liability.objects.filter(connection=connection, role=LiabilityRole.PAYER, period__contains=day)
        .select_related("party")
        .first()
    )
    return liability.party if liability is not None else None


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
