"""Numbers without gaps: the series row's lock is held until the caller's transaction ends."""

from django.db import connection

NEXT = """
INSERT INTO documents_numberseries AS series (code, year, title, last_number) VALUES (%s, %s, %s, %s)
ON CONFLICT (code, year) DO UPDATE SET last_number = series.last_number + excluded.last_number
RETURNING last_number
"""


def take_numbers(*, code: str, year: int, count: int, title: str) -> range:
    """Return the next numbers of the series, making it when it is new.

    Others who want numbers of the series wait until this transaction ends; if it is rolled back the numbers
    were never taken. Take numbers late and once.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("numbers are taken inside the transaction that uses them")
    if count < 0:
        raise ValueError("count must not be negative")
    if count == 0:
        return range(0)
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [code, year, title, count])
        last = int(cursor.fetchone()[0])
    return range(last - count + 1, last + 1)
