"""A street of two houses with two issued bills each, dated back from today so that no story grows old.

House 1 (07-0001, Αντωνίου) used 30 and 40 m³, house 2 (07-0002, Βασιλείου) 10 and 10 m³; both without sewer, billed
by `paros_like` prices for just its 122 days. The first bills were due a month ago and more, the second are not due.

    30 m³: water 18.00, fixed 10.00, special fee 14.40, VAT 2.34 + 5.86 = 50.60 €
    40 m³: water 29.50, fixed 10.00, special fee 23.60, VAT 3.84 + 8.06 = 75.00 €
    10 m³: water  6.00, fixed 10.00, special fee  4.80, VAT 0.78 + 3.55 = 25.13 €
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from billing.models import Bill, BillRun, Tariff
from billing.services.runs import approve_run, issue_run, preview_run
from gis_core.choices import Role
from gis_core.models import User
from meters.models import Connection, Route
from meters.selectors.liabilities import payer_on
from parties.models import Party
from tests.factories.billing import (
    make_connection,
    make_payer,
    make_route,
    make_run,
    make_tariff,
    make_utility,
    read_meter,
)
from tests.factories.people import make_staff

PERIOD_DAYS = 122


@dataclass(frozen=True)
class Street:
    """Who and what the stories talk about."""

    clerk: User
    director: User
    route: Route
    tariff: Tariff
    house: Connection
    neighbour: Connection
    last_read_on: date

    @property
    def bills(self) -> list[Bill]:
        """Return the first house's bills, oldest first."""
        return list(Bill.objects.filter(connection=self.house).order_by("pk"))

    @property
    def neighbour_bills(self) -> list[Bill]:
        """Return the second house's bills, oldest first."""
        return list(Bill.objects.filter(connection=self.neighbour).order_by("pk"))

    def payer_of(self, connection: Connection) -> Party:
        """Return who pays there today."""
        party = payer_on(connection, timezone.localdate())
        assert party is not None
        return party


def build_street() -> Street:
    """Build the street and issue its bills."""
    make_utility()
    clerk = make_staff("eleni", Role.BILLING)
    director = make_staff("athanasios", Role.DIRECTOR)
    tariff = make_tariff(clerk, director)
    route = make_route()
    house = make_connection(route, 1, payer=make_payer("Αντωνίου"), has_sewer=False)
    neighbour = make_connection(route, 2, payer=make_payer("Βασιλείου"), has_sewer=False)
    last = timezone.localdate() - timedelta(days=5)
    street = Street(clerk, director, route, tariff, house, neighbour, last)
    read_round(street, last - timedelta(days=2 * PERIOD_DAYS), "100", "500")
    issue_round(street, last - timedelta(days=PERIOD_DAYS), "130", "510")
    issue_round(street, last, "170", "520")
    return street


def read_round(street: Street, read_on: date, house_m3: str, neighbour_m3: str) -> None:
    """Read both meters on a day."""
    read_meter(street.house, read_on, house_m3)
    read_meter(street.neighbour, read_on, neighbour_m3)


def issue_round(street: Street, read_on: date, house_m3: str, neighbour_m3: str) -> BillRun:
    """Read both meters and issue their bills on the next day, to be paid 30 days later."""
    read_round(street, read_on, house_m3, neighbour_m3)
    run = open_round(street, read_on)
    approve_run(actor=street.director, run=preview_run(actor=street.clerk, run=run))
    return issue_run(actor=street.clerk, run=run)


def open_round(street: Street, read_on: date) -> BillRun:
    """Open a run over the readings of a day."""
    issued = read_on + timedelta(days=1)
    return make_run(
        street.clerk, street.route, read_from=read_on, read_to=read_on, issue_date=issued,
        due_date=issued + timedelta(days=30),
    )  # fmt: skip
