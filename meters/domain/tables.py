"""Tables in text files as people bring them: encodings, separators, headers, numbers, days."""

from __future__ import annotations

import codecs
import csv
import io
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any, BinaryIO, TextIO

ENCODINGS = ("utf-8-sig", "cp1253")
_BLOCK = 1 << 20
# A quotation mark left open makes one cell of all that follows: it is told, however long.
csv.field_size_limit(sys.maxsize)


class NotATable(ValueError):
    """The bytes are no text table."""


@dataclass(frozen=True)
class TableLine:
    """A line of a file: its number (the header is 1), its text, its cells by column."""

    line: int
    text: str
    cells: Mapping[str, str]

    @property
    def goes_on(self) -> bool:
        """Whether a cell goes on over several lines: mostly a quotation mark that nobody closed."""
        return "\n" in self.text or "\r" in self.text


@dataclass(frozen=True)
class Table:
    """The columns found and the lines to come."""

    columns: frozenset[str]
    lines: Iterator[TableLine]


def read_table(content: bytes, names: Mapping[str, str]) -> Table:
    """Return the table's lines with cells under our names.

    `names` maps folded headers (lower case, no accents, no blanks or signs) to our column names; others are
    passed over. Greek files of old programs (cp1253) and both separators are understood.
    """
    text = decode(content)
    head, _, _rest = text.partition("\n")
    if not head.strip() or "\x00" in text:
        raise NotATable
    delimiter = max(";\t,", key=head.count)
    if head.count(delimiter) == 0:
        raise NotATable
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    header = [names.get(fold(title), "") for title in next(reader)]
    return Table(columns=frozenset(header) - {""}, lines=_lines(reader, header, delimiter))


def _lines(reader: Iterator[list[str]], header: list[str], delimiter: str) -> Iterator[TableLine]:
    for number, row in enumerate(reader, start=2):
        if any(cell.strip() for cell in row):
            cells = {name: cell.strip() for name, cell in zip(header, row, strict=False) if name}
            yield TableLine(line=number, text=delimiter.join(row), cells=cells)


@dataclass(frozen=True)
class TextTable:
    """A table that is read row by row: its header as written, our names beside it, its separator."""

    titles: Sequence[str]
    names: Sequence[str]
    delimiter: str
    rows: Iterator[tuple[int, list[str], bool]]

    @property
    def columns(self) -> frozenset[str]:
        """The columns that we know."""
        return frozenset(self.names) - {""}


def open_text(stream: BinaryIO, on_block: Callable[[bytes], object] = len) -> io.TextIOWrapper:
    """Return the text of UTF-8 or Greek Windows bytes, never whole in memory; raise NotATable for anything else.

    `on_block` is given every block of bytes once, for a checksum.
    """
    decoders = {encoding: codecs.getincrementaldecoder(encoding)() for encoding in ENCODINGS}
    while block := stream.read(_BLOCK):
        on_block(block)
        if b"\x00" in block:
            raise NotATable
        for encoding in tuple(decoders):
            try:
                decoders[encoding].decode(block)
            except UnicodeDecodeError:
                del decoders[encoding]
    for encoding in tuple(decoders):
        try:
            decoders[encoding].decode(b"", final=True)
        except UnicodeDecodeError:
            del decoders[encoding]
    if not decoders:
        raise NotATable
    stream.seek(0)
    return io.TextIOWrapper(stream, encoding=next(iter(decoders)), newline="")


def read_text_table(text: TextIO, names: Mapping[str, str]) -> TextTable:
    """Return the table's header and its rows to come: number (the header is 1), cells, whether a cell goes on.

    `names` maps folded headers to our columns; others are passed over. Raises NotATable without a header.
    """
    head = text.readline()
    if not head.strip():
        raise NotATable
    delimiter = max(";\t,", key=head.count)
    if head.count(delimiter) == 0:
        raise NotATable
    titles = next(csv.reader([head], delimiter=delimiter))
    header = [names.get(fold(title), "") for title in titles]
    return TextTable(titles, header, delimiter, _rows(csv.reader(text, delimiter=delimiter)))


def _rows(reader: Any) -> Iterator[tuple[int, list[str], bool]]:
    last = 0
    for number, row in enumerate(reader, start=2):
        if row and any(not cell.isspace() for cell in row if cell):
            yield number, row, reader.line_num > last + 1
        last = reader.line_num


def decode(content: bytes) -> str:
    """Return the text of UTF-8 or Greek Windows bytes; raise NotATable for anything else."""
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NotATable


_ACCENTS = str.maketrans("άέήίόύώϊϋΐΰς", "αεηιουωιυιυσ")


def fold(title: str) -> str:
    """Return a header as it is compared: lower case, without accents, blanks and signs."""
    return re.sub(r"[^0-9a-zα-ω]", "", title.strip().lower().translate(_ACCENTS))


def parse_decimal(value: str) -> Decimal | None:
    """Return a number written the Greek or the English way, else None: 1.234,5 · 1,234.5 · 1234."""
    text = value.replace("\u00a0", "").replace(" ", "")
    if re.fullmatch(r"-?\d{1,3}(\.\d{3})+(,\d+)?|-?\d+,\d+", text):
        text = text.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", text):
        text = text.replace(",", "")
    elif not re.fullmatch(r"-?\d+(\.\d+)?", text):
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


@lru_cache(maxsize=4096)
def parse_day(value: str) -> date | None:
    """Return a day written dd/mm/yyyy, dd-mm-yyyy, dd.mm.yyyy or yyyy-mm-dd, None when it is none."""
    iso = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", value)
    greek = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", value)
    try:
        if iso:
            return date(*map(int, iso.groups()))
        if greek:
            day, month, year = map(int, greek.groups())
            return date(year, month, day)
    except ValueError:
        return None
    return None
