"""Moving in and out: who paid, who pays, what every meter showed that day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from gis_core.models import User
from meters.choices import LiabilityRole, ReadingSource
from meters.errors import LiabilityRefused, ReadingRefused
from meters.events import payer_moved
from meters.models import Connection, Liability
from meters.selectors.hanging import list_hanging
from meters.selectors.liabilities import owner_on
from meters.services.liabilities import end_role, set_liability, set_role
from meters.services.readings import record_reading
from parties.choices import ContactKind
from parties.models import Party
from parties.services.parties import add_contact


@dataclass(frozen=True)
class Move:
    """What is told at the desk: the day, who comes, what each meter (by its installation) shows in cubic metres.

    Without somebody who comes the owner takes over. The address is where the one who goes can be written to.
    """

    moved_on: date
    readings_m3: Mapping[int, Decimal]
    in_party: Party | None = None
    is_tenant: bool = False
    forwarding_address: str = ""


@transaction.atomic
def move_payer(*, actor: User | None, connection: Connection, move: Move) -> Liability:
    """Let one payer go and another come on a day, with the reading of every meter that hangs there.

    The one who goes is liable until the day before and no longer a tenant; whoever comes is liable from the day on.
    `meters.events.payer_moved` tells both bills. Raises LiabilityRefused when nobody paid before, nobody is known to
    take over or the two are the same, ReadingRefused when a reading lacks or cannot be true; then nothing changed.
    """
    Connection.objects.select_for_update(of=("self",)).get(pk=connection.pk)
    leaving = _payer_before(connection, move.moved_on)
    coming = move.in_party or _owner_on(connection, move.moved_on)
    if coming.pk == leaving.party_id:
        raise LiabilityRefused(_("Whoever goes and whoever comes are the same."), code="same_party")
    liability = set_liability(actor=actor, connection=connection, party=coming, since=move.moved_on)
    _change_tenants(actor, connection, leaving.party, coming, move)
    _write_readings(actor, connection, move)
    if move.forwarding_address.strip():
        add_contact(
            actor=actor, party=leaving.party, kind=ContactKind.POST, value=move.forwarding_address,
            is_preferred=True,
        )  # fmt: skip
    payer_moved.send(
        sender=None, connection=connection, out_party=leaving.party, in_party=coming, moved_on=move.moved_on,
        actor=actor,
    )  # fmt: skip
    return liability


def _payer_before(connection: Connection, day: date) -> Liability:
    paying = connection.liabilities.filter(role=LiabilityRole.PAYER, period__startswith__lt=day)
    leaving = paying.filter(period__upper_inf=True).select_related("party").first()
    if leaving is None:
        raise LiabilityRefused(_("Nobody paid here before that day."), code="nobody_paid")
    return leaving


def _owner_on(connection: Connection, day: date) -> Party:
    owner = owner_on(connection, day)
    if owner is None:
        raise LiabilityRefused(_("No owner is known here on that day: choose who comes."), code="no_owner")
    return owner


def _change_tenants(
    actor: User | None, connection: Connection, leaving: Party, coming: Party, move: Move
) -> None:
    """End the tenancy of the one who goes; begin that of a tenant who comes."""
    day = move.moved_on
    renting = connection.liabilities.filter(role=LiabilityRole.TENANT, period__contains=day)
    for tenancy in renting.filter(party=leaving, period__startswith__lt=day):
        end_role(actor=actor, liability=tenancy, until=day)
    if move.is_tenant and not renting.filter(party=coming).exists():
        set_role(actor=actor, connection=connection, party=coming, role=LiabilityRole.TENANT, since=day)


def _write_readings(actor: User | None, connection: Connection, move: Move) -> None:
    hanging = list_hanging(connection, move.moved_on)
    if {row.pk for row in hanging} != set(move.readings_m3):
        raise ReadingRefused(
            _("Give the reading of that day for every meter of the connection."), code="reading_missing"
        )
    for installation in hanging:
        record_reading(
            actor=actor, installation=installation, read_on=move.moved_on,
            value_m3=move.readings_m3[installation.pk], source=ReadingSource.OFFICE,
        )  # fmt: skip
