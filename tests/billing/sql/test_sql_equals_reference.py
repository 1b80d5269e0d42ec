"""The set-based rating equals the plain one, line by line, for whatever tariffs and periods."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from billing.choices import ComponentKind, Service
from billing.domain.rating import Block, CannotRateError, Charge, Component, RatedBill, Usage, Version, rate
from billing.domain.rounding import to_litre
from billing.models import Bill, BillLine, BillRunExclusion
from billing.services.runs import preview_run, start_run
from billing.types import BlockPrice, DiameterPrice, NewComponent
from gis_core.choices import Role
from gis_core.models import User
from meters.models import Connection
from tests.factories.billing import (
    hang_meter,
    make_connection,
    make_payer,
    make_route,
    make_tariff,
    make_user,
    make_utility,
    read_meter,
)

FIRST_DAY = date(2024, 1, 1)
Line = tuple[object, ...]


def money(most: int) -> st.SearchStrategy[Decimal]:
    return st.decimals(0, most, places=4)


RATES = st.sampled_from([Decimal(0), Decimal(6), Decimal(13), Decimal("17.5"), Decimal(24)])


@st.composite
def block_lists(draw: st.DrawFn) -> tuple[BlockPrice, ...]:
    limits = sorted(draw(st.sets(st.decimals(Decimal("0.5"), 400, places=3), max_size=5)))
    edges = [Decimal(0), *limits, None]
    return tuple(
        BlockPrice(lower, upper, draw(money(9))) for lower, upper in pairwise(edges) if lower is not None
    )


@st.composite
def component_lists(draw: st.DrawFn) -> list[NewComponent]:
    water = NewComponent(
        "water", "Νερό", "Water", ComponentKind.BLOCKS, Service.WATER, draw(RATES), blocks=draw(block_lists())
    )
    fixed = NewComponent(
        "fixed", "Πάγιο", "Fixed", ComponentKind.FIXED, Service.WATER_FIXED, draw(RATES),
        amount=draw(money(30)), is_prorated=draw(st.booleans()), only_with_sewer=draw(st.booleans()),
    )  # fmt: skip
    steps = sorted(draw(st.sets(st.sampled_from([15, 20, 25, 40, 50]), min_size=1)))
    meter = NewComponent(
        "meter", "Υδρόμετρο", "Meter", ComponentKind.FIXED_BY_DIAMETER, Service.OTHER, draw(RATES),
        diameter_fees=tuple(DiameterPrice(step, draw(money(40))) for step in steps),
        is_prorated=draw(st.booleans()),
    )  # fmt: skip
    sewer = NewComponent(
        "sewer", "Αποχέτευση", "Sewerage", ComponentKind.PERCENT, Service.SEWER, draw(RATES),
        percent=draw(money(120)), base=draw(st.sampled_from(["water", "fixed"])), only_with_sewer=True,
    )  # fmt: skip
    own_blocks = NewComponent(
        "sewer2", "Αποχέτευση", "Sewerage", ComponentKind.BLOCKS, Service.SEWER, draw(RATES),
        blocks=draw(block_lists()), only_with_sewer=draw(st.booleans()),
    )  # fmt: skip
    special = NewComponent(
        "special", "Ειδικό τέλος", "Special fee", ComponentKind.PERCENT, Service.SPECIAL_FEE, draw(RATES),
        percent=Decimal(80), base="water",
    )  # fmt: skip
    kept = [water] + [c for c in (fixed, meter, own_blocks, special) if draw(st.booleans())]
    if sewer.base in {component.code for component in kept} and draw(st.booleans()):
        kept.append(sewer)
    return draw(st.permutations(kept))


@st.composite
def usages(draw: st.DrawFn) -> Usage:
    first = draw(st.integers(0, 700))
    return Usage(
        period_from=FIRST_DAY + timedelta(first),
        period_to=FIRST_DAY + timedelta(first + draw(st.integers(1, 400))),
        consumption_m3=draw(st.decimals(0, 900, places=3)),
        diameter_mm=draw(st.sampled_from([13, 15, 20, 30, 50, 80])),
        has_sewer=draw(st.booleans()),
        more_mm=tuple(draw(st.lists(st.sampled_from([13, 15, 20, 50]), max_size=2))),
    )


@st.composite
def tariff_histories(draw: st.DrawFn) -> list[tuple[date, int, list[NewComponent]]]:
    starts = sorted(draw(st.sets(st.integers(-10, 900), min_size=1, max_size=3)))
    return [
        (
            FIRST_DAY + timedelta(start),
            draw(st.sampled_from([30, 61, 91, 92, 120, 122, 365])),
            draw(component_lists()),
        )
        for start in starts
    ]


@pytest.fixture
def people(db: None) -> tuple[User, User]:
    make_utility()
    return make_user("eleni", Role.BILLING), make_user("nikos", Role.DIRECTOR)


@settings(
    max_examples=40, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(history=tariff_histories(), supplies=st.lists(usages(), min_size=1, max_size=12))
def test_the_run_makes_the_lines_of_the_reference(
    people: tuple[User, User],
    history: list[tuple[date, int, list[NewComponent]]],
    supplies: list[Usage],
) -> None:
    eleni, nikos = people
    with transaction.atomic():
        for starts, block_days, components in history:
            make_tariff(eleni, nikos, components, starts=starts, block_days=block_days)
        versions = as_versions(history)
        route, payer = make_route(), make_payer()
        connections = []
        for position, usage in enumerate(supplies, start=1):
            connection = make_connection(
                route, position, payer=payer, diameter_mm=usage.diameter_mm, has_sewer=usage.has_sewer
            )
            read_all(connection, usage)
            connections.append(connection)
        last_day = FIRST_DAY + timedelta(2000)
        run = start_run(
            actor=eleni, route=None, read_from=FIRST_DAY, read_to=last_day, issue_date=last_day,
            due_date=last_day, title="Όλα",
        )  # fmt: skip
        preview_run(actor=eleni, run=run)
        for connection, usage in zip(connections, supplies, strict=True):
            assert made_by_sql(connection) == made_by_reference(usage, versions)
        transaction.set_rollback(True)


def read_all(connection: Connection, usage: Usage) -> None:
    """Hang the further meters; let a litre-exact share of the consumption run through each."""
    hung = [connection.installations.get()]
    for slot, diameter_mm in enumerate(usage.more_mm, start=2):
        hung.append(hang_meter(connection, diameter_mm=diameter_mm, slot=slot))
    left = usage.consumption_m3
    for number, installation in enumerate(hung, start=1):
        share = left if number == len(hung) else to_litre(left / 3)
        left -= share
        read_meter(connection, usage.period_from, Decimal(100), installation=installation)
        read_meter(connection, usage.period_to, 100 + share, installation=installation)


def made_by_sql(connection: Connection) -> list[Line] | str:
    """Return sums and lines of the connection's draft, or the reason why there is none."""
    bill = Bill.objects.filter(connection=connection).first()
    if bill is None:
        return BillRunExclusion.objects.get(connection=connection).reason
    lines = bill.lines.select_related("component").order_by("order")
    return [(bill.net, bill.vat, bill.total), *map(line_of, lines)]


