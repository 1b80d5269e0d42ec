"""Lists behind an isolation or a trace: connections, valves, pipes, nodes; as tables and as files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from gis_core.models import User
from gis_core.pages.exports import as_csv, as_xlsx
from gis_core.services.access_records import record_accesses
from meters.models import Connection
from meters.querysets import CONNECTION_ROLES
from meters.selectors.cuts import connections_on, nodes_of, pipes_of, shutoffs_of
from meters.selectors.liabilities import payers_of
from network.domain.answers import CutValve
from network.models import Node, Pipe, ShutoffValve
from parties.selectors.contacts import shown_telephones
from parties.selectors.parties import may_know_by_name

#: So many rows of each list stand on the page; files have them all.
SHOWN = 100
#: Of so many connections at once a file is told who pays.
_AT_ONCE = 500


@dataclass(frozen=True)
class Cell:
    """A cell of a list: its value, and the page behind it."""

    value: Any
    url: str = ""
    is_number: bool = False


@dataclass(frozen=True)
class AnswerTable:
    """A list of a page: all its rows for a file, the first of them for the page."""

    name: str
    title: str | Promise
    header: Sequence[str | Promise]
    count: int
    rows: Callable[[int | None], Iterable[Sequence[Cell]]]
    #: Columns that only a file has: their titles, and its rows with them.
    file_header: Sequence[str | Promise] = ()
    file_rows: Callable[[], Iterable[Sequence[Cell]]] | None = None

    @property
    def shown(self) -> list[Sequence[Cell]]:
        """The rows that stand on the page."""
        return list(self.rows(SHOWN))

    @property
    def has_more(self) -> bool:
        """Say whether the page leaves some out."""
        return self.count > SHOWN


def may_list_connections(user: User) -> bool:
    """Say whether the reader may see which connections they are, not only how many."""
    return user.has_any_role(*CONNECTION_ROLES)


def connection_table(
    pipe_ids: Sequence[int], user: User, drained: Sequence[int] | None = None
) -> AnswerTable:
    """Return the connections on the pipes: number and place; of persons only a file tells, to who may know them.

    `drained` are the pipes that are emptied: with it, each row tells why it loses water.
    """
    emptied = frozenset(drained or ())
    rows = connections_on(pipe_ids, user)
    header = [gettext_lazy("Supply number"), gettext_lazy("Address"), gettext_lazy("Use"), gettext_lazy("Households"),
              gettext_lazy("People"), gettext_lazy("Pipe")]  # fmt: skip
    if drained is not None:
        header.append(gettext_lazy("Why"))

    def read(most: int | None) -> Iterator[Sequence[Cell]]:
        for row in rows[:most] if most else rows.iterator():
            yield _connection_cells(row, None if drained is None else row.pipe_id in emptied)

    table = AnswerTable("connections", gettext_lazy("Connections"), header, rows.count(), read)
    if not may_know_by_name(user):
        return table
    return replace(
        table, file_header=[*header, gettext_lazy("Payer"), gettext_lazy("Telephone")],
        file_rows=lambda: _rows_with_payers(rows, user, emptied if drained is not None else None),
    )  # fmt: skip


def _rows_with_payers(
    rows: QuerySet[Connection], user: User, drained: frozenset[int] | None
) -> Iterator[Sequence[Cell]]:
    """Yield the rows with who pays there today and the number to call; whose they are is written down as read."""
    today = timezone.localdate()
    found = rows.iterator(_AT_ONCE)
    while some := list(islice(found, _AT_ONCE)):
        payers = payers_of(some, today, user)
        numbers = shown_telephones(payers.values(), user)
        record_accesses(
            actor=user, subject="parties.party", subject_ids={party.pk for party in payers.values()},
            purpose="payers of connections in the file of an isolation or trace",
        )  # fmt: skip
        for row in some:
            payer = payers.get(row.pk)
            called = [Cell(str(payer)), Cell(numbers.get(payer.pk, ""))] if payer else [Cell(""), Cell("")]
            yield [*_connection_cells(row, None if drained is None else row.pipe_id in drained), *called]


def _connection_cells(row: Connection, is_drained: bool | None) -> list[Cell]:
    cells = [
        Cell(row.supply_number, reverse("meters:connection_detail", args=[row.pk])), Cell(row.address),
        Cell(row.get_use_display()), Cell(row.households, is_number=True), Cell(row.people, is_number=True),
        Cell(row.pipe.code if row.pipe else ""),
    ]  # fmt: skip
    if is_drained is not None:
        cells.append(Cell(_("drained") if is_drained else _("no source behind it")))
    return cells


def pipe_table(pipe_ids: Sequence[int]) -> AnswerTable:
    """Return the pipes: where from, where to, how wide, what of, how long."""
    header = [gettext_lazy("Pipe"), gettext_lazy("From"), gettext_lazy("To"), gettext_lazy("Diameter (mm)"),
              gettext_lazy("Material"), gettext_lazy("Length (m)")]  # fmt: skip

    def read(most: int | None) -> Iterator[Sequence[Cell]]:
        for row in pipes_of(pipe_ids)[:most]:
            yield _pipe_cells(row)

    return AnswerTable("pipes", gettext_lazy("Pipes"), header, len(pipe_ids), read)


def _pipe_cells(row: Pipe) -> list[Cell]:
    return [
        Cell(row.code, reverse("network:pipe_detail", args=[row.pk])), Cell(row.start_node.code),
        Cell(row.end_node.code), Cell(row.diameter_mm, is_number=True), Cell(str(row.material or "")),
        Cell(round(float(row.length_m), 1), is_number=True),
    ]  # fmt: skip


def node_table(node_ids: Sequence[int]) -> AnswerTable:
    """Return the nodes: what they are, how high."""
    header = [gettext_lazy("Node"), gettext_lazy("Kind"), gettext_lazy("Elevation (m)")]

    def read(most: int | None) -> Iterator[Sequence[Cell]]:
        for row in nodes_of(node_ids)[:most]:
            yield _node_cells(row)

    return AnswerTable("nodes", gettext_lazy("Nodes"), header, len(node_ids), read)


def _node_cells(row: Node) -> list[Cell]:
    return [
        Cell(row.code, reverse("network:node_detail", args=[row.pk])), Cell(row.get_kind_display()),
        Cell(row.elevation_m, is_number=True),
    ]  # fmt: skip


def shutoff_table(valve_ids: Sequence[int]) -> AnswerTable:
    """Return shut-off valves: on which pipe, how they stand."""
    header = [gettext_lazy("Valve"), gettext_lazy("Pipe"), gettext_lazy("State"), gettext_lazy("Condition")]

    def read(most: int | None) -> Iterator[Sequence[Cell]]:
        for row in shutoffs_of(valve_ids)[:most]:
            yield _shutoff_cells(row)

    return AnswerTable("valves", gettext_lazy("Shut-off valves"), header, len(valve_ids), read)


def _shutoff_cells(row: ShutoffValve) -> list[Cell]:
    return [
        Cell(row.code, reverse("network:shutoff_detail", args=[row.pk])), Cell(row.pipe.code),
        Cell(row.get_state_display()), Cell(row.get_condition_display()),
    ]  # fmt: skip


def reason_table(valves: Sequence[CutValve]) -> AnswerTable:
    """Return every valve near by with its turn and why it is proposed or passed over, the nearest first."""
    header = [gettext_lazy("Turn"), gettext_lazy("Valve"), gettext_lazy("Why"), gettext_lazy("Distance (m)")]

    def read(most: int | None) -> Iterator[Sequence[Cell]]:
        for valve in valves[:most]:
            yield [
                Cell(valve.turn, is_number=True), Cell(valve.code, valve_url(valve)), Cell(valve.sentence),
                Cell(round(valve.distance_m, 1), is_number=True),
            ]  # fmt: skip

    return AnswerTable("valves", gettext_lazy("Valves near by"), header, len(valves), read)


def valve_url(valve: CutValve) -> str:
    """Return the card of what stands near by."""
    return reverse(f"network:{valve.kind}_detail", args=[valve.id])


def export(request: HttpRequest, tables: Sequence[AnswerTable], name: str) -> HttpResponseBase | None:
    """Return the list that the address asks for (`export=csv&table=pipes`) as a file; None when it asks for none."""
    wanted = request.GET.get("export", "")
    if not wanted:
        return None
    table = next((one for one in tables if one.name == request.GET.get("table")), None)
    if table is None or wanted not in ("csv", "xlsx"):
        raise Http404
    lines = _lines(table)
    file_name = f"{name}-{table.name}"
    return as_xlsx(lines, file_name) if wanted == "xlsx" else as_csv(lines, file_name, get_language() or "el")


def _lines(table: AnswerTable) -> Iterator[Sequence[Any]]:
    yield [str(title) for title in table.file_header or table.header]
    for row in table.file_rows() if table.file_rows else table.rows(None):
        yield [cell.value for cell in row]


def tables_for(
    user: User,
    *,
    pipes: Sequence[int],
    nodes: Sequence[int],
    valves: AnswerTable,
    drained: Sequence[int] | None = None,
) -> list[AnswerTable]:
    """Return the lists that the reader may see."""
    tables = [valves, pipe_table(pipes), node_table(nodes)]
    if may_list_connections(user):
        tables.insert(0, connection_table(pipes, user, drained))
    return tables
