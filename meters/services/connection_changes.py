"""What the register says of a connection, changed: particulars, place, stop valve, status."""

from __future__ import annotations

from dataclasses import dataclass

import pghistory
from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils.translation import gettext as _

from gis_core.domain.greek import double_key
from gis_core.models import User
from meters.choices import ConnectionStatus, StopValveState, UseKind
from meters.errors import ConnectionRefused
from meters.models import Connection, Route
from meters.services.sentences import sentence
from meters.sql import connection_import
from network.models import ServiceLine, Street
from network.selectors.pipes import nearest_pipe


@dataclass(frozen=True)
class Particulars:
    """What can be changed of a connection; the point is EPSG:2100, None where it stays.

    Without a position on a route that is new to it the connection comes last there.
    """

    use: UseKind
    households: int
    people: int
    has_sewer: bool
    street: str
    house_number: str
    postcode: str
    route: str
    route_position: int | None
    service_line: ServiceLine | None
    shutoff_state: StopValveState
    shutoff_note: str
    legacy_number: str
    point: Point | None = None


@transaction.atomic
def change_connection(*, actor: User | None, connection: Connection, given: Particulars) -> Connection:
    """Change what the register says of the connection; a new point moves it to the nearest water pipe within 200 m.

    Raises ConnectionRefused with the column that is wrong: an unknown route, a position that another connection has.
    """
    connection_import.wait_for_others()
    held = Connection.objects.select_for_update(of=("self",)).get(pk=connection.pk)
    _place_on_route(held, given)
    if given.point is not None:
        held.geom = given.point
        pipe = nearest_pipe(given.point)
        held.pipe_id = pipe.pipe_id if pipe is not None else None
        held.pipe_fraction = pipe.fraction if pipe is not None else None
    street = given.street.strip()
    held.street = (
        Street.objects.filter(search_key=double_key(street)).order_by("pk").first() if street else None
    )
    held.house_number, held.postcode = given.house_number.strip(), given.postcode.replace(" ", "")
    held.address = " ".join(part for part in (street, held.house_number) if part)[:200]
    held.search_key = double_key(f"{held.supply_number} {held.address}")
    held.use, held.households, held.people = given.use, given.households, given.people
    held.has_sewer, held.service_line = given.has_sewer, given.service_line
    held.shutoff_state, held.shutoff_note = given.shutoff_state, given.shutoff_note.strip()
    held.legacy_number = given.legacy_number.strip()
    held.save()
    return held


@transaction.atomic
def change_status(
    *, actor: User | None, connection: Connection, status: ConnectionStatus, reason: str
) -> Connection:
    """Say whether water runs, and why; the reason stands in the history. The same status again changes nothing.

    Raises ConnectionRefused without a reason (no_reason) and for a removal while a meter hangs there (meter_hangs).
    """
    if not reason.strip():
        raise ConnectionRefused(_("Say why the status changes."), code="no_reason", column="reason")
    held = Connection.objects.select_for_update(of=("self",)).get(pk=connection.pk)
    if held.status == status:
        return held
    if status == ConnectionStatus.REMOVED and held.installations.filter(period__upper_inf=True).exists():
        raise ConnectionRefused(
            _("A meter hangs on this connection: take it down first."), code="meter_hangs", column="status"
        )
    who = {"user": actor.pk} if actor is not None else {}
    with pghistory.context(**who, reason=reason.strip()):
        held.status = status
        held.save(update_fields=["status"])
    return held


@transaction.atomic
def set_stop_valve(
    *, actor: User | None, connection: Connection, state: StopValveState, reason: str
) -> Connection:
    """Say how the stop valve before the meter stands, and why; the reason stands in the history."""
    held = Connection.objects.select_for_update(of=("self",)).get(pk=connection.pk)
    if held.shutoff_state == state:
        return held
    who = {"user": actor.pk} if actor is not None else {}
    with pghistory.context(**who, reason=reason.strip()):
        held.shutoff_state = state
        held.save(update_fields=["shutoff_state"])
    return held


def _place_on_route(held: Connection, given: Particulars) -> None:
    """Set the route and the position on it, last where none is given on a new route."""
    route = Route.objects.filter(code=given.route.strip()).first()
    if route is None:
        raise ConnectionRefused(
            _("There is no route %(code)s.") % {"code": given.route}, code="unknown_route", column="route"
        )
    position = given.route_position
    if position is None:
        stays = route.pk == held.route_id
        position = held.route_position if stays else connection_import.next_position(route.code)
    others = Connection.objects.filter(route=route, route_position=position).exclude(pk=held.pk)
    if others.exists():
        raise ConnectionRefused(
            sentence("position_taken", "route_position", str(position)),
            code="position_taken", column="route_position",
        )  # fmt: skip
    held.route, held.route_position = route, position
