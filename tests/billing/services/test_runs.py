"""Bill runs: from readings to drafts, approval by another, numbers, ledger and journal."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from accounting.models import JournalEntry, JournalLine
from billing.choices import BillState, RunState
from billing.domain.rf import is_rf_code
from billing.errors import RunError, RunExistsError
from billing.models import Bill, BillRunExclusion, LedgerEntry
from billing.selectors.balances import balance_of
from billing.services.corrections import CHANGED
from billing.services.runs import approve_run, cancel_run, issue_run, preview_run
from billing.sql.statement import text_of
from billing.templatetags.billing import REASONS
from billing.types import NewComponent
from gis_core.choices import Role
from gis_core.models import User
from meters.models import Connection, Installation
from tests.factories.billing import (
    change_payer,
    hang_meter,
    make_approved_run,
    make_connection,
    make_payer,
    make_route,
    make_run,
    make_tariff,
    make_user,
    make_utility,
    read_meter,
)

pytestmark = pytest.mark.django_db

JULY, NOVEMBER = date(2026, 7, 18), date(2026, 11, 17)


@pytest.fixture
def eleni() -> User:
    return make_user("eleni", Role.BILLING)


@pytest.fixture
def nikos() -> User:
    make_utility()
    return make_user("nikos", Role.DIRECTOR)


@pytest.fixture
def antoniou(eleni: User, nikos: User) -> Connection:
    """A house read in July (1,424) and in November (1,482), 122 days later."""
    make_tariff(eleni, nikos)
    connection = make_connection(make_route(), 114, payer=make_payer())
    read_meter(connection, JULY, "1424")
    read_meter(connection, NOVEMBER, "1482")
    return connection


def reasons(run_id: int) -> dict[str, str]:
    rows = BillRunExclusion.objects.filter(run=run_id).values_list("connection__supply_number", "reason")
    return dict(rows)


def test_the_bill_of_the_drawn_page_comes_out_to_the_cent(
    antoniou: Connection, eleni: User, nikos: User
) -> None:
    run = make_approved_run(eleni, nikos, None)
    issue_run(actor=eleni, run=run)
    bill = Bill.objects.get()
    assert bill.reference == "A-2026-000001"
    assert (bill.days, bill.consumption_m3) == (122, Decimal(58))
    assert (bill.net, bill.vat, bill.total) == (Decimal("150.36"), Decimal("30.35"), Decimal("180.71"))
    amounts = [str(amount) for amount in bill.lines.order_by("order").values_list("amount", flat=True)]
    assert amounts == ["18.00", "23.00", "11.20", "10.00", "46.40", "41.76", "6.79", "23.56"]
    assert bill.rf_code[4:] == "912348202601000000001"
    assert is_rf_code(bill.rf_code)


def test_an_issued_run_charges_the_payer_and_books_income_by_service(
    antoniou: Connection, eleni: User, nikos: User
) -> None:
    run = issue_run(actor=eleni, run=make_approved_run(eleni, nikos, None))
    assert run.state == RunState.ISSUED
    payer = antoniou.liabilities.get().party
    assert balance_of(antoniou, payer) == Decimal("180.71")
    assert balance_of(antoniou, payer, on=date(2026, 11, 19)) == 0
    entry = JournalEntry.objects.get()
    assert (entry.source, entry.source_id, entry.source_part) == ("billing.run", run.pk, "A-2026-000001")
    legs = {
        line.account.purpose: (line.debit, line.credit)
        for line in JournalLine.objects.select_related("account")
    }
    zero = Decimal(0)
    assert legs == {
        "receivables": (Decimal("180.71"), zero),
        "water_income": (zero, Decimal("52.20")),
        "water_fixed_income": (zero, Decimal("10.00")),
        "sewer_income": (zero, Decimal("46.40")),
        "special_fee": (zero, Decimal("41.76")),
        "vat_output": (zero, Decimal("30.35")),
    }


def test_a_house_put_on_a_route_that_is_done_is_issued_too(
    eleni: User, nikos: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("billing.services.issue.CHUNK_BILLS", 1)
    make_tariff(eleni, nikos)
    houses = [make_connection(make_route(code), 1, payer=make_payer()) for code in ("07", "09")]
    for house in houses:
        read_meter(house, JULY, "0")
        read_meter(house, NOVEMBER, "10")

    def move(done: int, total: int | None = None, step: str = "") -> None:
        if done == 1:
            Connection.objects.filter(pk=houses[1].pk).update(route=houses[0].route, route_position=2)

    run = issue_run(actor=eleni, run=make_approved_run(eleni, nikos, None), report=move)
    assert run.state == RunState.ISSUED
    assert [bill.number for bill in Bill.objects.order_by("number")] == [1, 2]


def test_issuing_again_changes_nothing(antoniou: Connection, eleni: User, nikos: User) -> None:
    run = issue_run(actor=eleni, run=make_approved_run(eleni, nikos, None))
    issue_run(actor=eleni, run=run)
    assert (Bill.objects.count(), LedgerEntry.objects.count(), JournalEntry.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize(("chunk_bills", "entries"), [(1, 2), (5, 2), (6, 1)])
def test_numbers_follow_the_walk_route_by_route(
    eleni: User, nikos: User, chunk_bills: int, entries: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("billing.services.issue.CHUNK_BILLS", chunk_bills)
    make_tariff(eleni, nikos)
    payer = make_payer()
    for code in ("09", "07"):
        route = make_route(code)
        for position in (3, 1, 2):
            connection = make_connection(route, position, payer=payer)
            read_meter(connection, JULY, "0")
            read_meter(connection, NOVEMBER, "10")
    issue_run(actor=eleni, run=make_approved_run(eleni, nikos, None))
    numbered = Bill.objects.order_by("number").values_list("number", "connection__supply_number")
    supplies = ["07-0001", "07-0002", "07-0003", "09-0001", "09-0002", "09-0003"]
    assert list(numbered) == list(enumerate(supplies, start=1))
    assert JournalEntry.objects.count() == entries


def test_who_is_not_billed_is_listed_with_the_reason(antoniou: Connection, eleni: User, nikos: User) -> None:
    route, payer = antoniou.route, make_payer("Βασιλείου")
    unread = make_connection(route, 1, payer=payer)
    read_meter(unread, JULY, "5")
    newcomer = make_connection(route, 2, payer=payer)
    read_meter(newcomer, NOVEMBER, "5")
    backwards = make_connection(route, 3, payer=payer)
    read_meter(backwards, JULY, "50")
    read_meter(backwards, NOVEMBER, "49.999")
    nobody = make_connection(route, 4)
    read_meter(nobody, JULY, "5")
    read_meter(nobody, NOVEMBER, "6")
    hotel = make_connection(route, 5, payer=payer, use="hotel")
    read_meter(hotel, JULY, "5")
    read_meter(hotel, NOVEMBER, "6")
    bare = make_connection(route, 6, payer=payer)
    Installation.objects.filter(connection=bare).delete()
    run = preview_run(actor=eleni, run=make_run(eleni, None))
    assert reasons(run.pk) == {
        "07-0001": "no_reading",
        "07-0002": "first_reading",
        "07-0003": "negative",
        "07-0004": "no_payer",
        "07-0005": "no_tariff",
        "07-0006": "no_meter",
    }
    assert run.bill_count == 1


def test_every_reason_has_words() -> None:
    page = (Path(settings.BASE_DIR) / "docs/algorithms/billing.md").read_text()
    listed = re.findall(
        r"`([a-z_]+)`", page.partition("Who is left out is listed with a reason:")[2].partition("##")[0]
    )
    written = set(
        re.findall(r"(?:THEN|ELSE) '([a-z_]+)'", text_of("collect_pairs") + text_of("mark_unpriced"))
    )
    written |= {CHANGED}
    assert set(listed) == written == set(REASONS)


def test_a_meter_exchange_within_the_period_adds_both_meters(
    antoniou: Connection, eleni: User, nikos: User
) -> None:
    house = make_connection(antoniou.route, 7, payer=make_payer("Γεωργίου"))
    old = house.installations.get()
    read_meter(house, JULY, "100")
    exchanged_on = date(2026, 9, 1)
    old.period = (old.period.lower, exchanged_on)
    old.save()
    read_meter(house, exchanged_on, "120.5", source="removal", installation=old)
    new = hang_meter(house, since=exchanged_on)
    read_meter(house, NOVEMBER, "12.25", installation=new)
    run = preview_run(actor=eleni, run=make_run(eleni, None))
    assert reasons(run.pk) == {"07-0007": "meter_exchanged"}
    read_meter(house, exchanged_on, "0", source="installation", installation=new)
    run = preview_run(actor=eleni, run=run)
    bill = run.bills.get(connection=house)
    assert bill.consumption_m3 == Decimal("32.75")
    assert bill.installation == new


def test_who_pays_on_the_last_day_gets_the_bill(antoniou: Connection, eleni: User, nikos: User) -> None:
    antoniou_party = antoniou.liabilities.get().party
    change_payer(antoniou, make_payer("Δήμου"), since=NOVEMBER)
    run = preview_run(actor=eleni, run=make_run(eleni, None))
    assert run.bills.get().party == antoniou_party


def test_a_reading_on_the_day_of_a_move_divides_the_bill(
    antoniou: Connection, eleni: User, nikos: User
) -> None:
    moved_on, former, newcomer = date(2026, 9, 1), antoniou.liabilities.get().party, make_payer("Δήμου")
    change_payer(antoniou, newcomer, since=moved_on)
    run = preview_run(actor=eleni, run=make_run(eleni, None))
    assert (run.bill_count, reasons(run.pk)) == (0, {"07-0114": "payer_changed"})
    read_meter(antoniou, moved_on, "1450")
    run = preview_run(actor=eleni, run=run)
    issue_run(actor=eleni, run=approve_run(actor=nikos, run=run))
    rest = preview_run(actor=eleni, run=make_run(eleni, antoniou.route))
    bills = Bill.objects.order_by("pk").values_list("party", "period_from", "period_to", "consumption_m3")
    assert list(bills) == [
        (former.pk, JULY, moved_on, Decimal(26)),
        (newcomer.pk, moved_on, NOVEMBER, Decimal(32)),
    ]
    assert rest.bill_count == 1


def test_where_the_tariff_charges_nothing_the_bill_says_so(eleni: User, nikos: User) -> None:
    sewer = NewComponent(
        "sewer", "Αποχέτευση", "Sewerage", "fixed", "sewer", Decimal(24), amount=Decimal(9), only_with_sewer=True
    )  # fmt: skip
    make_tariff(eleni, nikos, components=[sewer])
    dry = make_connection(make_route(), 1, payer=make_payer(), has_sewer=False)
    read_meter(dry, JULY, "1")
    read_meter(dry, NOVEMBER, "5")
    run = preview_run(actor=eleni, run=make_run(eleni, None))
    assert reasons(run.pk) == {}
    assert run.bills.get().total == 0


def test_the_next_bill_begins_where_this_ended(antoniou: Connection, eleni: User, nikos: User) -> None:
    issue_run(actor=eleni, run=make_approved_run(eleni, nikos, None))
    read_meter(antoniou, date(2026, 11, 18), "1490.5")
    later = preview_run(
        actor=eleni,
        run=make_run(eleni, None, read_to=date(2026, 11, 20), read_from=date(2026, 11, 18)),
    )
    bill = later.bills.get()
    assert (bill.period_from, bill.days, bill.consumption_m3) == (NOVEMBER, 1, Decimal("8.5"))


def test_a_reading_that_is_billed_is_not_billed_again(antoniou: Connection, eleni: User, nikos: User) -> None:
    issue_run(actor=eleni, run=make_approved_run(eleni, nikos, antoniou.route))
    everybody = preview_run(actor=eleni, run=make_run(eleni, None))
    assert reasons(everybody.pk) == {"07-0114": "already_billed"}
    assert everybody.bill_count == 0


def test_a_draft_of_another_run_keeps_its_reading(antoniou: Connection, eleni: User, nikos: User) -> None:
    preview_run(actor=eleni, run=make_run(eleni, antoniou.route))
    everybody = preview_run(actor=eleni, run=make_run(eleni, None))
    assert reasons(everybody.pk) == {"07-0114": "already_in_run"}


def test_a_second_preview_takes_the_readings_as_they_are_now(
    antoniou: Connection, eleni: User, nikos: User
) -> None:
    run = preview_run(actor=eleni, run=make_run(eleni, None))
    first = run.fingerprint
    read_meter(antoniou, NOVEMBER, "1481", revision=1)
    run = preview_run(actor=eleni, run=run)
    assert run.bills.get().consumption_m3 == Decimal(57)
    assert run.fingerprint != first
    assert run.consumption_m3 == Decimal(57)


def test_the_same_scope_and_day_make_one_run(antoniou: Connection, eleni: User, nikos: User) -> None:
    first = make_run(eleni, antoniou.route)
    with pytest.raises(RunExistsError) as refusal:
        make_run(nikos, antoniou.route)
    assert refusal.value.code == "run_exists"
    assert refusal.value.run_id == first.pk
    cancel_run(actor=eleni, run=first)
    make_run(nikos, antoniou.route)


def test_a_run_is_approved_by_another_who_may(antoniou: Connection, eleni: User, nikos: User) -> None:
    run = make_run(eleni, None)
    with pytest.raises(RunError) as refusal:
        approve_run(actor=nikos, run=run)
    assert refusal.value.code == "state"
    preview_run(actor=eleni, run=run)
    with pytest.raises(RunError) as refusal:
        approve_run(actor=eleni, run=run)
    assert refusal.value.code == "same_person"
    with pytest.raises(RunError) as refusal:
        approve_run(actor=make_user("katerina", Role.CASHIER), run=run)
    assert refusal.value.code == "role"
    assert Bill.objects.get().state == BillState.DRAFT
    assert approve_run(actor=nikos, run=run).approved_by == nikos


def test_a_preview_that_the_approver_did_not_see_is_not_approved(
    antoniou: Connection, eleni: User, nikos: User
) -> None:
    run = preview_run(actor=eleni, run=make_run(eleni, None))
    seen = run.fingerprint
    read_meter(antoniou, NOVEMBER, "1999", revision=1)
    run = preview_run(actor=eleni, run=run)
    with pytest.raises(RunError) as refusal:
        approve_run(actor=nikos, run=run, seen=seen)
    assert refusal.value.code == "changed"
    run.refresh_from_db()
    assert run.state == RunState.PREVIEWED
    assert approve_run(actor=nikos, run=run, seen=run.fingerprint).state == RunState.APPROVED


def test_a_run_that_nobody_approved_is_not_issued(antoniou: Connection, eleni: User, nikos: User) -> None:
    run = preview_run(actor=eleni, run=make_run(eleni, None))
    with pytest.raises(RunError) as refusal:
        issue_run(actor=eleni, run=run)
    assert refusal.value.code == "state"
    assert Bill.objects.get().number is None


def test_drafts_that_changed_after_approval_are_not_issued(
    antoniou: Connection, eleni: User, nikos: User
) -> None:
    run = make_approved_run(eleni, nikos, None)
    Bill.objects.update(net=Decimal("1.00"))
    with pytest.raises(RunError) as refusal:
        issue_run(actor=eleni, run=run)
    assert refusal.value.code == "changed"
    assert Bill.objects.get().number is None


def test_a_cancelled_run_frees_its_readings(antoniou: Connection, eleni: User, nikos: User) -> None:
    run = make_approved_run(eleni, nikos, None)
    cancel_run(actor=eleni, run=run)
    assert not Bill.objects.exists()
    assert preview_run(actor=eleni, run=make_run(eleni, antoniou.route)).bill_count == 1


def test_an_issued_run_is_not_cancelled(antoniou: Connection, eleni: User, nikos: User) -> None:
    run = issue_run(actor=eleni, run=make_approved_run(eleni, nikos, None))
    with pytest.raises(RunError) as refusal:
        cancel_run(actor=eleni, run=run)
    assert refusal.value.code == "state"
    assert Bill.objects.get().state == BillState.ISSUED


def test_issued_bills_their_lines_and_the_ledger_stay_as_they_are(
    antoniou: Connection, eleni: User, nikos: User
) -> None:
    issue_run(actor=eleni, run=make_approved_run(eleni, nikos, None))
    bill = Bill.objects.get()
    line = bill.lines.order_by("order")[0]
    attempts: list[Callable[[], object]] = [
        lambda: Bill.objects.update(due_date=date(2027, 1, 1)),
        lambda: Bill.objects.all()._raw_delete("default"),
        lambda: bill.lines.update(amount=0),
        lambda: bill.lines.all()._raw_delete("default"),
        lambda: bill.lines.create(
            order=7, component=line.component, service="water", quantity=1, price=1, days=1, block_days=1,
            amount=1, vat_percent=13,
        ),
        lambda: LedgerEntry.objects.update(amount=0),
        lambda: LedgerEntry.objects.all()._raw_delete("default"),
        lambda: JournalEntry.objects.update(description="x"),
        lambda: JournalLine.objects.update(debit=1),
        lambda: JournalLine.objects.all()._raw_delete("default"),
    ]  # fmt: skip
    for attempt in attempts:
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt()
    bill.refresh_from_db()
    assert (bill.total, bill.lines.count()) == (Decimal("180.71"), 8)
