"""Finding a connection: by supply number, address, meter or the name of who pays."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q
from django.utils import timezone

from gis_core.domain.greek import query_keys, search_key
from gis_core.models import User
from gis_core.registry import Choice, Chooser
from meters.choices import LiabilityRole
from meters.models import Connection, Installation, Liability
from parties.models import Party

#: So many of those that match are sorted; words that more bear are no search yet.
SORTED = 500
#: Parts the supply number from the address in what a form shows.
_DOT = " · "


def find_connections(query: str, user: User, limit: int) -> Sequence[Connection]:
    """Return connections in the order of supply numbers, those that bear the words themselves first.

    The others are those of a payer, a meter or a number of an earlier system.
    """
    rows = Connection.objects.visible_to(user)
    near = rows.matching(query_keys(query)).order_by().values("pk")[:SORTED]
    found = list(Connection.objects.filter(pk__in=near).order_by("supply_number")[:limit])
    if len(found) < limit:
        others = {*_paid_by(query, user, limit), *_metered_by(query)}
        # Written on the bills of an earlier system, so that people still tell it at the desk.
        earlier = Q(legacy_number=query.strip()) if query.strip() else Q(pk__in=())
        wanted = (Q(pk__in=others) | earlier) & ~Q(pk__in=[row.pk for row in found])
        found += rows.filter(wanted).order_by("supply_number")[: limit - len(found)]
    return found


def _paid_by(query: str, user: User, limit: int) -> list[int]:
    """Return connections that somebody of that name pays for today."""
    payers = Party.objects.visible_to(user).matching_for(query, user).values_list("pk", flat=True)[:limit]
    liable = Liability.objects.filter(
        party__in=list(payers), role=LiabilityRole.PAYER, period__contains=timezone.localdate()
    )
    return list(liable.values_list("connection_id", flat=True)[:limit])


def _metered_by(text: str) -> list[int]:
    """Return connections on which a meter of that serial number hangs or hung."""
    serial = text.strip()
    # Written out, so that the index on the serial number is used.
    hung = Installation.objects.filter(meter__serial__in={serial, serial.upper()})
    return list(hung.values_list("connection_id", flat=True))


def read_supply_number(text: str) -> str:
    """Return the supply number that begins the text of a choice, or is the whole of it."""
    return text.partition(_DOT)[0].strip()


def get_connection(text: str, user: User) -> Connection | None:
    """Return the connection of the supply number, or of the meter that hangs there today.

    None when there is none, or when the address after the number is another's.
    """
    number, _dot, address = text.partition(_DOT)
    rows = Connection.objects.visible_to(user)
    found = rows.filter(supply_number=number.strip()).first()
    if found is None:
        today = timezone.localdate()
        hung = Installation.objects.filter(meter__serial=number.strip(), period__contains=today)
        found = rows.filter(pk__in=hung.values("connection")).first()
    words = search_key(address).split()
    return found if found is not None and all(word in found.search_key for word in words) else None


def describe_connection(connection: Connection, user: User) -> Choice:
    """Return the supply number and the address, with the use and the state beside them."""
    text = _DOT.join(part for part in (connection.supply_number, connection.address) if part)
    return Choice(text, f"{connection.get_use_display()}, {connection.get_status_display()}")


CONNECTIONS = Chooser("meters:connection_choices", find_connections, get_connection, describe_connection)
