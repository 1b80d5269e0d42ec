"""Makers of what a bill needs, for tests: prices, connections with meters and payers, readings, runs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import count

from django.contrib.gis.geos import Point
from django.db.backends.postgresql.psycopg_any import DateRange

from billing.choices import ComponentKind, Service
from billing.models import BillRun, Tariff
from billing.services.runs import approve_run, preview_run, start_run
from billing.services.tariffs import approve_tariff, create_tariff
from billing.types import BlockPrice, DiameterPrice, NewComponent
from gis_core.choices import Role
from gis_core.domain.greek import double_key
from gis_core.models import User, Utility
from gis_core.services.users import create_user
from meters.choices import LiabilityRole, ReadingSource, UseKind
from meters.models import Connection, Installation, Liability, Meter, Reading, Route
from parties.models import Party
from tests.factories.network import point

OPENED = date(2020, 1, 1)
_serials = count(1)


def make_user(username: str, *roles: Role) -> User:
    """Make somebody who signs in."""
    return create_user(
        actor=None, username=username, email=f"{username}@example.gr", password="x", roles=frozenset(roles)
    )


def make_utility() -> Utility:
    """Make the utility whose RF codes begin with 91234."""
    utility, _is_new = Utility.objects.get_or_create(
        pk=1,
        defaults={
            "name": "ΔΕΥΑ Θαλασσινού", "name_en": "Thalassino Water", "afm": "094259216",
            "address": "Λιμένος 12", "postcode": "38221", "city": "Θαλασσινό",
            "fault_phone": "2421000000", "email": "info@example.gr",
            "rf_organisation": "91234", "centre": Point(407200, 4501200, srid=2100),
        },
    )  # fmt: skip
    return utility


def blocks(*prices: tuple[str, str | None, str]) -> tuple[BlockPrice, ...]:
    """Return blocks from (above, up to, €/m³)."""
    return tuple(
        BlockPrice(Decimal(lower), None if upper is None else Decimal(upper), Decimal(price))
        for lower, upper, price in prices
    )


def paros_like() -> list[NewComponent]:
    """Return the prices of the bill that the interface was drawn with: Paros's blocks and a special fee."""
    vat13, vat24 = Decimal(13), Decimal(24)
    return [
        NewComponent(
            "water", "Νερό", "Water", ComponentKind.BLOCKS, Service.WATER, vat13,
            blocks=blocks(
                ("0", "30", "0.60"), ("30", "50", "1.15"), ("50", "70", "1.40"), ("70", "100", "2.20"),
                ("100", "150", "2.70"), ("150", "400", "4.90"), ("400", None, "8.50"),
            ),
        ),
        NewComponent(
            "fixed", "Πάγιο ύδρευσης", "Fixed charge, water", ComponentKind.FIXED, Service.WATER_FIXED, vat24,
            amount=Decimal(10),
        ),
        NewComponent(
            "sewer", "Αποχέτευση", "Sewerage", ComponentKind.BLOCKS, Service.SEWER, vat24,
            blocks=blocks(("0", "100", "0.80"), ("100", "200", "1.30"), ("200", None, "2.00")),
            only_with_sewer=True,
        ),
        NewComponent(
            "special", "Ειδικό τέλος Ν. 1069/80", "Special fee Law 1069/80", ComponentKind.PERCENT,
            Service.SPECIAL_FEE, vat24, percent=Decimal(80), base="water",
        ),
    ]  # fmt: skip


def five_blocks() -> list[NewComponent]:
    """Return prices with five blocks, a charge by diameter, sewerage as a percentage and the special fee."""
    vat13, vat24 = Decimal(13), Decimal(24)
    return [
        NewComponent(
            "water", "Νερό", "Water", ComponentKind.BLOCKS, Service.WATER, vat13,
            blocks=blocks(
                ("0", "10", "0.38"), ("10", "30", "0.52"), ("30", "60", "0.80"), ("60", "120", "1.02"),
                ("120", None, "2.27"),
            ),
        ),
        NewComponent(
            "meter", "Πάγιο υδρομέτρου", "Fixed charge by meter", ComponentKind.FIXED_BY_DIAMETER,
            Service.WATER_FIXED, vat24,
            diameter_fees=(
                DiameterPrice(15, Decimal(2)), DiameterPrice(20, Decimal(3)), DiameterPrice(25, Decimal(4)),
                DiameterPrice(50, Decimal(20)),
            ),
        ),
        NewComponent(
            "sewer", "Τέλος χρήσης υπονόμων", "Sewerage", ComponentKind.PERCENT, Service.SEWER, vat24,
            percent=Decimal(75), base="water", only_with_sewer=True,
        ),
        NewComponent(
            "special", "Ειδικό τέλος Ν. 1069/80", "Special fee Law 1069/80", ComponentKind.PERCENT,
            Service.SPECIAL_FEE, vat24, percent=Decimal(80), base="water",
        ),
    ]  # fmt: skip


