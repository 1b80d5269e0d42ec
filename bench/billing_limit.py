"""A run's finished rows, put by bare INSERT … SELECT into tables with the same indexes and constraints."""

from __future__ import annotations

import re

from django.db import connection, transaction

#: In the order in which foreign keys allow them.
TABLES = (
    "billing_bill", "billing_billline", "billing_ledgerentry", "accounting_journalentry",
    "accounting_journalline",
)  # fmt: skip


def make_clones() -> None:
    """Make an empty twin of each table, with its defaults, indexes, checks and foreign keys."""
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"DROP TABLE IF EXISTS limit_{table}, kept_{table} CASCADE")
            cursor.execute(f"CREATE TABLE limit_{table} (LIKE {table} INCLUDING ALL)")
        for table in TABLES:
            cursor.execute(
                "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
                " WHERE conrelid = %s::regclass AND contype = 'f'",
                [table],
            )
            for name, definition in cursor.fetchall():
                twin = re.sub(rf"REFERENCES ({'|'.join(TABLES)})\(", r"REFERENCES limit_\1(", definition)
                cursor.execute(f'ALTER TABLE limit_{table} ADD CONSTRAINT "{name}" {twin}')


def keep_rows() -> None:
    """Copy what the run made into plain tables, in the order of its making."""
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"CREATE TABLE kept_{table} AS SELECT * FROM {table} ORDER BY id")
        cursor.execute("VACUUM ANALYZE")


@transaction.atomic
def insert_rows() -> None:
    """Insert them, one statement a table, one transaction in all."""
    with connection.cursor() as cursor:
        for table in TABLES:
            columns = _columns(table)
            cursor.execute(
                f"INSERT INTO limit_{table} ({columns}) OVERRIDING SYSTEM VALUE"
                f" SELECT {columns} FROM kept_{table}"
            )


def empty_clones() -> None:
    """Make the twins empty again."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE " + ", ".join(f"limit_{table}" for table in TABLES))
        cursor.execute("CHECKPOINT")


def _columns(table: str) -> str:
    """Return the columns that are not computed by the database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute"
            " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''",
            [table],
        )
        return str(cursor.fetchone()[0])


def drop_clones() -> None:
    """Leave nothing behind."""
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"DROP TABLE IF EXISTS limit_{table}, kept_{table} CASCADE")
