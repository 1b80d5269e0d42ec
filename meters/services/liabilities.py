"""Who pays from which day on, and who owns, rents, acts for another or supplies."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from gis_core.models import User
from meters.choices import LiabilityRole, ReadingSource
from meters.errors import LiabilityRefused, ReadingRefused
from meters.models import Connection, Liability
from meters.services.readings import record_reading
from meters.services.sentences import sentence
from parties.models import Party


@transaction.atomic
def set_liability(
    *,
    actor: User | None,
    connection: Connection,
    party: Party,
    since: date,
    reading_m3: Decimal | None = None,
) -> Liability:
    """Make the party the liable payer from the day on; the one before ends on it.

    What the meter showed on that day, in cubic metres, is written as a reading where it is given: without one the
    bill cannot be divided between the two. No change where the party is liable since an earlier day. Raises
    LiabilityRefused when a change from that day or a later one stands already, ReadingRefused when the reading cannot
    be true; then nothing has changed.
    """
    Connection.objects.select_for_update(of=("self",)).get(pk=connection.pk)
    liability = _follow(connection, party, since)
    if reading_m3 is not None:
        _write_reading(actor, connection, since, reading_m3)
    return liability


@transaction.atomic
def set_role(
    *,
    actor: User | None,
    connection: Connection,
    party: Party,
    role: LiabilityRole,
    since: date,
    until: date | None = None,
) -> Liability:
    """Give the party the role on the connection from the day on, until the other day where one is given.

    The day `until` is the first one without the role. Several parties may own or rent at once; a payer follows the
    one before as `set_liability` tells. Raises LiabilityRefused when the days are turned round or the party has this
    role in that time already.
    """
    if until is not None and until <= since:
        raise LiabilityRefused(_("The last day comes before the first."))
    if role == LiabilityRole.PAYER:
        payer = set_liability(actor=actor, connection=connection, party=party, since=since)
        return payer if until is None else end_role(actor=actor, liability=payer, until=until)
    Connection.objects.select_for_update(of=("self",)).get(pk=connection.pk)
    period = DateRange(since, until)
    if connection.liabilities.filter(role=role, party=party, period__overlap=period).exists():
        raise LiabilityRefused(_("They have this role at that time already."))
    return Liability.objects.create(connection=connection, party=party, role=role, period=period)


@transaction.atomic
def end_role(*, actor: User | None, liability: Liability, until: date) -> Liability:
    """End the role: the day is the first one without it. The same day again changes nothing.

    Raises LiabilityRefused when the role began on that day or later, or ended before.
    """
    Connection.objects.select_for_update(of=("self",)).get(pk=liability.connection_id)
    held = Liability.objects.get(pk=liability.pk)
    if held.period.lower >= until:
        raise LiabilityRefused(_("The role had not begun before that day."))
    if held.period.upper is not None and held.period.upper < until:
        raise LiabilityRefused(_("The role ended before that day."))
    held.period = DateRange(held.period.lower, until)
    held.save(update_fields=["period"])
    return held


def _follow(connection: Connection, party: Party, since: date) -> Liability:
    payers = connection.liabilities.filter(role=LiabilityRole.PAYER)
    latest = payers.order_by("-period").first()
    if latest is not None and latest.period.upper is None and latest.period.lower <= since:
        if latest.party_id == party.pk:
            return latest
        if latest.period.lower == since:
            raise LiabilityRefused(_("Somebody else became liable on the same day."))
        latest.period = DateRange(latest.period.lower, since)
        latest.save(update_fields=["period"])
    elif payers.filter(period__overlap=DateRange(since, None)).exists():
        raise LiabilityRefused(_("A later change of payer stands already."))
    return Liability.objects.create(connection=connection, party=party, period=DateRange(since, None))


def _write_reading(actor: User | None, connection: Connection, read_on: date, value_m3: Decimal) -> None:
    installation = (
        connection.installations.filter(period__contains=read_on)
        .select_related("meter", "connection")
        .order_by("slot")
        .first()
    )
    if installation is None:
        raise ReadingRefused(sentence("no_meter", "read_on", ""), code="no_meter")
    record_reading(
        actor=actor, installation=installation, read_on=read_on, value_m3=value_m3,
        source=ReadingSource.OFFICE,
    )  # fmt: skip
