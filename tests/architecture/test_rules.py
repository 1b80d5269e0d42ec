"""Each rule catches what it is there to catch; a rule that lets everything pass proves nothing."""

import ast

from tests.architecture import rules
from tests.architecture.house import APPS, may_depend


def test_an_import_inside_a_function_is_found() -> None:
    tree = ast.parse("import os\ndef walk():\n    from billing import models\n")
    assert list(rules.local_imports(tree)) == ["line 3: import inside walk()"]


def test_a_star_import_is_found() -> None:
    tree = ast.parse("from billing.models import *\n")
    assert list(rules.star_imports(tree)) == ["line 1: from billing.models import *"]


def test_model_signals_are_found_however_they_are_reached() -> None:
    imported = ast.parse("from django.db.models.signals import post_save\n")
    reached = ast.parse("from django.db.models import signals\nsignals.post_save.connect(print)\n")
    assert list(rules.model_signals(imported)) == ["line 1: imports model signals"]
    assert list(rules.model_signals(reached)) == ["line 2: uses post_save"]


def test_writing_another_apps_rows_is_found() -> None:
    tree = ast.parse(
        "from meters.models import Reading\n"
        "def pay(reading: Reading):\n"
        "    Reading.objects.filter(pk=1).update(note='')\n"
        "    Reading(value=1)\n"
        "    reading.save()\n"
        "    Reading.objects.filter(pk=1).exists()\n"
    )
    assert list(rules.foreign_writes(tree, "billing", APPS)) == [
        "line 3: Reading.objects.filter.update() writes a table of meters",
        "line 4: makes a Reading of meters",
        "line 5: reading.save() writes a table of another app",
    ]
    assert list(rules.foreign_writes(tree, "meters", APPS)) == []


def test_sql_that_writes_another_apps_table_is_found_comments_and_texts_are_not() -> None:
    owners = {"billing_bill": "billing", "meters_reading": "meters"}
    sql = """-- update meters_reading
    WITH moved AS (UPDATE meters_reading SET note = 'delete from meters_reading' RETURNING id)
    INSERT INTO billing_bill SELECT * FROM moved"""
    assert list(rules.sql_foreign_writes(sql, "billing", owners)) == ["writes meters_reading of meters"]
    assert list(rules.sql_foreign_writes(sql, "meters", owners)) == ["writes billing_bill of billing"]


def test_a_sql_file_needs_its_header_and_holds_one_statement() -> None:
    good = (
        "-- What a route owes.\n-- Index: bill_connection. Rows: one a bill.\nSELECT ';' FROM billing_bill;\n"
    )
    assert list(rules.sql_file_faults(good)) == []
    assert list(rules.sql_file_faults("SELECT 1; SELECT 2;")) == [
        "does not begin with a header",
        "holds more than one statement",
    ]
    assert list(rules.sql_file_faults("-- Index: none. Rows: one.\n")) == ["holds no statement"]


def test_the_order_of_the_apps_is_the_one_on_paper() -> None:
    assert may_depend("portal", "gis_core")
    assert may_depend("billing", "meters")
    assert not may_depend("meters", "billing")
    assert not may_depend("network", "accounting")
    assert not may_depend("accounting", "network")
    assert not may_depend("gis_core", "documents")
