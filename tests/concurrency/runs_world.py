"""A town small enough to bill often and wide enough to be killed in: many routes, a few houses on each."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from accounting.services.chart import install_chart
from billing.models import Bill, BillRun
from billing.services.payments import receive_payment
from gis_core.choices import Role
from gis_core.models import User
from tests.factories.billing import (
    make_connection,
    make_payer,
    make_route,
    make_tariff,
    make_user,
    make_utility,
    read_meter,
)

ROUTES, HOUSES = 30, 3


def build_town() -> tuple[User, User]:
    """Make people, prices, houses with two readings each, and a payer with money on account."""
    make_utility()
    install_chart(actor=None)
    eleni, nikos = make_user("eleni", Role.BILLING), make_user("nikos", Role.DIRECTOR)
    make_tariff(eleni, nikos)
    for route_number in range(ROUTES):
        route = make_route(f"{route_number:02d}")
        for position in range(1, HOUSES + 1):
            payer = make_payer()
            connection = make_connection(route, position, payer=payer, has_sewer=position != 2)
            read_meter(connection, date(2026, 7, 18), "100")
            read_meter(connection, date(2026, 11, 17), 100 + Decimal(route_number * 7 + position) / 3)
            if position == 1 and route_number % 10 == 0:
                receive_payment(
                    actor=eleni, key=f"before:{connection.pk}", connection=connection, party=payer,
                    amount=Decimal(50), method="cash", received_on=date(2026, 10, 1),
                )  # fmt: skip
    return eleni, nikos


def picture_of(run: BillRun) -> list[tuple[object, ...]]:
    """Return all that a person could see of the run's bills: numbers, codes, amounts, payers' debts."""
    bills = (
        Bill.objects.filter(run=run)
        .select_related("connection", "ledger_entry")
        .prefetch_related("lines", "ledger_entry__allocations")
        .order_by("connection__supply_number")
    )
    return [
        (
            bill.connection.supply_number, bill.number, bill.rf_code, bill.net, bill.vat,
            bill.ledger_entry.amount, tuple((line.order, line.amount) for line in bill.lines.all()),
            tuple(allocation.amount for allocation in bill.ledger_entry.allocations.all()),
        )
        for bill in bills
    ]  # fmt: skip
