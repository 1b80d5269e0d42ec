"""Readings: from files, many at once, and one by one, under the same checks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gis_core.models import User
from meters.choices import ReadingSource
from meters.domain.connection_lines import CellError
from meters.domain.reading_lines import HEADERS, REQUIRED, ReadingLine, parse_reading
from meters.domain.tables import Table
from meters.errors import KeyReused, ReadingRefused
from meters.models import Installation, Reading, ReadingRequest
from meters.services.connections import is_whole, note_batch, open_table, refuse
from meters.services.sentences import sentence
from meters.sql import reading_import
from meters.types import ImportReport, RefusedLine


def import_readings(
    *, actor: User | None, path: Path, file_name: str = "", dry_run: bool = False
) -> ImportReport:
    """Take the good readings of a file on disk, as `take_readings` does."""
    return take_readings(
        actor=actor, content=path.read_bytes(), file_name=file_name or path.name, dry_run=dry_run
    )


def take_readings(
    *, actor: User | None, content: bytes, file_name: str, dry_run: bool = False
) -> ImportReport:
    """Take the good readings of a file and report on every other line.

    A reading that stands already with the same value is "already there", so the same file can be sent twice.
    Raises UnreadableFile or MissingColumns when no line can be read.
    """
    table = open_table(content, HEADERS, REQUIRED)
    report = ImportReport()
    texts: dict[int, str] = {}
    with transaction.atomic():
        reading_import.stage(_good_lines(table, report, texts))
        for judged in reading_import.check(timezone.localdate()):
            if judged.code == "repeated":
                report.repeated += 1
            else:
                why = sentence(judged.code, judged.column, judged.value)
                report.refused.append(RefusedLine(judged.line, judged.code, why, texts[judged.line]))
        report.taken = reading_import.count_taken()
        if not dry_run:
            batch = note_batch(actor=actor, kind="readings", name=file_name, content=content, report=report)
            reading_import.insert(
                source=ReadingSource.FILE, batch_id=batch.pk, user_id=actor.pk if actor else None
            )
            report.batch_id = batch.pk
    report.refused.sort(key=lambda line: line.line)
    return report


@transaction.atomic
def record_reading(
    *,
    actor: User | None,
    installation: Installation,
    read_on: date,
    value_m3: Decimal,
    source: ReadingSource,
    note: str = "",
) -> Reading:
    """Write one reading; the same one again is returned as it stands. Raises ReadingRefused."""
    line = ReadingLine(
        line=1,
        supply_number=installation.connection.supply_number,
        meter_serial=installation.meter.serial,
        read_on=read_on,
        value_m3=value_m3,
        note=note,
    )
    reading_import.stage([line])
    judged = next(iter(reading_import.check(timezone.localdate())), None)
    if judged is not None and judged.code != "repeated":
        raise ReadingRefused(sentence(judged.code, judged.column, judged.value), code=judged.code)
    if judged is None:
        reading_import.insert(source=source, batch_id=None, user_id=actor.pk if actor else None)
    return Reading.objects.filter(installation=installation, read_on=read_on).order_by("-revision")[0]


@transaction.atomic
def record_reading_once(
    *,
    actor: User,
    key: str,
    installation: Installation,
    read_on: date,
    value_m3: Decimal,
    source: ReadingSource,
    note: str = "",
) -> Reading:
    """Write one reading under the sender's key; the same key again returns what it was answered with first.

    A key holds for its sender alone. Raises KeyReused when it came before with something else, ReadingRefused
    like `record_reading`: a refusal leaves the key free.
    """
    sent = f"{installation.connection.supply_number}\n{read_on}\n{value_m3.normalize()}\n{note}"
    digest = sha256(sent.encode()).hexdigest()
    # Two requests at once under one key: the second waits here and finds the answer of the first.
    reading_import.wait_for_others()
    earlier = ReadingRequest.objects.filter(user=actor, key=key).select_related("reading").first()
    if earlier is not None:
        if earlier.sha256 != digest:
            raise KeyReused(_("This key came before with another reading."))
        return earlier.reading
    reading = record_reading(
        actor=actor, installation=installation, read_on=read_on, value_m3=value_m3, source=source, note=note
    )
    ReadingRequest.objects.create(user=actor, key=key, sha256=digest, reading=reading)
    return reading


def _good_lines(table: Table, report: ImportReport, texts: dict[int, str]) -> Iterator[ReadingLine]:
    for line in table.lines:
        if not is_whole(report, line):
            continue
        try:
            parsed = parse_reading(line.line, line.cells)
        except CellError as error:
            refuse(report, line, error)
            continue
        texts[line.line] = line.text
        yield parsed
