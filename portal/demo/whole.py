"""The whole demonstration: the utility, its people, its town, two years of work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from django.conf import settings
from django.contrib.gis.geos import Point

from accounting.services.chart import install_chart
from billing.models import Bill
from gis_core.models import User
from gis_core.services.users import create_user
from gis_core.services.utility import UtilityDetails, register_utility
from meters.models import Connection
from meters.services.access import grant_access
from portal.demo.districts import load_districts
from portal.demo.events import load_faults, load_outages, load_sensitive
from portal.demo.load import SYSTEM, Size, load_town
from portal.demo.money import load_money
from portal.demo.prices import load_tariffs
from portal.demo.readings import load_readings
from portal.demo.staff import ANCHOR, CONSUMER, CONSUMER_EMAIL, PASSWORD, STAFF
from portal.demo.studies import load_studies


def load_whole(*, seed: int, until: date, size: Size, say: Callable[[str], None]) -> None:
    """Load everything, in the order in which a utility would."""
    people = _people()
    _utility()
    install_chart(actor=people["admin"])
    loaded = load_town(actor=people["admin"], seed=seed, until=until, size=size, say=say)
    first_day = min(connection.opened_on for connection in loaded.connections) - timedelta(days=30)
    load_tariffs(
        author=people["eleni"], approver=people["director"], first_day=first_day,
        second_day=max(date(loaded.days[-1].year, 1, 1), loaded.days[0]),
    )  # fmt: skip
    load_money(
        clerk=people["eleni"], cashier=people["nikos"], director=people["director"], loaded=loaded, seed=seed,
        until=until, say=say,
    )  # fmt: skip
    say("districts")
    load_districts(planner=people["maria"], system=SYSTEM)
    say("faults, cuts and works")
    load_sensitive(front_desk=people["dimitra"], seed=seed, today=until)
    home = _consumer(people[CONSUMER.username])
    load_outages(planner=people["maria"], around=home, seed=seed, today=until)
    load_faults(technician=people["giorgos"], seed=seed)
    say("a reading period under way")
    load_readings(clerk=people["eleni"], reader=people["petros"], home=home.route, seed=seed, today=until)
    say("studies of the network")
    load_studies(planner=people["maria"], system=SYSTEM, days=loaded.days)


def _people() -> dict[str, User]:
    users = {
        person.username: create_user(
            actor=None, username=person.username, email=f"{person.username}@deya-thalassinou.example",
            password=PASSWORD, first_name=person.first_name, last_name=person.last_name, roles=person.roles,
        )
        for person in STAFF
    }  # fmt: skip
    users[CONSUMER.username] = create_user(
        actor=None, username=CONSUMER.username, email=CONSUMER_EMAIL, password=PASSWORD,
        first_name=CONSUMER.first_name, last_name=CONSUMER.last_name, roles=CONSUMER.roles,
    )  # fmt: skip
    return users


def _utility() -> None:
    centre = Point(*ANCHOR, srid=4326)
    centre.transform(settings.STORAGE_SRID)
    register_utility(
        actor=None,
        details=UtilityDetails(
            name="ΔΕΥΑ Θαλασσινού",
            name_en="DEYA Thalassinou",
            afm="094259216",
            address="Λιμένος 12",
            postcode="382 21",
            city="Θαλασσινό",
            fault_phone="24210 00000",
            email="info@deya-thalassinou.example",
            rf_organisation="91234",
            centre=centre,
            default_zoom=15,
        ),
    )


def _consumer(user: User) -> Connection:
    """Give the consumer the home that owes something and has the liveliest year."""
    bill = (
        Bill.objects.issued()
        .filter(
            connection__use="domestic", connection__households=1, party__kind="person", consumption_m3__gte=70
        )
        .select_related("connection__street", "party")
        .order_by("-issue_date", "connection__supply_number")[0]
    )
    grant_access(actor=user, user=user, connection=bill.connection, party=bill.party)
    return bill.connection
