"""The card of readings of a connection, and the meter card of one payer there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from meters.choices import EstimateRule, LiabilityRole, ReadingSource
from meters.models import Connection, Installation
from meters.sql.reading_card import ReadingCardRow, reading_card_rows
from parties.models import Party

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class CardLine:
    """A reading with the consumption since the one before (m³), its days and the mean a day (m³)."""

    row: ReadingCardRow
    days: int | None
    mean_m3: Decimal | None

    @property
    def source(self) -> str:
        """Return where it comes from, in words; of an estimate by which rule."""
        words = str(ReadingSource(self.row.source).label)
        rule = self.row.estimate_rule
        return f"{words}: {EstimateRule(rule).label}" if rule else words


@dataclass(frozen=True)
class Span:
    """Days of liability: the first and the last one, None where it goes on."""

    first: date
    last: date | None


@dataclass(frozen=True)
class ReadingCard:
    """What the card tells: its lines, oldest first, the sum (m³), the meters that hung there meanwhile."""

    connection: Connection
    party: Party | None
    spans: list[Span]
    meters: list[Installation]
    lines: list[CardLine]
    used_m3: Decimal


def get_reading_card(connection: Connection, party: Party | None = None) -> ReadingCard:
    """Return the connection's card of readings; with a party its meter card, of the days it was liable alone.

    A reading on the day of a move closes the account of the one and opens that of the other. Consumption that began
    before the party was liable is not the party's: the line stands without it.
    """
    installations = list(connection.installations.select_related("meter").order_by("period", "slot"))
    rows = reading_card_rows(connection.pk)
    if party is None:
        return _card(connection, None, [], installations, rows)
    spans = _spans(connection, party)
    kept = [_of_span(row, span) for span in spans for row in rows if _is_in(row, span)]
    hung = [row for row in installations if any(_overlaps(row, span) for span in spans)]
    return _card(connection, party, spans, hung, kept)


def _spans(connection: Connection, party: Party) -> list[Span]:
    liable = connection.liabilities.filter(role=LiabilityRole.PAYER, party=party).order_by("period")
    return [
        Span(row.period.lower, row.period.upper - ONE_DAY if row.period.upper else None) for row in liable
    ]


def _is_in(row: ReadingCardRow, span: Span) -> bool:
    """Say whether the reading falls into the days, that of the day after the last one included."""
    return row.read_on >= span.first and (span.last is None or row.read_on <= span.last + ONE_DAY)


def _of_span(row: ReadingCardRow, span: Span) -> ReadingCardRow:
    """Return the row without consumption that began before the days."""
    if row.since is None or row.since < span.first:
        return replace(row, since=None, used_m3=None)
    return row


def _overlaps(installation: Installation, span: Span) -> bool:
    begins, ends = installation.period.lower, installation.period.upper
    return (span.last is None or begins <= span.last) and (ends is None or ends > span.first)


def _card(
    connection: Connection,
    party: Party | None,
    spans: list[Span],
    meters: list[Installation],
    rows: Iterable[ReadingCardRow],
) -> ReadingCard:
    lines = [_line(row) for row in rows]
    used = sum((line.row.used_m3 for line in lines if line.row.used_m3 is not None), Decimal(0))
    return ReadingCard(connection, party, spans, meters, lines, used)


def _line(row: ReadingCardRow) -> CardLine:
    if row.since is None or row.used_m3 is None:
        return CardLine(row, None, None)
    days = (row.read_on - row.since).days
    return CardLine(row, days, row.used_m3 / days if days else None)
