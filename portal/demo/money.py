"""Two years of billing in the demonstration town: runs, payments by habit, debts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from billing.models import Bill, BillRun
from billing.selectors.balances import balance_of
from billing.services.deposits import receive_deposits
from billing.services.payments import receive_payment
from billing.services.runs import approve_run, issue_run, preview_run, start_run
from billing.types import Deposit
from gis_core.models import User
from portal.demo.load import LoadedTown, load_round
from portal.demo.town import ROUTE_COUNT

#: In the last round the readers have not come home from these routes yet: the clerk imports them in the tour.
LATE_ROUTES = frozenset({15, 16})
ALL_ROUTES = frozenset(range(1, ROUTE_COUNT + 1))


def load_money(
    *,
    clerk: User,
    cashier: User,
    director: User,
    loaded: LoadedTown,
    seed: int,
    until: date,
    say: Callable[[str], None],
) -> None:
    """Import the readings round by round, bill each and take payments; the last round stays a preview."""
    random = Random(f"{seed} payments")
    pays = {connection.supply_number: connection.pays for connection in loaded.connections}
    for index, middle in enumerate(loaded.days):
        is_last = index == len(loaded.days) - 1
        say(f"round {middle:%m/%Y}")
        load_round(
            actor=clerk,
            loaded=loaded,
            index=index,
            routes=ALL_ROUTES - LATE_ROUTES if is_last else ALL_ROUTES,
        )
        run = _run(clerk, middle, until)
        run = preview_run(actor=clerk, run=run)
        if is_last:
            return
        run = approve_run(actor=director, run=run)
        run = issue_run(actor=clerk, run=run)
        _pay(cashier, run, pays, random, until)


def _run(clerk: User, middle: date, until: date) -> BillRun:
    quarter = {2: "Α΄", 5: "Β΄", 8: "Γ΄", 11: "Δ΄"}[middle.month]
    issue = min(middle + timedelta(days=6), until)
    return start_run(
        actor=clerk, route=None, read_from=middle - timedelta(days=10), read_to=min(middle + timedelta(days=4), issue),
        issue_date=issue, due_date=issue + timedelta(days=32), title=f"{quarter} τρίμηνο {middle:%Y}",
    )  # fmt: skip


def _pay(cashier: User, run: BillRun, pays: dict[str, float], random: Random, until: date) -> None:
    """Pay what people of each habit pay: most through the bank by day, a few at the till."""
    by_day: dict[date, list[Deposit]] = defaultdict(list)
    at_till: list[tuple[date, Bill]] = []
    bills = Bill.objects.filter(run=run, net__gt=0).select_related("connection", "party").order_by("number")
    for bill in bills:
        if random.random() > pays[bill.connection.supply_number]:
            continue
        day = run.issue_date + timedelta(days=min(75, max(2, round(random.gauss(22, 11)))))
        if day > until:
            continue
        share = Decimal("0.5") if random.random() < 0.015 else Decimal(1)
        amount = (bill.net + bill.vat) * share
        if random.random() < 0.006:
            at_till.append((day, bill))
        else:
            by_day[day].append(
                Deposit(
                    key=f"bank:{bill.rf_code}:{day:%Y%m%d}", connection_id=bill.connection_id,
                    party_id=bill.party_id, amount=amount.quantize(Decimal("0.01")),
                )
            )  # fmt: skip
    for day in sorted(by_day):
        receive_deposits(actor=None, received_on=day, deposits=by_day[day])
    for day, bill in at_till:
        balance = balance_of(bill.connection, bill.party)
        if balance > 0:
            receive_payment(
                actor=cashier, key=f"till:{bill.rf_code}", connection=bill.connection, party=bill.party,
                amount=balance, method="cash", received_on=day,
            )  # fmt: skip
