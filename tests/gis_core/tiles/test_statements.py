"""Statements prepared by hand: their values, their failures, and what becomes of them on a long-lived connection."""

from __future__ import annotations

from weakref import WeakKeyDictionary

import pytest
from django.db import DataError, connection, transaction

from gis_core.tiles import statements
from gis_core.tiles.statements import fetch_row

pytestmark = pytest.mark.usefixtures("committed_db")


def test_values_go_as_text_and_come_as_bytes() -> None:
    statement = "SELECT $1::text || $2::int + 1, $3::boolean, NULL, 'Ερμού'"
    assert fetch_row(statement, ("a", 7, True)) == [b"a8", b"\x01", None, "Ερμού".encode()]
    assert fetch_row("SELECT 1 WHERE $1::boolean", (False,)) is None


def test_a_failure_is_djangos_and_leaves_the_connection_well() -> None:
    with pytest.raises(DataError):
        fetch_row("SELECT $1::int", ("none",))
    assert fetch_row("SELECT $1::text", ("well",)) == [b"well"]


def test_statements_that_somebody_threw_away_are_prepared_again() -> None:
    with connection.cursor() as cursor:
        assert fetch_row("SELECT $1::text", ("a",)) == [b"a"]
        cursor.execute("DEALLOCATE ALL")
        assert fetch_row("SELECT $1::text", ("b",)) == [b"b"]


def test_a_transaction_goes_on_when_somebody_threw_all_statements_away() -> None:
    with connection.cursor() as cursor, transaction.atomic():
        assert fetch_row("SELECT $1::text", ("a",)) == [b"a"]
        cursor.execute("DEALLOCATE ALL")
        assert fetch_row("SELECT $1::text", ("b",)) == [b"b"]
        cursor.execute("SELECT 1")


def test_a_connection_keeps_so_many_and_the_oldest_makes_room(monkeypatch: pytest.MonkeyPatch) -> None:
    connection.close()
    monkeypatch.setattr(statements, "_MOST_PREPARED", 3)
    # The pool gives connections that know some already.
    monkeypatch.setattr(statements, "_prepared", WeakKeyDictionary())
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
        for turn in range(7):
            assert fetch_row(f"SELECT $1::text || '{turn}'", ("a",)) == [f"a{turn}".encode()]
        cursor.execute("SELECT statement FROM pg_prepared_statements WHERE name LIKE 'hydria%' ORDER BY 1")
        assert [row[0][-2] for row in cursor.fetchall()] == ["4", "5", "6"]
