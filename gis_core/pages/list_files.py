"""Lists as files of any length: rows come one by one from the database and go out as they come."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter
from django.contrib.gis.db.models.functions import AsWKB
from django.db.models import QuerySet
from django.utils.encoding import force_str
from django.utils.translation import gettext as _
from django_tables2.rows import BoundRow

from gis_core.errors import DomainError
from gis_core.pages.exports import csv_lines, for_sheet
from gis_core.pages.tables import DateColumn, MomentColumn, NumberColumn

#: A list of so many rows is given at once; a longer one is ordered.
SMALL = 5_000
#: Rows fetched at a time, and between two signs of life.
CHUNK = 2_000
#: What a sheet holds, less its header.
MOST_SHEET_ROWS = 1_048_575

Report = Callable[[int], None]


@dataclass(frozen=True)
class FileColumn:
    """A column of the file."""

    name: str
    title: str
    kind: str  # "number", "date", "moment" or "text"


@dataclass(frozen=True)
class ListFile:
    """A list to be written: its columns, and its rows as they come; each row's last value is its geometry."""

    columns: list[FileColumn]
    rows: Iterator[list[Any]]
    geometry: str = ""  # the kind, as GeoPackage names it; empty where the rows bring none


def read_list(table: Any, *, geometry: Any = None) -> ListFile:
    """Return the list of a table over a queryset; nothing is read before the first row is asked for.

    With `geometry` (a field of the model) each row ends with its shape as WKB, or None.
    """
    bound = [column for column in table.columns.iterall() if not column.column.exclude_from_export]
    bound = [column for column in bound if column.name not in table.exclude]
    columns = [FileColumn(each.name, force_str(each.header), _kind(each.column)) for each in bound]
    names = [column.name for column in columns]
    rows: QuerySet[Any] = table.data.data
    if geometry is not None:
        rows = rows.annotate(list_shape=AsWKB(geometry.name))
    return ListFile(columns, _values(table, rows, names, with_shape=geometry is not None),
                    _geometry_kind(geometry) if geometry is not None else "")  # fmt: skip


def _values(table: Any, rows: QuerySet[Any], names: list[str], *, with_shape: bool) -> Iterator[list[Any]]:
    for record in rows.iterator(chunk_size=CHUNK):
        row = BoundRow(record, table=table)
        values = [force_str(row.get_cell_value(name), strings_only=True) for name in names]
        if with_shape:
            shape = record.list_shape
            values.append(bytes(shape) if shape is not None else None)
        yield values


def _kind(column: Any) -> str:
    if isinstance(column, NumberColumn):
        return "number"
    if isinstance(column, MomentColumn):
        return "moment"
    return "date" if isinstance(column, DateColumn) else "text"


def _geometry_kind(field: Any) -> str:
    names = {"POINT": "Point", "LINESTRING": "LineString", "POLYGON": "Polygon", "MULTIPOINT": "MultiPoint",
             "MULTILINESTRING": "MultiLineString", "MULTIPOLYGON": "MultiPolygon"}  # fmt: skip
    return names.get(field.geom_type, "Unknown")


def write_csv(path: Path, listed: ListFile, language: str, report: Report) -> int:
    """Write the list as CSV and return the number of its rows."""
    counted = _Counted(listed, report)
    with path.open("w", encoding="utf-8", newline="") as file:
        for line in csv_lines(counted.with_header(), language):
            file.write(line)
    return counted.count


def write_xlsx(path: Path, listed: ListFile, name: str, report: Report) -> int:
    """Write the list as a workbook, a row at a time, and return the number of its rows.

    Raises DomainError too_many_rows: a sheet holds about a million.
    """
    counted = _Counted(listed, report, most=MOST_SHEET_ROWS)
    options = {
        "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
        "tmpdir": str(path.parent),
    }  # fmt: skip
    with xlsxwriter.Workbook(str(path), options) as book:
        bold = book.add_format({"bold": True})
        formats = {"date": book.add_format({"num_format": "dd/mm/yyyy"}),
                   "moment": book.add_format({"num_format": "dd/mm/yyyy hh:mm"})}  # fmt: skip
        sheet = book.add_worksheet(name[:31])
        sheet.freeze_panes(1, 0)
        rows = counted.with_header()
        header = next(rows)
        for at, title in enumerate(header):
            sheet.set_column(at, at, max(12, min(40, len(title) + 6)), formats.get(listed.columns[at].kind))
            sheet.write_string(0, at, title, bold)
        for at, row in enumerate(rows, start=1):
            _write_row(sheet, at, row)
        sheet.autofilter(0, 0, counted.count, max(0, len(header) - 1))
    return counted.count


def _write_row(sheet: Any, at: int, row: list[Any]) -> None:
    for place, value in enumerate(row):
        shown = for_sheet(value)
        if shown is None or shown == "":
            continue
        if isinstance(shown, str):
            sheet.write_string(at, place, shown)
        else:
            sheet.write(at, place, shown)


class _Counted:
    """The rows of a list, counted and told of as they go by."""

    def __init__(self, listed: ListFile, report: Report, most: int | None = None) -> None:
        self.listed, self.report, self.most = listed, report, most
        self.count = 0

    def with_header(self) -> Iterator[list[Any]]:
        """Yield the titles and then the rows."""
        yield [column.title for column in self.listed.columns]
        for row in self.listed.rows:
            if self.count == self.most:
                raise DomainError(
                    _("A sheet holds no more than a million rows. Filter the list, or order it as CSV."),
                    code="too_many_rows",
                )
            yield row
            self.count += 1
            if self.count % CHUNK == 0:
                self.report(self.count)
