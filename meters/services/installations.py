"""Meters hung on connections and exchanged."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from gis_core.models import User
from meters.choices import ReadingSource
from meters.errors import InstallationRefused, ReadingRefused, StartRefused
from meters.models import Connection, Installation, Meter
from meters.services.readings import record_reading


@transaction.atomic
def change_meter(
    *,
    actor: User | None,
    connection: Connection,
    serial: str,
    diameter_mm: int,
    digits: int,
    changed_on: date,
    last_m3: Decimal | None,
    start_m3: Decimal,
) -> Installation:
    """Hang the meter of the serial number in place of the present one, or as the first without a last reading.

    A number that is not in the register yet becomes a new meter; what the register says of a known one stands.
    Raises InstallationRefused and ReadingRefused like the acts it is made of; then no meter was registered either.
    """
    meter, _made = Meter.objects.get_or_create(
        serial=serial.strip(), defaults={"diameter_mm": diameter_mm, "digits": digits}
    )
    if last_m3 is None:
        return install_meter(
            actor=actor, connection=connection, meter=meter, since=changed_on, start_m3=start_m3
        )
    return exchange_meter(
        actor=actor, connection=connection, meter=meter, exchanged_on=changed_on, last_m3=last_m3,
        start_m3=start_m3,
    )  # fmt: skip


@transaction.atomic
def install_meter(
    *, actor: User | None, connection: Connection, meter: Meter, since: date, start_m3: Decimal
) -> Installation:
    """Hang the meter on the connection from the day on, with its first reading.

    Raises InstallationRefused when the meter or the connection is not free from that day on, StartRefused when the
    reading cannot be true.
    """
    Connection.objects.select_for_update(of=("self",)).get(pk=connection.pk)
    Meter.objects.select_for_update(of=("self",)).get(pk=meter.pk)
    later = DateRange(since, None)
    if connection.installations.filter(period__overlap=later).exists():
        raise InstallationRefused(_("Another meter hangs on this connection at that time."))
    if meter.installations.filter(period__overlap=later).exists():
        raise InstallationRefused(_("This meter hangs elsewhere at that time."))
    installation = Installation.objects.create(connection=connection, meter=meter, period=later)
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
) -> Installation:
    """End the present meter on the day with its last reading and hang another from the same day on.

    Raises InstallationRefused when no meter hangs there or the other is the same one, ReadingRefused when the last
    reading cannot be true and StartRefused when the first one cannot.
    """
    Connection.objects.select_for_update(of=("self",)).get(pk=connection.pk)
    present = (
        connection.installations.filter(period__upper_inf=True).select_related("meter", "connection").first()
    )
    if present is None or present.period.lower >= exchanged_on:
        raise InstallationRefused(_("No meter hung here before that day."))
    if present.meter_id == meter.pk:
        raise InstallationRefused(_("This is the number of the meter that hangs here now."))
    if present.readings.filter(read_on__gt=exchanged_on).exists():
        raise InstallationRefused(_("The present meter was read after that day."))
    record_reading(
        actor=actor,
        installation=present,
        read_on=exchanged_on,
        value_m3=last_m3,
        source=ReadingSource.REMOVAL,
    )
    present.period = DateRange(present.period.lower, exchanged_on)
    present.save(update_fields=["period"])
    return install_meter(
        actor=actor, connection=connection, meter=meter, since=exchanged_on, start_m3=start_m3
    )