def make_tariff(
    author: User,
    approver: User | None,
    components: Sequence[NewComponent] | None = None,
    *,
    use: str = UseKind.DOMESTIC,
    starts: date = OPENED,
    block_days: int = 122,
) -> Tariff:
    """Make a tariff, in force when somebody approves it."""
    tariff = create_tariff(
        actor=author, use=use, name="Οικιακό", starts=starts, block_days=block_days,
        components=paros_like() if components is None else components,
        decision="144/2025", ada="Ω4ΞΨΟΛ7-Κ2Π",
    )  # fmt: skip
    return tariff if approver is None else approve_tariff(actor=approver, tariff=tariff)


def make_route(code: str = "07") -> Route:
    """Make a reading route."""
    return Route.objects.create(code=code, name=f"Δρομολόγιο {code}")


def make_payer(name: str = "Αντωνίου") -> Party:
    """Make a person who pays."""
    return Party.objects.create(name=name, first_name="Γεώργιος", search_key=double_key(name))


def make_connection(
    route: Route,
    position: int,
    *,
    payer: Party | None = None,
    diameter_mm: int = 15,
    has_sewer: bool = True,
    use: str = UseKind.DOMESTIC,
) -> Connection:
    """Make a connection with a meter since 2020 and, where given, its payer."""
    connection = Connection.objects.create(
        supply_number=f"{route.code}-{position:04d}", use=use, has_sewer=has_sewer,
        address=f"Ψαρών {position}", search_key="", geom=point(10 * position, 200),
        route=route, route_position=position, opened_on=OPENED,
    )  # fmt: skip
    hang_meter(connection, diameter_mm=diameter_mm)
    if payer is not None:
        Liability.objects.create(connection=connection, party=payer, period=DateRange(OPENED, None))
    return connection


def hang_meter(
    connection: Connection,
    *,
    since: date = OPENED,
    until: date | None = None,
    diameter_mm: int = 15,
    slot: int = 1,
) -> Installation:
    """Hang a new meter on the connection, in its first place or a further one."""
    meter = Meter.objects.create(serial=f"M{next(_serials):06d}", diameter_mm=diameter_mm)
    return Installation.objects.create(
        connection=connection, meter=meter, period=DateRange(since, until), slot=slot
    )


def read_meter(
    connection: Connection,
    read_on: date,
    value_m3: str | Decimal,
    *,
    source: str = ReadingSource.READER,
    installation: Installation | None = None,
    revision: int = 0,
) -> Reading:
    """Write what the connection's newest meter showed on a day."""
    return Reading.objects.create(
        installation=installation or connection.installations.latest("period"),
        read_on=read_on, value_m3=Decimal(value_m3), source=source, revision=revision,
    )  # fmt: skip


def change_payer(connection: Connection, payer: Party, since: date) -> None:
    """Let somebody else pay from a day on."""
    before = connection.liabilities.get(role=LiabilityRole.PAYER, period__upper_inf=True)
    before.period = DateRange(before.period.lower, since)
    before.save()
    Liability.objects.create(connection=connection, party=payer, period=DateRange(since, None))


def make_run(
    maker: User,
    route: Route | None,
    *,
    connection: Connection | None = None,
    read_from: date = date(2026, 11, 1),
    read_to: date = date(2026, 11, 19),
    issue_date: date = date(2026, 11, 20),
    due_date: date = date(2026, 12, 21),
) -> BillRun:
    """Open a run over the readings of November 2026."""
    return start_run(
        actor=maker, route=route, connection=connection, read_from=read_from, read_to=read_to, issue_date=issue_date,
        due_date=due_date, title="Γ΄ τετράμηνο 2026",
    )  # fmt: skip


def make_approved_run(maker: User, approver: User, route: Route | None) -> BillRun:
    """Open a run over the readings of November 2026, preview it and have it approved."""
    run = preview_run(actor=maker, run=make_run(maker, route))
    return approve_run(actor=approver, run=run)
