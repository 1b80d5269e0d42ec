"""Meters of the store: taken in, described, scrapped and brought back."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

import pghistory
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gis_core.models import User
from meters.domain.connection_lines import CellError
from meters.domain.meter_lines import HEADERS, REQUIRED, NewMeter, parse_meter
from meters.errors import InstallationRefused
from meters.models import Meter
from meters.services.connections import is_whole, note_batch, open_table, refuse
from meters.services.sentences import sentence
from meters.types import ImportReport, RefusedLine

#: So many meters a statement.
_PORTION = 5_000


def take_in_meters(
    *, actor: User | None, content: bytes, file_name: str, dry_run: bool = False
) -> ImportReport:
    """Bring the meters of a file of lines into the store and report on every line that is not taken.

    A number that stands in the register is "already there" and nothing of it is changed, so that the same file can be
    sent twice. Raises UnreadableFile or MissingColumns when no line can be read.
    """
    table = open_table(content, HEADERS, REQUIRED)
    report = ImportReport()
    new: dict[str, tuple[int, NewMeter]] = {}
    this_year = timezone.localdate().year
    for line in table.lines:
        if not is_whole(report, line):
            continue
        try:
            meter = parse_meter(line.cells, this_year)
        except CellError as error:
            refuse(report, line, error)
            continue
        if meter.serial in new:
            why = sentence("twice_in_file", "meter_serial", meter.serial)
            report.refused.append(RefusedLine(line.line, "twice_in_file", why, line.text))
            continue
        new[meter.serial] = (line.line, meter)
    with transaction.atomic():
        report.taken = _add([meter for _line, meter in new.values()], dry_run=dry_run)
        report.repeated = len(new) - report.taken
        if not dry_run:
            batch = note_batch(actor=actor, kind="meters", name=file_name, content=content, report=report)
            report.batch_id = batch.pk
    return report


def _add(meters: list[NewMeter], *, dry_run: bool) -> int:
    """Write the meters that are not there yet; return how many they are."""
    known: set[str] = set()
    serials = [meter.serial for meter in meters]
    for start in range(0, len(serials), _PORTION):
        part = serials[start : start + _PORTION]
        known.update(Meter.objects.filter(serial__in=part).values_list("serial", flat=True))
    new = [Meter(**asdict(meter)) for meter in meters if meter.serial not in known]
    if not dry_run:
        # Somebody else may bring the same numbers at the same time: the first one writes them.
        Meter.objects.bulk_create(new, batch_size=_PORTION, ignore_conflicts=True)
    return len(new)


@transaction.atomic
def register_meter(*, actor: User | None, new: NewMeter) -> Meter:
    """Put one meter into the register, in store. Raises InstallationRefused when its number is there already."""
    meter, made = Meter.objects.get_or_create(serial=new.serial, defaults=asdict(new))
    if not made:
        raise InstallationRefused(sentence("repeated", "meter_serial", new.serial), code="serial_known")
    return meter


@transaction.atomic
def change_meter_details(*, actor: User | None, meter: Meter, details: NewMeter) -> Meter:
    """Change what the register says of a meter.

    Raises InstallationRefused when another meter has the number (serial_known), or when the meter has standing
    readings that do not fit the digits (too_few_digits).
    """
    held = Meter.objects.select_for_update(of=("self",)).get(pk=meter.pk)
    if Meter.objects.filter(serial=details.serial).exclude(pk=held.pk).exists():
        raise InstallationRefused(sentence("repeated", "meter_serial", details.serial), code="serial_known")
    if held.installations.filter(readings__stands=True, readings__value_m3__gte=10**details.digits).exists():
        raise InstallationRefused(
            _("It was read with more digits than these: correct those readings first."), code="too_few_digits"
        )
    for name, value in asdict(details).items():
        setattr(held, name, value)
    held.save(update_fields=list(asdict(details)))
    return held


@transaction.atomic
def scrap_meter(*, actor: User | None, meter: Meter, scrapped_on: date, reason: str) -> Meter:
    """Take a meter out of the store for good from the day on; the reason stands in its history.

    Raises InstallationRefused while it hangs anywhere on that day or later, or is scrapped already.
    """
    held = Meter.objects.select_for_update(of=("self",)).get(pk=meter.pk)
    if held.scrapped_on is not None:
        raise InstallationRefused(_("This meter is scrapped already."), code="scrapped")
    if scrapped_on > timezone.localdate():
        raise InstallationRefused(_("This day has not come yet."), code="in_the_future")
    if held.installations.filter(period__endswith__gt=scrapped_on).exists() or (
        held.installations.filter(period__upper_inf=True).exists()
    ):
        raise InstallationRefused(_("This meter hangs on a connection: take it down first."), code="hangs")
    return _write_scrapped(actor, held, scrapped_on, reason)


@transaction.atomic
def return_meter(*, actor: User | None, meter: Meter, reason: str) -> Meter:
    """Bring a scrapped meter back to the store; the reason stands in its history.

    Raises InstallationRefused when it is not scrapped.
    """
    held = Meter.objects.select_for_update(of=("self",)).get(pk=meter.pk)
    if held.scrapped_on is None:
        raise InstallationRefused(_("This meter is not scrapped."), code="not_scrapped")
    return _write_scrapped(actor, held, None, reason)


def _write_scrapped(actor: User | None, meter: Meter, day: date | None, reason: str) -> Meter:
    who = {"user": actor.pk} if actor is not None else {}
    with pghistory.context(**who, reason=reason.strip()):
        meter.scrapped_on = day
        meter.save(update_fields=["scrapped_on"])
    return meter
