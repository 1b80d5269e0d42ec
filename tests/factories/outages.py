"""Makers of cuts and of the people they touch, for tests.

`settle_ermou()` puts three payers on Ermou of the tests' town (y = 200): Anna at x = 50 and 70 (e-mail,
Greek), Bill at x = 90 (mobile, English; dialysis at home), Chloe at x = 350 (e-mail, Greek).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.contrib.gis.geos import MultiPolygon
from django.db.backends.postgresql.psycopg_any import DateRange

from gis_core.models import User
from meters.choices import LiabilityRole, SensitivityKind
from meters.models import Connection, Liability, Route, Sensitivity
from outages.choices import AreaSource, OutageKind
from outages.models import Outage
from outages.services.outages import create_outage
from outages.types import OutagePlan
from parties.choices import ContactKind, PartyKind
from parties.models import Party
from parties.services.parties import add_contact, register_party
from tests.factories.network import SRID, point, square

STARTS = datetime(2026, 12, 1, 6, 0, tzinfo=UTC)
ENDS = datetime(2026, 12, 1, 13, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Ermou:
    """Who lives on Ermou."""

    anna: Party
    bill: Party
    chloe: Party
    connections: dict[int, Connection]  # by metres east


def settle_ermou(recorder: User) -> Ermou:
    """Put Anna, Bill and Chloe on Ermou."""
    route = Route.objects.create(code="07", name="Ερμού")
    anna = _payer("Αννα", "el", ContactKind.EMAIL, "anna@example.gr")
    bill = _payer("Bill", "en", ContactKind.MOBILE, "6900000001")
    chloe = _payer("Χλόη", "el", ContactKind.EMAIL, "chloe@example.gr")
    payers = {50: anna, 70: anna, 90: bill, 350: chloe}
    connections = {}
    for position, (east, payer) in enumerate(payers.items(), start=1):
        connections[east] = Connection.objects.create(
            supply_number=f"07-{position:04d}", address=f"Ερμού {position}", search_key="", people=3,
            geom=point(east, 200), route=route, route_position=position, opened_on=date(2020, 1, 1),
        )  # fmt: skip
        Liability.objects.create(
            connection=connections[east], party=payer, role=LiabilityRole.PAYER,
            period=DateRange(date(2020, 1, 1), None),
        )  # fmt: skip
    Sensitivity.objects.create(
        connection=connections[90], kind=SensitivityKind.DIALYSIS, evidence="hospital", recorded_by=recorder,
        consent_on=date(2026, 1, 1), valid_from=date(2026, 1, 1), expires_on=date(2099, 1, 1),
    )  # fmt: skip
    return Ermou(anna, bill, chloe, connections)


def _payer(name: str, language: str, kind: ContactKind, value: str) -> Party:
    party = register_party(actor=None, kind=PartyKind.PERSON, name=name, language=language)
    add_contact(actor=None, party=party, kind=kind, value=value)
    return party


def make_outage(
    planner: User, *, west_m: float = 40, east_m: float = 100, title: str = "Ερμού, νότιο τμήμα"
) -> Outage:
    """Plan a cut on Ermou between two distances from the town's corner (by default Anna's and Bill's end)."""
    area = MultiPolygon([square(west_m, 190, east_m, 210)], srid=SRID)
    plan = OutagePlan(
        kind=OutageKind.PLANNED_CUT, title=title, reason="Αντικατάσταση δικλείδας", starts_at=STARTS,
        ends_at=ENDS, area=area, area_source=AreaSource.DRAWN,
    )  # fmt: skip
    return create_outage(actor=planner, plan=plan)
