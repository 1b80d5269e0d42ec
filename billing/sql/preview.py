"""The statements that make the drafts of a run, in the order in which they run."""

from __future__ import annotations

from datetime import date

from django.db import connection

from billing.sql.statement import execute, fetch

#: Key of the advisory lock by which previews wait for each other, so that no reading lands in two runs.
PREVIEW_LOCK = 471_201


def lock_previews() -> None:
    """Wait until no other preview works; others, and who approves prices, wait until this transaction ends.

    Being alone, the preview may sort and hash in more memory than the database gives by default.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '192MB'")
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PREVIEW_LOCK])
        # A version that is approved meanwhile would end one of these: it then finds the days billed.
        cursor.execute("SELECT FROM billing_tariff WHERE state = 'approved' ORDER BY id FOR KEY SHARE")


def check_keys_at_once() -> None:
    """Let foreign keys be checked as each statement ends, while its rows are at hand, not at the commit."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def check_keys_at_commit() -> None:
    """Let the rest of the transaction find foreign keys as the tables declare them."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def delete_drafts(run_id: int) -> int:
    """Throw away drafts and exclusions of the run; return how many drafts there were."""
    fetch("lock_all_drafts", run_id=run_id)
    return execute("delete_drafts", run_id=run_id)


def delete_fallen(run_id: int) -> None:
    """Forget drafts of an earlier preview that fell away while this one was made."""
    execute("delete_fallen", run_id=run_id)


def collect_pairs(*, route_id: int | None, connection_id: int | None, read_from: date, read_to: date) -> None:
    """Pair readings, find payers, name reasons, in a table of this transaction."""
    execute("collect_scope", route_id=route_id, connection_id=connection_id)
    _analyze("billing_run_scope")
    execute("collect_latest", read_from=read_from, read_to=read_to)
    _analyze("billing_run_latest")
    execute("collect_opening")
    _analyze("billing_run_opening")
    execute("collect_moved")
    _analyze("billing_run_moved")
    execute("close_moved")
    execute("collect_meters", read_from=read_from)
    _analyze("billing_run_meter")
    execute("collect_pairs")
    _analyze("billing_run_pair")


def split_by_version() -> None:
    """Share days and consumption among tariff versions."""
    execute("split_by_version")
    execute("list_slots")
    _analyze("billing_run_part")
    _analyze("billing_run_slot")


def mark_unpriced() -> int:
    """Leave out what the tariffs do not price; return how many."""
    return execute("mark_unpriced")


def charge() -> None:
    """Make every amount of every bill, VAT last."""
    execute("charge_direct")
    execute("charge_meters")
    execute("charge_percentages")
    execute("charge_vat")


def insert_bills(run_id: int) -> int:
    """Write the drafts; return how many."""
    return execute("insert_bills", run_id=run_id)


def insert_lines(run_id: int) -> int:
    """Write their lines; return how many."""
    return execute("insert_lines", run_id=run_id)


def insert_meters(run_id: int) -> int:
    """Write what each meter measured where several made a bill; return how many."""
    return execute("insert_meters", run_id=run_id)


def insert_exclusions(run_id: int) -> int:
    """Write who is left out and why; return how many."""
    return execute("insert_exclusions", run_id=run_id)


def drop_work_tables() -> None:
    """Drop the tables of this preview, so that another may follow in the same transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DROP TABLE billing_run_scope, billing_run_latest, billing_run_opening, billing_run_moved,"
            " billing_run_meter, billing_run_pair, billing_run_part, billing_run_slot, billing_run_charge"
        )


def _analyze(table: str) -> None:
    """Tell the planner what is in a table that was just made."""
    statements = {
        "billing_run_scope": "ANALYZE billing_run_scope",
        "billing_run_latest": "ANALYZE billing_run_latest",
        "billing_run_opening": "ANALYZE billing_run_opening",
        "billing_run_moved": "ANALYZE billing_run_moved",
        "billing_run_meter": "ANALYZE billing_run_meter",
        "billing_run_pair": "ANALYZE billing_run_pair",
        "billing_run_part": "ANALYZE billing_run_part",
        "billing_run_slot": "ANALYZE billing_run_slot",
    }
    with connection.cursor() as cursor:
        cursor.execute(statements[table])
