"""The town of the billing benchmarks: connections with meters, payers, prices and two readings each."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from django.contrib.gis.geos import Point
from django.db import connection

from accounting.services.chart import install_chart
from bench.billing_prices import five_blocks
from billing.services.tariffs import approve_tariff, create_tariff
from gis_core.choices import Role
from gis_core.models import User, Utility
from gis_core.services.users import create_user
from meters.choices import UseKind
from meters.models import Connection

JULY, NOVEMBER = date(2026, 7, 18), date(2026, 11, 17)
_STATEMENTS = Path(__file__).with_suffix(".sql").read_text().split(";\n\n")
_EMPTIED = (
    "billing_allocation, billing_payment, billing_ledgerentry, billing_billline, billing_bill, "
    "billing_billrunexclusion, billing_billrun, accounting_journalline, accounting_journalentry, "
    "documents_numberseries"
)


def build_town(size: int) -> tuple[User, User]:
    """Make the town unless it stands with so many connections; return its clerk and its director."""
    if Connection.objects.count() != size:
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            cursor.execute(
                f"TRUNCATE meters_reading, meters_installation, meters_meter, meters_liability, "
                f"meters_connection, meters_route, parties_party, {_EMPTIED} RESTART IDENTITY CASCADE"
            )
            for statement in _STATEMENTS:
                cursor.execute(statement, {"size": size})
            cursor.execute("SET session_replication_role = origin")
            cursor.execute("VACUUM ANALYZE")
    install_chart(actor=None)
    return _make_people()


def empty_bills() -> None:
    """Take back all that runs made."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(f"TRUNCATE {_EMPTIED} RESTART IDENTITY CASCADE")
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("CHECKPOINT")


def _make_people() -> tuple[User, User]:
    """Make the utility, its clerk and director, and the prices, unless they are there."""
    clerk = User.objects.filter(username="eleni").first()
    if clerk is not None:
        return clerk, User.objects.get(username="nikos")
    Utility.objects.create(
        pk=1, name="ΔΕΥΑ", name_en="Water", afm="094259216", address="Λιμένος 12", postcode="38221",
        city="Θαλασσινό", fault_phone="2421000000", email="info@example.gr", rf_organisation="91234",
        centre=Point(407000, 4501000, srid=2100),
    )  # fmt: skip
    clerk, director = [
        create_user(
            actor=None, username=name, email=f"{name}@example.gr", password="x", roles=frozenset({role})
        )
        for name, role in (("eleni", Role.BILLING), ("nikos", Role.DIRECTOR))
    ]
    tariff = create_tariff(
        actor=clerk, use=UseKind.DOMESTIC, name="Οικιακό", starts=date(2020, 1, 1), block_days=120,
        components=five_blocks(),
    )  # fmt: skip
    approve_tariff(actor=director, tariff=tariff)
    return clerk, director
