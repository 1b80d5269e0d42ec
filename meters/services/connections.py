"""Connections: imported from files, many at once, or registered one by one through the same statements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gis_core.models import User
from meters.domain.connection_lines import HEADERS, REQUIRED, CellError, ConnectionLine, parse_connection
from meters.domain.tables import NotATable, Table, TableLine, read_table
from meters.errors import ConnectionRefused, MissingColumns, UnreadableFile
from meters.models import Connection, ImportBatch
from meters.services.sentences import COLUMN_NAMES, sentence
from meters.sql import connection_import
from meters.sql.connection_import import PayerLine
from meters.types import ImportReport, RefusedLine
from parties.models import Party
from parties.services.bulk import register_many
from parties.types import NewParty


def import_connections(
    *, actor: User | None, path: Path, file_name: str = "", dry_run: bool = False
) -> ImportReport:
    """Take the good lines of a file on disk, as `take_connections` does."""
    return take_connections(
        actor=actor, content=path.read_bytes(), file_name=file_name or path.name, dry_run=dry_run
    )


def take_connections(
    *, actor: User | None, content: bytes, file_name: str, dry_run: bool = False
) -> ImportReport:
    """Take the good lines of a file of connections and report on every other one.

    A supply number that stands in the register is "already there" and nothing of it is changed, so the same
    file can be sent twice. Raises UnreadableFile or MissingColumns when no line can be read.
    """
    table = open_table(content, HEADERS, REQUIRED)
    report = ImportReport()
    texts: dict[int, str] = {}
    with transaction.atomic():
        connection_import.stage(_good_lines(table, report, texts))
        for judged in connection_import.check(timezone.localdate()):
            if judged.code == "repeated":
                report.repeated += 1
            else:
                why = sentence(judged.code, judged.column, judged.value)
                report.refused.append(RefusedLine(judged.line, judged.code, why, texts[judged.line]))
        payers = connection_import.list_payers()
        report.taken = len(payers)
        if not dry_run:
            batch = note_batch(
                actor=actor, kind="connections", name=file_name, content=content, report=report
            )
            _write_taken(actor, payers, batch.pk)
            report.batch_id = batch.pk
    report.refused.sort(key=lambda line: line.line)
    return report


@transaction.atomic
def register_connection(
    *, actor: User | None, cells: Mapping[str, str], payer: Party | None = None
) -> Connection:
    """Register one connection with its meter, its first reading and its payer.

    The cells are those of a line of a file of connections, by our names, and go through the same checks. A payer
    who is given stands in the register already and takes the place of the cells that tell one. Without a position
    on the route the connection comes last on it. Raises ConnectionRefused with the column that is wrong.
    """
    known = {} if payer is None else {"payer_kind": payer.kind, "payer_name": payer.name}
    try:
        line = parse_connection(1, {**cells, **known, "route_position": cells.get("route_position") or "0"})
    except CellError as error:
        words = sentence(error.code, error.column, error.value)
        raise ConnectionRefused(words, code=error.code, column=error.column) from None
    connection_import.wait_for_others()
    if not cells.get("route_position"):
        line = replace(line, route_position=connection_import.next_position(line.route))
    connection_import.stage([line])
    for judged in connection_import.check(timezone.localdate()):
        column = judged.column or "supply_number"
        value = judged.value or line.supply_number
        raise ConnectionRefused(sentence(judged.code, column, value), code=judged.code, column=column)
    if payer is None:
        _write_taken(actor, connection_import.list_payers(), None)
    else:
        connection_import.set_payers({line.line: payer.pk})
        connection_import.insert_all(None, actor.pk if actor else None)
    return Connection.objects.get(supply_number=line.supply_number)


def _write_taken(actor: User | None, payers: Sequence[PayerLine], batch_id: int | None) -> None:
    """Write the staged lines that are taken, with their payers."""
    parties = register_many(
        actor=actor,
        rows=[
            NewParty(
                reference=str(payer.line), kind=payer.kind, name=payer.name, first_name=payer.first_name,
                father_name=payer.father_name, afm=payer.afm, email=payer.email, mobile=payer.mobile,
                language=payer.language,
            )
            for payer in payers
        ],
    )  # fmt: skip
    connection_import.set_payers({int(line): party for line, party in parties.items()})
    connection_import.insert_all(batch_id, actor.pk if actor else None)


def open_table(content: bytes, headers: dict[str, str], required: tuple[str, ...]) -> Table:
    """Return the table; raise UnreadableFile or MissingColumns in the user's language."""
    try:
        table = read_table(content, headers)
    except NotATable:
        raise UnreadableFile(
            _("This is not a text table. Save it as CSV with a line of headers, separated by semicolons.")
        ) from None
    missing = [name for name in required if name not in table.columns]
    if missing:
        raise MissingColumns([str(COLUMN_NAMES.get(name, name)) for name in missing])
    return table


def note_batch(
    *, actor: User | None, kind: str, name: str, content: bytes, report: ImportReport
) -> ImportBatch:
    """Write down that a file came in and what became of it."""
    return ImportBatch.objects.create(
        kind=kind, file_name=name[:200], sha256=sha256(content).hexdigest(), created_by=actor,
        taken_count=report.taken, repeated_count=report.repeated, refused_count=len(report.refused),
    )  # fmt: skip


def is_whole(report: ImportReport, line: TableLine) -> bool:
    """Say whether the line ends where it should; note the refusal of one that swallows those after it."""
    if line.goes_on:
        refuse(report, line, CellError("open_quote", "", ""))
    return not line.goes_on


def refuse(report: ImportReport, line: TableLine, error: CellError) -> None:
    """Note that a line's cell is wrong."""
    why = sentence(error.code, error.column, error.value)
    report.refused.append(RefusedLine(line.line, error.code, why, line.text))


def _good_lines(table: Table, report: ImportReport, texts: dict[int, str]) -> Iterator[ConnectionLine]:
    for line in table.lines:
        if not is_whole(report, line):
            continue
        try:
            parsed = parse_connection(line.line, line.cells)
        except CellError as error:
            refuse(report, line, error)
            continue
        texts[line.line] = line.text
        yield parsed
