"""Who pays at a connection, on which day."""

from datetime import date

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
