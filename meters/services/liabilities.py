"""Who pays from which day on."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from gis_core.models import User
from meters.choices import LiabilityRole
from meters.errors import LiabilityRefused
from meters.models import Connection, Liability
from parties.models import Party


@transaction.atomic
def set_liability(*, actor: User | None, connection: Connection, party: Party, since: date) -> Liability:
    """Make the party the liable payer from the day on; the one before ends on it.

    No change where the party is liable since an earlier day. Raises LiabilityRefused when a change from that
    day or a later one stands already.
    """
    Connection.objects.select_for_update(of=("self",)).get(pk=connection.pk)
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
