"""Estimates: readings that nobody made, by stated rules, each under the name of its rule."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gis_core.models import User
from meters.choices import FlagState
from meters.errors import EstimateRefused, ReadingRefused
from meters.events import reading_recorded
from meters.models import Installation, Reading, ReadingRound, Route, Slip
from meters.selectors.check_settings import list_check_rules
from meters.services.readings import withdraw_reading
from meters.services.sentences import sentence
from meters.sql import reading_estimates, reading_import
from meters.sql.reading_estimates import Wanted


@transaction.atomic
def estimate_reading(
    *, actor: User | None, installation: Installation, read_on: date, reason: str = ""
) -> Reading:
    """Write an estimate of one meter for the day.

    Raises EstimateRefused: in_the_future, or no_history where the day is read already, later readings stand, no water
    runs, or neither the meter nor like meters tell what runs.
    """
    written = estimate_readings(
        actor=actor, installation_ids=[installation.pk], read_on=read_on, reason=reason
    )
    if not written:
        raise EstimateRefused(
            _("Nothing tells what ran through here until that day, or it was read since."), code="no_history"
        )
    return Reading.objects.get(pk=written[installation.pk])


@transaction.atomic
def estimate_readings(
    *, actor: User | None, installation_ids: Sequence[int], read_on: date, reason: str = ""
) -> dict[int, int]:
    """Write estimates of the meters that were not read on the day or later; return the readings by installation.

    Meters of which nothing tells what ran, and those of connections without water, stay as they are. The same call
    again writes nothing. Raises EstimateRefused for a day that has not come.
    """
    if read_on > timezone.localdate():
        raise EstimateRefused(
            sentence("in_the_future", "read_on", f"{read_on:%d/%m/%Y}"), code="in_the_future"
        )
    if len(installation_ids) == 1:
        reading_import.wait_for_meter(installation_ids[0])
    else:
        reading_import.wait_for_others()
    return _write(actor, Wanted(installation_ids, read_on), reason)


def estimate_route(
    *, actor: User | None, route: Route, read_on: date, since: date, reason: str = ""
) -> dict[int, int]:
    """Write estimates for the meters of a route that were not read from the day `since` on, in one statement."""
    unread = reading_estimates.list_unread(route.pk, read_on, since)
    return estimate_readings(actor=actor, installation_ids=unread, read_on=read_on, reason=reason)


def estimate_slips(
    *, actor: User | None, reading_round: ReadingRound, read_on: date, reason: str = ""
) -> dict[int, int]:
    """Write estimates for the meters of a round whose slips have no reading; the slips stay as they are."""
    unread = Slip.objects.filter(round=reading_round, reading__isnull=True).values_list(
        "installation_id", flat=True
    )
    return estimate_readings(actor=actor, installation_ids=list(unread), read_on=read_on, reason=reason)


@transaction.atomic
def replace_by_estimate(*, actor: User | None, reading: Reading, reason: str) -> Reading:
    """Let an estimate take the place of a doubtful reading on its day; its flags are decided by it.

    What was read is kept on the estimate. Raises ReadingRefused like a correction, EstimateRefused where nothing
    tells what ran.
    """
    withdrawal = withdraw_reading(actor=actor, reading=reading, reason=reason, decided=FlagState.ESTIMATED)
    wanted = Wanted(
        [reading.installation_id], reading.read_on, may_precede=True,
        read_m3=reading.value_m3 if reading.read_m3 is None else reading.read_m3,
    )  # fmt: skip
    written = _write(actor, wanted, reason)
    if not written:
        raise EstimateRefused(_("Nothing tells what ran through here until that day."), code="no_history")
    return Reading.objects.get(
        installation=withdrawal.installation_id, read_on=withdrawal.read_on, stands=True
    )


def propose_estimate(*, reading: Reading) -> Reading | None:
    """Return the estimate that would take the place of a doubtful reading, written nowhere; None where none can."""
    with transaction.atomic():
        # The same steps as the estimate itself, taken back: what is shown before is what is written then.
        try:
            withdraw_reading(actor=None, reading=reading, reason="", decided=FlagState.ESTIMATED)
            wanted = Wanted([reading.installation_id], reading.read_on, may_precede=True)
            written = reading_estimates.insert_estimates(wanted, note="", user_id=None)
            return Reading.objects.filter(pk__in=written.values()).first()
        except ReadingRefused:
            return None
        finally:
            transaction.set_rollback(True)


def _write(actor: User | None, wanted: Wanted, reason: str) -> dict[int, int]:
    user_id = actor.pk if actor else None
    written = reading_estimates.insert_estimates(wanted, note=reason[:200], user_id=user_id)
    readings = list(written.values())
    reading_estimates.flag_estimates(readings, list_check_rules())
    if readings:
        reading_recorded.send(sender=None, reading_ids=readings)
    return written
