"""Files of readings: good lines in, broken lines out again in a file that can be mended and sent once more."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import BinaryIO, TextIO

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gis_core.models import User
from meters.choices import ReadingSource
from meters.domain.connection_lines import CellError
from meters.domain.reading_lines import HEADERS, REQUIRED, parse_reading
from meters.domain.tables import NotATable, TextTable, open_text, read_text_table
from meters.errors import MissingColumns, UnreadableFile
from meters.models import ImportBatch
from meters.selectors.check_settings import list_check_rules
from meters.services.reading_writes import let_yield, write_taken
from meters.services.sentences import COLUMN_NAMES, sentence
from meters.sql import reading_import
from meters.sql.reading_import import StagedLine
from meters.types import ImportReport, RefusedLine

#: So many refused lines are told one by one; all of them stand in the file of broken lines.
MOST_TOLD = 10_000
#: A spreadsheet takes a cell that begins with one of these for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def import_readings(
    *,
    actor: User | None,
    path: Path,
    file_name: str = "",
    dry_run: bool = False,
    headers: Mapping[str, str] = HEADERS,
    broken: TextIO | None = None,
) -> ImportReport:
    """Take the good readings of a file on disk, as `take_readings` does."""
    with path.open("rb") as stream:
        return _take(actor, stream, file_name or path.name, dry_run=dry_run, headers=headers, broken=broken)


def take_readings(
    *,
    actor: User | None,
    content: bytes,
    file_name: str,
    dry_run: bool = False,
    headers: Mapping[str, str] = HEADERS,
    broken: TextIO | None = None,
) -> ImportReport:
    """Take the good readings of a file and report on every other line.

    What cannot be true of the register is refused; what is implausible is written and held back by flags. A reading
    that stands already with the same value is "already there", so the same file can be sent twice. `headers` maps
    folded headers to our columns. The refused lines go to `broken` as they came, with the reason behind; formulas
    are made harmless. Raises UnreadableFile or MissingColumns when no line can be read.
    """
    return _take(actor, BytesIO(content), file_name, dry_run=dry_run, headers=headers, broken=broken)


def _take(
    actor: User | None,
    stream: BinaryIO,
    file_name: str,
    *,
    dry_run: bool,
    headers: Mapping[str, str],
    broken: TextIO | None,
) -> ImportReport:
    digest = sha256()
    report = ImportReport()
    with transaction.atomic():
        text, table = _open(stream, headers, digest.update)
        reading_import.stage(_staged(table))
        reading_import.find(timezone.localdate())
        let_yield(dry_run=dry_run)
        outcomes = reading_import.count_outcomes()
        report.taken, report.repeated = outcomes.pop("taken", 0), outcomes.pop("repeated", 0)
        refused = sum(outcomes.values())
        text.detach()
        if refused:
            _tell_refused(stream, headers, report, broken)
        report.untold = refused - len(report.refused)
        if not dry_run:
            batch = ImportBatch.objects.create(
                kind="readings", file_name=file_name[:200], sha256=digest.hexdigest(), created_by=actor,
                taken_count=report.taken, repeated_count=report.repeated, refused_count=refused,
            )  # fmt: skip
            report.batch_id = batch.pk
            written = write_taken(
                actor=actor, source=ReadingSource.FILE, batch_id=batch.pk, rules=list_check_rules()
            )
            report.flagged = written.flagged
    return report


def _open(
    stream: BinaryIO, headers: Mapping[str, str], on_block: Callable[[bytes], object] = len
) -> tuple[TextIOWrapper, TextTable]:
    """Return the text and its table; raise UnreadableFile or MissingColumns in the user's language."""
    try:
        text = open_text(stream, on_block)
        table = read_text_table(text, headers)
    except NotATable:
        raise UnreadableFile(
            _("This is not a text table. Save it as CSV with a line of headers, separated by semicolons.")
        ) from None
    missing = [name for name in REQUIRED if name not in table.columns]
    if missing:
        raise MissingColumns([str(COLUMN_NAMES.get(name, name)) for name in missing])
    return text, table


def _staged(table: TextTable) -> Iterator[StagedLine]:
    """Give each line's values, or what is wrong with it; nothing is kept."""
    places = [(place, name) for place, name in enumerate(table.names) if name]
    for number, row, goes_on in table.rows:
        width = len(row)
        cells = {name: _plain(row[place].strip()) for place, name in places if place < width}
        if goes_on:
            yield number, "", "", None, None, "", "open_quote", "", ""
            continue
        try:
            line = parse_reading(number, cells)
        except CellError as error:
            yield number, "", "", None, None, "", error.code, error.column, error.value
            continue
        yield (
            number,
            line.supply_number,
            line.meter_serial,
            line.read_on,
            line.value_m3,
            line.note,
            "",
            "",
            "",
        )


def _tell_refused(
    stream: BinaryIO, headers: Mapping[str, str], report: ImportReport, broken: TextIO | None
) -> None:
    """Read the file once more beside its refused lines: the first are told, all go to the file of broken lines."""
    stream.seek(0)
    text, table = _open(stream, headers)
    writer = None
    if broken is not None:
        writer = csv.writer(broken, delimiter=table.delimiter, lineterminator="\r\n")
        writer.writerow([*map(inert, table.titles), _("Line"), _("Why")])
    with reading_import.read_refused() as refused:
        rows = iter(table.rows)
        for judged in refused:
            row = next(row for number, row, _goes_on in rows if number == judged.line)
            why = sentence(judged.code, judged.column, judged.value)
            if len(report.refused) < MOST_TOLD:
                report.refused.append(RefusedLine(judged.line, judged.code, why, table.delimiter.join(row)))
            elif writer is None:
                break
            if writer is not None:
                padding = [""] * (len(table.titles) - len(row))
                writer.writerow([*map(inert, row), *padding, judged.line, inert(why)])
    text.detach()


def inert(cell: str) -> str:
    """Keep a spreadsheet from running a cell as a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _plain(cell: str) -> str:
    """Take a cell as it was before it was made harmless."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(_FORMULA) else cell
