"""Bulk SQL shows in the history with its actor: the person whose work it was, else the database's account."""

from __future__ import annotations

import pghistory
import psycopg
import pytest
from django.db import connection
from django.utils import translation
from psycopg import sql

from gis_core.choices import Role
from gis_core.pages.history import list_changes
from gis_core.services.event_accounts import check_accounts, list_tables_without_account
from parties.models import Party
from tests.factories.billing import make_payer
from tests.factories.people import make_staff

ACCOUNT = "hydria_test_eleni"
RENAME = "UPDATE parties_party SET first_name = %s WHERE name = 'Βασιλείου'"


@pytest.mark.django_db
def test_every_event_table_keeps_the_account() -> None:
    assert list_tables_without_account() == []
    assert check_accounts().ok
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE parties_partyevent ALTER COLUMN pgh_by DROP DEFAULT")
    assert list_tables_without_account() == ["parties_partyevent"]
    assert not check_accounts().ok


@pytest.mark.usefixtures("committed_db")
def test_bulk_sql_is_told_with_who_ran_it() -> None:
    make_payer("Βασιλείου")
    eleni = make_staff("eleni", Role.BILLING)
    with pghistory.context(user=eleni.pk), connection.cursor() as cursor:
        cursor.execute(RENAME, ["Άννα"])
    with connection.cursor() as cursor:
        cursor.execute(RENAME, ["Βάσω"])
    _rename_by_another_account("Γιώτα")

    with translation.override("en"):
        changes = list_changes(Party.objects.get())
        told = [(change.who, [(field.old, field.new) for field in change.fields]) for change in changes]

    assert told == [
        (f"database account {ACCOUNT}", [("Βάσω", "Γιώτα")]),
        ("the program, by itself", [("Άννα", "Βάσω")]),
        (str(eleni), [("Γεώργιος", "Άννα")]),
        ("the program, by itself", []),
    ]


def _rename_by_another_account(name: str) -> None:
    """Change the row over a second connection of another account, as somebody with psql does."""
    given, account = connection.settings_dict, sql.Identifier(ACCOUNT)
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM pg_roles WHERE rolname = %s", [ACCOUNT])
        if cursor.fetchone() is None:
            cursor.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD 'only-for-tests'").format(account))
        cursor.execute(
            sql.SQL(
                "GRANT SELECT, UPDATE ON parties_party TO {0}; GRANT SELECT, INSERT ON parties_partyevent TO {0};"
                "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {0}"
            ).format(account)
        )
    try:
        with psycopg.connect(
            host=given["HOST"], port=given["PORT"], user=ACCOUNT, password="only-for-tests", dbname=given["NAME"],
            autocommit=True,
        ) as other:  # fmt: skip
            other.execute(RENAME, [name])
    finally:
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL("DROP OWNED BY {0}; DROP ROLE {0}").format(account))
