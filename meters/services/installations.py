"""Meters hung on connections, exchanged, taken down and hung again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from gis_core.models import User
from meters.choices import ReadingSource
from meters.domain.meter_lines import NewMeter
from meters.errors import InstallationRefused, ReadingRefused, StartRefused
from meters.models import Connection, Installation, Meter
from meters.services.readings import record_reading


@dataclass(frozen=True)
class Hanging:
    """How a meter hangs: its place on the connection (1, or a further meter's number) and its seal."""

    slot: int = 1
    seal_number: str = ""


#: The only meter of a connection, without a seal.
FIRST_PLACE = Hanging()


@transaction.atomic
def change_meter(
    *,
    actor: User | None,
    connection: Connection,
    new: NewMeter,
    changed_on: date,
    last_m3: Decimal | None,
    start_m3: Decimal,
    hanging: Hanging = FIRST_PLACE,
) -> Installation:
    """Hang the meter of the serial number in place of the present one, or as the first without a last reading.

    A number that is not in the register yet becomes a new meter; what the register says of a known one stands.
    Raises InstallationRefused and ReadingRefused like the acts it is made of; then no meter was registered either.
    """
    meter, _made = Meter.objects.get_or_create(serial=new.serial.strip(), defaults=_particulars(new))
    if last_m3 is None:
        return install_meter(
            actor=actor, connection=connection, meter=meter, since=changed_on, start_m3=start_m3,
            hanging=hanging,
        )  # fmt: skip
    return exchange_meter(
        actor=actor, connection=connection, meter=meter, exchanged_on=changed_on, last_m3=last_m3,
        start_m3=start_m3, hanging=hanging,
    )  # fmt: skip


def _particulars(new: NewMeter) -> dict[str, object]:
    return {name: value for name, value in asdict(new).items() if name != "serial"}


@transaction.atomic
def install_meter(
    *,
    actor: User | None,
    connection: Connection,
    meter: Meter,
    since: date,
    start_m3: Decimal,
    hanging: Hanging = FIRST_PLACE,
) -> Installation:
    """Hang the meter on the connection from the day on, with its first reading in cubic metres.

    Raises InstallationRefused when the meter is scrapped, or it or its place on the connection is not free from that
    day on, StartRefused when the reading cannot be true.
    """
    Connection.objects.select_for_update(of=("self",)).get(pk=connection.pk)
    held = Meter.objects.select_for_update(of=("self",)).get(pk=meter.pk)
    if held.scrapped_on is not None:
        raise InstallationRefused(_("This meter is scrapped: bring it back to the store first."))
    later = DateRange(since, None)
    if connection.installations.filter(slot=hanging.slot, period__overlap=later).exists():
        raise InstallationRefused(_("Another meter hangs on this connection at that time."))
    if meter.installations.filter(period__overlap=later).exists():
        raise InstallationRefused(_("This meter hangs elsewhere at that time."))
    with _nothing_overlaps():
        installation = Installation.objects.create(
            connection=connection, meter=meter, period=later, slot=hanging.slot,
            seal_number=hanging.seal_number.strip(),
        )  # fmt: skip
    try:
        record_reading(
            actor=actor,
            installation=installation,
            read_on=since,
            value_m3=start_m3,
            source=ReadingSource.INSTALLATION,
        )
    except ReadingRefused as error:
        raise StartRefused(str(error), code=error.code) from None
    return installation


@transaction.atomic
def exchange_meter(
    *,
    actor: User | None,
    connection: Connection,
    meter: Meter,
    exchanged_on: date,
    last_m3: Decimal,
    start_m3: Decimal,
    hanging: Hanging = FIRST_PLACE,
) -> Installation:
    """End the present meter on the day with its last reading and hang another from the same day on.

    Raises InstallationRefused when no meter hangs there or the other is the same one, ReadingRefused when the last
    reading cannot be true and StartRefused when the first one cannot.
    """
    Connection.objects.select_for_update(of=("self",)).get(pk=connection.pk)
    present = _present(connection, hanging.slot, exchanged_on)
    if present.meter_id == meter.pk:
        raise InstallationRefused(_("This is the number of the meter that hangs here now."))
    _take_down(actor, present, exchanged_on, last_m3)
    return install_meter(
        actor=actor,
        connection=connection,
        meter=meter,
        since=exchanged_on,
        start_m3=start_m3,
        hanging=hanging,
    )


@transaction.atomic
def remove_meter(
    *, actor: User | None, connection: Connection, removed_on: date, last_m3: Decimal, slot: int = 1
) -> Installation:
    """Take the present meter down on the day with its last reading (m³); it is in store from then on.

    Raises InstallationRefused when no meter hung there before that day or it was read later, ReadingRefused when the
    last reading cannot be true.
    """
    Connection.objects.select_for_update(of=("self",)).get(pk=connection.pk)
    present = _present(connection, slot, removed_on)
    _take_down(actor, present, removed_on, last_m3)
    return present


@transaction.atomic
def reinstall_meter(
    *,
    actor: User | None,
    connection: Connection,
    since: date,
    start_m3: Decimal,
    hanging: Hanging = FIRST_PLACE,
) -> Installation:
    """Hang the meter that was last taken down from this place again, at the place that is known of it.

    Raises InstallationRefused when none hung there before, or like `install_meter`.
    """
    before = (
        connection.installations.filter(slot=hanging.slot, period__upper_inf=False)
        .select_related("meter")
        .order_by("-period")
        .first()
    )
    if before is None:
        raise InstallationRefused(_("No meter hung here before."))
    installation = install_meter(
        actor=actor,
        connection=connection,
        meter=before.meter,
        since=since,
        start_m3=start_m3,
        hanging=hanging,
    )
    if before.geom is not None:
        installation.geom, installation.geom_accuracy_m = before.geom, before.geom_accuracy_m
        installation.geom_origin, installation.located_at = before.geom_origin, before.located_at
        installation.save(update_fields=["geom", "geom_accuracy_m", "geom_origin", "located_at"])
    return installation


@transaction.atomic
def change_seal(*, actor: User | None, installation: Installation, seal_number: str) -> Installation:
    """Write down the number of the seal that is on the meter now."""
    Installation.objects.filter(pk=installation.pk).update(seal_number=seal_number.strip())
    installation.refresh_from_db(fields=["seal_number"])
    return installation


def _present(connection: Connection, slot: int, day: date) -> Installation:
    """Return what hangs at the place and hung there before the day."""
    present = (
        connection.installations.filter(slot=slot, period__upper_inf=True)
        .select_related("meter", "connection")
        .first()
    )
    if present is None or present.period.lower >= day:
        raise InstallationRefused(_("No meter hung here before that day."))
    return present


def _take_down(actor: User | None, present: Installation, day: date, last_m3: Decimal) -> None:
    """End the installation on the day with its last reading."""
    if present.readings.filter(read_on__gt=day, stands=True).exists():
        raise InstallationRefused(_("The present meter was read after that day."))
    record_reading(
        actor=actor, installation=present, read_on=day, value_m3=last_m3, source=ReadingSource.REMOVAL
    )
    present.period = DateRange(present.period.lower, day)
    present.save(update_fields=["period"])


@contextmanager
def _nothing_overlaps() -> Iterator[None]:
    """Say in a sentence what the database's own constraints refuse of what others wrote meanwhile."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        text = str(error)
        if "installation_one_meter" in text:
            raise InstallationRefused(_("Another meter hangs on this connection at that time.")) from None
        if "installation_meter_one_place" in text:
            raise InstallationRefused(_("This meter hangs elsewhere at that time.")) from None
        raise
