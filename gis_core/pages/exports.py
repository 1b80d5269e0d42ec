"""Lists as files: XLSX with real numbers and dates, CSV as Greek office programs open it."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.encoding import force_str
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: A cell that begins so is a formula to a spreadsheet; a quote before it makes it text again.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def as_xlsx(rows: Iterable[Sequence[Any]], name: str) -> HttpResponse:
    """Return the rows (the first is the header) as a workbook with frozen header and filters."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(name[:31])
    sheet.freeze_panes = "A2"
    iterator = iter(rows)
    header = [force_str(cell) for cell in next(iterator)]
    for index, title in enumerate(header, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = max(12, min(40, len(title) + 6))
    bold = []
    for title in header:
        cell = WriteOnlyCell(sheet, title)
        cell.font = Font(bold=True)
        bold.append(cell)
    sheet.append(bold)
    count = 1
    for row in iterator:
        sheet.append([for_sheet(value) for value in row])
        count += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(max(1, len(header)))}{count}"
    buffer = BytesIO()
    workbook.save(buffer)
    response = HttpResponse(buffer.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


def as_csv(rows: Iterable[Sequence[Any]], name: str, language: str) -> HttpResponseBase:
    """Return the rows as a stream of CSV: UTF-8 with a mark; semicolons and decimal commas in Greek."""
    response = StreamingHttpResponse(csv_lines(rows, language), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def csv_lines(rows: Iterable[Sequence[Any]], language: str) -> Iterator[str]:
    """Yield the lines of the file, formulas made harmless, in the language even when the request is long over."""
    writer = csv.writer(_Echo(), delimiter=";" if language == "el" else ",")
    iterator = iter(rows)
    yield "\ufeff"
    while True:
        with translation.override(language):  # not across a yield: the thread serves others between two lines
            row = next(iterator, None)
            if row is None:
                return
            line = writer.writerow([_for_csv(value, language) for value in row])
        yield line


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, value: str) -> str:
        """Return the line."""
        return value


def for_sheet(value: Any) -> Any:
    """Return the value as a sheet takes it: numbers and days as such, text that would be a formula made harmless."""
    if isinstance(value, bool | int | float | Decimal) or value is None:
        return value
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None)
    if isinstance(value, date):
        return value
    text = force_str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _for_csv(value: Any, language: str) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float | Decimal):
        text = f"{value:f}"
        return text.replace(".", ",") if language == "el" else text
    text = force_str(value)
    if isinstance(value, int):
        return text
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
