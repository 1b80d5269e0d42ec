"""What each kind of document does to the register: one object an effect.

`check` refuses what the register does not allow, before it is drafted and again before it is approved; `execute`
changes the register. Cancelling puts `before` back where `is_put_back`; a meter that was hung has readings of its own,
which are never deleted: its document is undone by the kind's reversal.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _

from gis_core.models import User
from meters.choices import (
    ConnectionStatus,
    DocumentEffect,
    LocationOrigin,
    ReadingSource,
    StopValveState,
)
from meters.domain.meter_lines import NewMeter
from meters.errors import DocumentRefused
from meters.models import Connection, Installation, Meter, RegisterDocument
from meters.selectors.hanging import list_hanging
from meters.services.connection_changes import change_status, set_stop_valve
from meters.services.connections import register_connection
from meters.services.documents.given import Execution
from meters.services.installations import Hanging, change_meter, remove_meter
from meters.services.moves import Move, move_payer
from meters.services.positions import take_position
from meters.services.readings import record_reading

RUNNING = (ConnectionStatus.ACTIVE,)
STOPPED = (ConnectionStatus.SUSPENDED, ConnectionStatus.CUT)


class Effect:
    """What a document does; each effect says it of its own."""

    #: In these states of the connection the document makes sense.
    allowed: tuple[ConnectionStatus, ...] = (*RUNNING, *STOPPED)
    #: Asks for what the meters that hang there show.
    asks_readings = True
    #: Asks for the meter that is hung.
    asks_meter = False
    is_put_back = True

    def check(self, document: RegisterDocument) -> None:
        """Raise DocumentRefused where the register does not allow it."""
        connection = document.connection
        if connection is not None and connection.status not in self.allowed:
            raise DocumentRefused(
                _("The connection is “%(status)s”: this document does not fit it.")
                % {"status": connection.get_status_display()},
                code="wrong_status",
            )

    def execute(self, actor: User, document: RegisterDocument, done: Execution) -> Connection:
        """Change the register; return the connection. Raises what the services that it calls raise."""
        raise NotImplementedError  # each effect says it of its own


class Connect(Effect):
    """A new connection with its meter, first reading and payer; or a removed one gets a meter again."""

    allowed = (ConnectionStatus.REMOVED,)
    asks_readings = False
    asks_meter = True
    is_put_back = False

    def check(self, document: RegisterDocument) -> None:
        """Refuse a number that stands in the register, and a new connection that nobody pays for."""
        super().check(document)
        if document.connection is not None:
            return
        number = str(document.data.get("cells", {}).get("supply_number", "")).strip()
        if not number:
            raise DocumentRefused(_("Write the supply number."), code="no_supply_number")
        if Connection.objects.filter(supply_number=number).exists():
            raise DocumentRefused(
                _("The supply number %(number)s stands in the register already.") % {"number": number},
                code="supply_number_taken",
            )
        if document.party is None and not document.data["cells"].get("payer_name"):
            raise DocumentRefused(_("Say who pays."), code="no_payer")

    def execute(self, actor: User, document: RegisterDocument, done: Execution) -> Connection:
        """Register it, or hang a meter on the removed one and let water run."""
        meter = _meter_of(done)
        if document.connection is not None:
            hang(actor, document.connection, done, slot=1)
            return let_run(actor, document)
        cells = {
            **document.data["cells"], "opened_on": done.executed_on.isoformat(), "meter_serial": meter.serial,
            "meter_diameter": str(meter.diameter_mm), "meter_digits": str(meter.digits),
            "start_reading": f"{done.start_m3:.3f}".replace(".", ","),
        }  # fmt: skip
        connection = register_connection(actor=actor, cells=cells, payer=document.party)
        hung = connection.installations.get()
        if done.seal_number:
            Installation.objects.filter(pk=hung.pk).update(seal_number=done.seal_number.strip())
        stand(actor, hung, done)
        return connection


class Disconnect(Effect):
    """Water stops: a closing reading, the stop valve shut, the status says why."""

    allowed = RUNNING

    def execute(self, actor: User, document: RegisterDocument, done: Execution) -> Connection:
        """Read the meters, shut the valve."""
        connection = read_all(actor, document, done)
        shut = StopValveState.SEALED if done.seal_number else StopValveState.CLOSED
        status = ConnectionStatus.CUT if document.data.get("is_for_debt") else ConnectionStatus.SUSPENDED
        set_stop_valve(actor=actor, connection=connection, state=shut, reason=document.reference)
        return change_status(actor=actor, connection=connection, status=status, reason=document.reference)


class Reconnect(Effect):
    """Water runs again from a reading on."""

    allowed = STOPPED

    def execute(self, actor: User, document: RegisterDocument, done: Execution) -> Connection:
        """Read the meters, open the valve."""
        read_all(actor, document, done)
        return let_run(actor, document)


class Exchange(Effect):
    """The meter of a place goes with its last reading and another comes with its first."""

    asks_meter = True
    is_put_back = False

    def check(self, document: RegisterDocument) -> None:
        """Refuse where no meter hangs at the place."""
        super().check(document)
        _hanging_at(document)

    def execute(self, actor: User, document: RegisterDocument, done: Execution) -> Connection:
        """Exchange it."""
        present = _hanging_at(document)
        _meter_of(done)
        last = done.readings_m3.get(present.pk)
        if last is None:
            raise DocumentRefused(_("Write what the meter that goes shows."), code="reading_missing")
        hang(actor, present.connection, done, slot=present.slot, last_m3=last)
        return present.connection


class Transfer(Effect):
    """One payer goes and another comes, with what the meters show on that day."""

    def check(self, document: RegisterDocument) -> None:
        """Refuse without the one who comes."""
        super().check(document)
        if document.party is None:
            raise DocumentRefused(_("Say who pays from then on."), code="no_payer")

    def execute(self, actor: User, document: RegisterDocument, done: Execution) -> Connection:
        """Move the liability to the day that the document names."""
        connection = _connection_of(document)
        move = Move(
            moved_on=document.effective_on, readings_m3=done.readings_m3, in_party=document.party,
            is_tenant=bool(document.data.get("is_tenant")),
        )  # fmt: skip
        move_payer(actor=actor, connection=connection, move=move)
        return connection


class Remove(Effect):
    """The meters go with their last readings and the connection is removed."""

    def execute(self, actor: User, document: RegisterDocument, done: Execution) -> Connection:
        """Take every meter down."""
        connection = _connection_of(document)
        for present in list_hanging(connection, done.executed_on):
            last = done.readings_m3.get(present.pk)
            if last is None:
                raise DocumentRefused(_("Write what every meter that goes shows."), code="reading_missing")
            remove_meter(
                actor=actor,
                connection=connection,
                removed_on=done.executed_on,
                last_m3=last,
                slot=present.slot,
            )
        set_stop_valve(
            actor=actor, connection=connection, state=StopValveState.CLOSED, reason=document.reference
        )
        return change_status(
            actor=actor, connection=connection, status=ConnectionStatus.REMOVED, reason=document.reference
        )


EFFECTS: Mapping[DocumentEffect, Effect] = {
    DocumentEffect.CONNECT: Connect(),
    DocumentEffect.DISCONNECT: Disconnect(),
    DocumentEffect.RECONNECT: Reconnect(),
    DocumentEffect.EXCHANGE: Exchange(),
    DocumentEffect.TRANSFER: Transfer(),
    DocumentEffect.REMOVE: Remove(),
}


def effect_of(document: RegisterDocument) -> Effect:
    """Return what the document does."""
    return EFFECTS[DocumentEffect(document.kind.effect)]


def readings_of(data: Mapping[str, Mapping[str, str]]) -> dict[int, Decimal]:
    """Return the readings that a draft keeps, by installation, in cubic metres."""
    return {int(key): Decimal(value) for key, value in data.get("readings", {}).items()}


def let_run(actor: User, document: RegisterDocument) -> Connection:
    """Open the stop valve and say that water runs."""
    connection = _connection_of(document)
    set_stop_valve(actor=actor, connection=connection, state=StopValveState.OPEN, reason=document.reference)
    return change_status(
        actor=actor, connection=connection, status=ConnectionStatus.ACTIVE, reason=document.reference
    )


def read_all(actor: User, document: RegisterDocument, done: Execution) -> Connection:
    """Write what every meter that hangs there shows; the first one gets its place from where one stood."""
    connection = _connection_of(document)
    hanging = list_hanging(connection, done.executed_on)
    for installation in hanging:
        value = done.readings_m3.get(installation.pk)
        if value is None:
            raise DocumentRefused(_("Write what every meter there shows."), code="reading_missing")
        record_reading(
            actor=actor, installation=installation, read_on=done.executed_on, value_m3=value,
            source=ReadingSource.READER,
        )  # fmt: skip
    if hanging:
        stand(actor, hanging[0], done)
    return connection


def hang(
    actor: User, connection: Connection, done: Execution, *, slot: int, last_m3: Decimal | None = None
) -> None:
    """Hang the meter that was told, with its first reading, seal and place."""
    hung = change_meter(
        actor=actor, connection=connection, new=_meter_of(done), changed_on=done.executed_on, last_m3=last_m3,
        start_m3=done.start_m3, hanging=Hanging(slot, done.seal_number),
    )  # fmt: skip
    stand(actor, hung, done)


def stand(actor: User, installation: Installation, done: Execution) -> None:
    """Take where the technician stood for the meter's place, where it is sure enough."""
    if done.point is not None:
        take_position(
            actor=actor, installation=installation, point=done.point, accuracy_m=done.accuracy_m,
            origin=LocationOrigin.TECHNICIAN,
        )  # fmt: skip


def _meter_of(done: Execution) -> NewMeter:
    if done.meter is None or not done.meter.serial.strip():
        raise DocumentRefused(_("Write the number of the meter that is hung."), code="meter_missing")
    known = Meter.objects.filter(serial=done.meter.serial.strip()).first()
    if known is None:
        return replace(done.meter, serial=done.meter.serial.strip())
    return NewMeter(known.serial, diameter_mm=known.diameter_mm, digits=known.digits)


def _connection_of(document: RegisterDocument) -> Connection:
    if document.connection is None:
        raise DocumentRefused(_("Say which connection it is about."), code="no_connection")
    return document.connection


def _hanging_at(document: RegisterDocument) -> Installation:
    slot = int(document.data.get("slot", 1))
    hanging = _connection_of(document).installations.filter(slot=slot, period__upper_inf=True)
    present = hanging.select_related("connection", "meter").first()
    if present is None:
        raise DocumentRefused(_("No meter hangs there."), code="no_meter")
    return present
