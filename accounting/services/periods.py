"""Closing the books until a day, and opening them again."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounting.errors import ClosingRefused, PeriodClosed
from accounting.models import PeriodClosing
from accounting.selectors.periods import find_closed_until
from accounting.sql.closed_until import hold_closed_until
from gis_core.models import User


@transaction.atomic
def check_open(*, day: date) -> None:
    """Raise PeriodClosed where the books of the day are closed; else they stay open until the transaction ends."""
    closed_until = hold_closed_until()
    if closed_until is not None and day <= closed_until:
        raise PeriodClosed(day=day, closed_until=closed_until)


@transaction.atomic
def close_period(*, actor: User, closed_until: date, reason: str = "") -> PeriodClosing:
    """Close the books until a day, that day with them; an earlier day than now in force opens what lies after it.

    Waits for entries under way. Raises ClosingRefused `future` for today and days to come, `same` for the day in
    force, `reason` where books are opened again without saying why.
    """
    if closed_until >= timezone.localdate():
        raise ClosingRefused(_("Only days that are over can be closed."), code="future")
    before = find_closed_until()
    if closed_until == before:
        raise ClosingRefused(_("The books are closed until this day already."), code="same")
    if before is not None and closed_until < before and not reason.strip():
        raise ClosingRefused(
            _("The books are closed until %(day)s. To open them again, write why.")
            % {"day": f"{before:%d/%m/%Y}"},
            code="reason",
        )
    return PeriodClosing.objects.create(closed_until=closed_until, reason=reason.strip(), closed_by=actor)