def line_of(line: BillLine) -> Line:
    return (
        line.component.code if line.component else "", line.service, line.block_lower_m3, line.block_upper_m3,
        line.quantity, line.price, line.days, line.block_days, line.amount, line.vat_percent,
    )  # fmt: skip


def made_by_reference(usage: Usage, versions: list[Version]) -> list[Line] | str:
    """Return the same from the plain arithmetic."""
    try:
        rated: RatedBill = rate(usage, versions)
    except CannotRateError as refusal:
        return refusal.reason
    charges = (*rated.charges, *rated.vat_charges)
    return [(rated.net, rated.vat, rated.total), *map(charge_of, charges)]


def charge_of(charge: Charge) -> Line:
    return (
        charge.component, charge.service, charge.lower_m3, charge.upper_m3, charge.quantity, charge.price,
        charge.days, charge.block_days, charge.amount, charge.vat_percent,
    )  # fmt: skip


def as_versions(history: list[tuple[date, int, list[NewComponent]]]) -> list[Version]:
    """Return the tariffs as the reference takes them: each ends where the next begins."""
    ends = [starts for starts, _days, _components in history[1:]]
    return [
        Version(starts, end, block_days, tuple(as_component(component) for component in components))
        for (starts, block_days, components), end in zip(history, [*ends, None], strict=True)
    ]


def as_component(new: NewComponent) -> Component:
    """Return the component as the reference takes it."""
    return Component(
        code=new.code, service=new.service, vat_percent=new.vat_percent,
        blocks=tuple(Block(block.lower_m3, block.upper_m3, block.price) for block in new.blocks),
        amount=new.amount,
        fees_by_mm={fee.up_to_mm: fee.amount for fee in new.diameter_fees} or None,
        percent=new.percent, base=new.base or "", only_with_sewer=new.only_with_sewer,
        is_prorated=new.is_prorated,
    )  # fmt: skip
