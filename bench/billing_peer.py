"""The same bills through the ORM, one by one: what a product does that loops."""

from __future__ import annotations

from django.db import transaction

from accounting.services.journal import post_entry
from accounting.types import Leg
from bench.billing_prices import version_of
from billing.domain.rating import Usage, rate
from billing.domain.rf import bill_payment_number, rf_code
from billing.models import Bill, BillLine, BillRun, LedgerEntry, Tariff
from billing.services.issue import INCOME
from documents.services.series import take_numbers
from gis_core.models import User
from meters.choices import LiabilityRole
from meters.models import Connection, Installation


def bill_by_orm(*, actor: User, run: BillRun, sample: int) -> None:
    """Bill the first connections of the town, a transaction each; prices are read once."""
    tariff = Tariff.objects.get()
    version = version_of(tariff)
    codes = {component.code: component.pk for component in tariff.components.all()}
    for connection in Connection.objects.order_by("pk")[:sample].iterator():
        with transaction.atomic():
            _bill(actor, run, tariff, codes, version, connection)


def _bill(
    actor: User, run: BillRun, tariff: Tariff, codes: dict[str, int], version: object, connection: Connection
) -> None:
    installation: Installation = connection.installations.select_related("meter").get()
    first, last = installation.readings.order_by("read_on")
    party = connection.liabilities.get(role=LiabilityRole.PAYER, period__contains=last.read_on).party
    usage = Usage(
        first.read_on, last.read_on, last.value_m3 - first.value_m3, installation.meter.diameter_mm,
        connection.has_sewer,
    )  # fmt: skip
    rated = rate(usage, [version])  # type: ignore[list-item]
    bill = Bill.objects.create(
        run=run, connection=connection, party=party, installation=installation, tariff=tariff,
        series_code=run.series_code, year=run.issue_date.year, issue_date=run.issue_date,
        due_date=run.due_date,
        previous_reading=first, current_reading=last, period_from=first.read_on, period_to=last.read_on,
        consumption_m3=usage.consumption_m3, net=rated.net, vat=rated.vat,
    )  # fmt: skip
    legs = [Leg("receivables", debit=rated.total)]
    for order, charge in enumerate((*rated.charges, *rated.vat_charges), start=1):
        BillLine.objects.create(
            bill=bill, order=order, component_id=codes.get(charge.component), service=charge.service,
            block_lower_m3=charge.lower_m3, block_upper_m3=charge.upper_m3, quantity=charge.quantity,
            price=charge.price, days=charge.days, block_days=charge.block_days, amount=charge.amount,
            vat_percent=charge.vat_percent,
        )  # fmt: skip
        legs.append(Leg(INCOME[charge.service], credit=charge.amount))  # type: ignore[index]
    bill.number = take_numbers(code=run.series_code, year=run.issue_date.year, count=1, title="Bills")[0]
    bill.rf_code = rf_code(
        organisation="91234",
        payment_number=bill_payment_number(series_code="A", year=run.issue_date.year, number=bill.number),
    )
    bill.state = "issued"
    bill.save()
    LedgerEntry.objects.create(
        party=party, connection=connection, kind="bill", bill=bill, entry_date=run.issue_date,
        due_date=run.due_date, amount=rated.total,
    )  # fmt: skip
    post_entry(
        actor=actor, entry_date=run.issue_date, description=str(bill), source="billing.bill",
        source_id=bill.pk, lines=legs,
    )  # fmt: skip
