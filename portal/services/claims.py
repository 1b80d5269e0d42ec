"""A consumer shows that a connection is theirs: supply number and the amount of a recent bill."""

from datetime import timedelta
from decimal import Decimal
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from billing.models import Bill
from gis_core.models import User
from meters.models import Connection, ConnectionAccess
from meters.services.access import grant_access
from portal.errors import TooManyClaims
from portal.models import ClaimAttempt, ClaimLift
from portal.selectors.claims import is_shut

TRIES_OF_USER_PER_HOUR = 5
#: An account wears itself out on a number; a stranger's tries do not count for the owner.
TRIES_OF_USER_FOR_SUPPLY_PER_DAY = 10
TRIES_OF_SENDER_PER_DAY = 20
#: Bills old enough to lie in somebody else's bin do not prove anything.
BILL_AGE_DAYS = 400


def claim_connection(
    *, actor: User, supply_number: str, bill_total: Decimal, sender: str = ""
) -> ConnectionAccess | None:
    """Give the user access to the connection when a recent bill of it has the total; None when none has.

    `sender` is the address asked from, kept as a hash. The attempt is kept either way. Raises TooManyClaims beyond
    the limits of the user, of the user for this number, of the sender, and of the number as a whole (which the
    office lifts); they are counted under locks, so that tries sent at once are counted too.

    The arithmetic: totals lie on some 20,000 cents between 10 and 210 €, and at most 7 bills of 400 days are right:
    a try hits by chance once in 2,900. 30 tries a month for a number make 1 %, by three confirmed accounts and more.
    """
    sender = sha256(sender.encode()).hexdigest()[:32] if sender else ""
    supply_number = supply_number.strip()
    with transaction.atomic():
        User.objects.select_for_update().get(pk=actor.pk)
        Connection.objects.select_for_update().filter(supply_number=supply_number).first()
        _refuse_too_many(actor, supply_number, sender)
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
        ClaimAttempt.objects.create(
            user=actor, supply_number=supply_number[:30], sender=sender, succeeded=bill is not None
        )
        if bill is None:
            return None
        return grant_access(actor=actor, user=actor, connection=bill.connection, party=bill.party)


def lift_claims(*, actor: User, supply_number: str) -> None:
    """Let people claim a supply number again: its failures until now count no more for it as a whole."""
    ClaimLift.objects.create(supply_number=supply_number, lifted_by=actor)


def _refuse_too_many(actor: User, supply_number: str, sender: str) -> None:
    """Raise when the failed tries of late are too many."""
    now = timezone.now()
    failed = ClaimAttempt.objects.filter(succeeded=False)
    by_user = failed.filter(user=actor, at__gte=now - timedelta(hours=1))
    own = failed.filter(user=actor, supply_number=supply_number, at__gte=now - timedelta(days=1))
    by_sender = failed.filter(sender=sender, at__gte=now - timedelta(days=1)) if sender else failed.none()
    if (
        by_user.count() >= TRIES_OF_USER_PER_HOUR
        or own.count() >= TRIES_OF_USER_FOR_SUPPLY_PER_DAY
        or by_sender.count() >= TRIES_OF_SENDER_PER_DAY
        or is_shut(supply_number)
    ):
        raise TooManyClaims
