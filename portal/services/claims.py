"""A consumer shows that a connection is theirs: supply number and the amount of a recent bill."""

from datetime import timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from billing.models import Bill
from gis_core.models import User
from meters.models import Connection, ConnectionAccess
from meters.services.access import grant_access
from portal.errors import TooManyClaims
from portal.models import ClaimAttempt

TRIES_OF_USER_PER_HOUR = 5
TRIES_FOR_SUPPLY_PER_DAY = 10
#: Bills old enough to lie in somebody else's bin do not prove anything.
BILL_AGE_DAYS = 400


def claim_connection(*, actor: User, supply_number: str, bill_total: Decimal) -> ConnectionAccess | None:
    """Give the user access to the connection when a recent bill of it has the total; None when none has.

    The attempt is kept either way. Raises TooManyClaims beyond five tries an hour by the user or ten a day
    for the supply number, counted under locks, so that tries sent at once are counted too.
    """
    supply_number = supply_number.strip()
    with transaction.atomic():
        User.objects.select_for_update().get(pk=actor.pk)
        Connection.objects.select_for_update().filter(supply_number=supply_number).first()
        _refuse_too_many(actor, supply_number)
        bill = (
            Bill.objects.issued()
            .select_related("connection", "party")
            .filter(
                connection__supply_number=supply_number,
                total=bill_total,
                issue_date__gte=timezone.localdate() - timedelta(days=BILL_AGE_DAYS),
            )
            .order_by("-issue_date", "-id")
            .first()
        )
        ClaimAttempt.objects.create(user=actor, supply_number=supply_number[:30], succeeded=bill is not None)
        if bill is None:
            return None
        return grant_access(actor=actor, user=actor, connection=bill.connection, party=bill.party)


def _refuse_too_many(actor: User, supply_number: str) -> None:
    """Raise when the failed tries of late are too many."""
    now = timezone.now()
    failed = ClaimAttempt.objects.filter(succeeded=False)
    by_user = failed.filter(user=actor, at__gte=now - timedelta(hours=1)).count()
    for_supply = failed.filter(supply_number=supply_number, at__gte=now - timedelta(days=1)).count()
    if by_user >= TRIES_OF_USER_PER_HOUR or for_supply >= TRIES_FOR_SUPPLY_PER_DAY:
        raise TooManyClaims
