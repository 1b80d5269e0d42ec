"""Antoniou moves out on 1 September and Dimou in: one act at the desk, two bills to the cent."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from billing.choices import RunState
from billing.models import Bill, BillRun
from billing.services.runs import approve_run, issue_run, preview_run
from gis_core.choices import Role
from gis_core.models import Job, User
from gis_core.services.jobs import run_job_now
from meters.models import Connection
from meters.services.moves import Move, move_payer
from parties.models import Party
from tests.factories.billing import (
    make_connection,
    make_payer,
    make_route,
    make_run,
    make_tariff,
    make_user,
    make_utility,
    read_meter,
)

JULY, MOVED_ON, NOVEMBER = date(2026, 7, 18), date(2026, 9, 1), date(2026, 11, 17)


def build(clerk: User, director: User) -> tuple[Connection, Party, Party]:
    make_utility()
    make_tariff(clerk, director)
    house = make_connection(make_route(), 114, payer=make_payer("Αντωνίου"))
    read_meter(house, JULY, "1424")
    return house, house.liabilities.get().party, make_payer("Δήμου")


def move(actor: User | None, house: Connection, newcomer: Party) -> None:
    shown = {house.installations.get().pk: Decimal(1450)}
    move_payer(
        actor=actor, connection=house, move=Move(moved_on=MOVED_ON, readings_m3=shown, in_party=newcomer)
    )


def test_both_bills_come_out_to_the_cent(committed_db: None) -> None:
    maria = make_user("maria", Role.FRONT_DESK)
    eleni, nikos = make_user("eleni", Role.BILLING), make_user("nikos", Role.DIRECTOR)
    house, leaver, newcomer = build(eleni, nikos)
    neighbour = make_connection(house.route, 115, payer=leaver)
    read_meter(neighbour, JULY, "1")
    read_meter(neighbour, MOVED_ON, "9")
    move(maria, house, newcomer)

    run = BillRun.objects.get()
    assert (run.connection, run.read_from, run.read_to, run.created_by) == (house, MOVED_ON, MOVED_ON, maria)
    assert run.issue_date == max(timezone.localdate(), MOVED_ON)
    assert run_job_now(Job.objects.get(kind="billing.preview_run").pk)
    run.refresh_from_db()
    assert run.bill_count == 1
    issue_run(actor=eleni, run=approve_run(actor=nikos, run=run))
    closing = Bill.objects.get()
    assert (closing.party, closing.days, closing.consumption_m3) == (leaver, 45, Decimal(26))
    # Limits × 45/122: 11.065574, 18.442623, 25.819672 m³; water 6.64 + 8.48 + 10.33 + 0.40 = 25.85; fixed 3.69,
    # sewer 20.80, special 20.68; VAT 13 % of 25.85 and 24 % of 45.17.
    assert (closing.net, closing.vat, closing.total) == (Decimal("71.02"), Decimal("14.20"), Decimal("85.22"))

    read_meter(house, NOVEMBER, "1482")
    rest = preview_run(actor=eleni, run=make_run(eleni, None))
    issue_run(actor=eleni, run=approve_run(actor=nikos, run=rest))
    opening = Bill.objects.get(run=rest, connection=house)
    assert (opening.party, opening.days, opening.consumption_m3) == (newcomer, 77, Decimal(32))
    # Limits × 77/122: 18.934426, 31.557377, 44.180328 m³; water 11.36 + 14.52 + 0.62 = 26.50; fixed 6.31, sewer
    # 25.60, special 21.20; VAT 13 % of 26.50 and 24 % of 53.11.
    assert (opening.net, opening.vat, opening.total) == (Decimal("79.61"), Decimal("16.20"), Decimal("95.81"))
    assert opening.previous_reading == closing.current_reading


@pytest.mark.django_db
def test_a_move_that_nobody_acts_in_leaves_the_leaver_to_the_next_run() -> None:
    eleni, nikos = make_user("eleni", Role.BILLING), make_user("nikos", Role.DIRECTOR)
    house, leaver, newcomer = build(eleni, nikos)
    move(None, house, newcomer)
    assert not BillRun.objects.exists()
    read_meter(house, NOVEMBER, "1482")
    run = preview_run(actor=eleni, run=make_run(eleni, None))
    assert [bill.party for bill in run.bills.all()] == [leaver]


@pytest.mark.django_db
def test_a_run_of_one_connection_bills_it_alone() -> None:
    eleni, nikos = make_user("eleni", Role.BILLING), make_user("nikos", Role.DIRECTOR)
    house, _leaver, _newcomer = build(eleni, nikos)
    neighbour = make_connection(house.route, 115, payer=make_payer())
    for place in (house, neighbour):
        read_meter(place, date(2026, 7, 1), "5")
        read_meter(place, NOVEMBER, "1500")
    run = preview_run(actor=eleni, run=make_run(eleni, None, connection=house))
    assert [bill.connection for bill in run.bills.all()] == [house]
    everybody = preview_run(actor=eleni, run=make_run(eleni, None))
    assert [bill.connection for bill in everybody.bills.all()] == [neighbour]
    assert everybody.state == RunState.PREVIEWED
