"""What lists of connections and routes tell."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from gis_core.choices import Role
from gis_core.models import User
from meters.choices import ConnectionStatus
from meters.models import Connection
from meters.selectors.connections import list_readings, list_routes
from meters.services.access import end_access, grant_access
from tests.factories.billing import hang_meter, make_connection, make_payer, make_route, read_meter
from tests.factories.people import make_staff

pytestmark = pytest.mark.django_db

SPRING, SUMMER = date(2026, 3, 2), date(2026, 6, 1)


def test_routes_tell_how_far_their_round_is() -> None:
    route, _empty = make_route("07"), make_route("08")
    read, unread, removed = (make_connection(route, place) for place in (1, 2, 3))
    read_meter(read, SPRING, "10")
    read_meter(read, SUMMER, "20")
    read.installations.update(period=(date(2020, 1, 1), SUMMER))
    read_meter(read, SUMMER, "0", installation=hang_meter(read, since=SUMMER))
    read_meter(unread, SPRING, "5")
    read_meter(removed, date(2026, 6, 2), "5")
    Connection.objects.filter(pk=removed.pk).update(status=ConnectionStatus.REMOVED)
    told = list_routes(SUMMER).values_list(  # type: ignore[misc]
        "code", "connection_count", "read_count", "last_read_on"
    )
    assert list(told) == [("07", 2, 1, date(2026, 6, 2)), ("08", 0, 0, None)]


def test_a_consumer_sees_a_connection_once_whoever_paid_there() -> None:
    house, other = (make_connection(make_route(code), 1) for code in ("07", "08"))
    alice = User.objects.create(username="alice")
    access = [
        grant_access(actor=alice, user=alice, connection=house, party=make_payer(name))
        for name in ("Αντωνίου", "Βασιλείου")
    ]
    reading = read_meter(house, SPRING, "10")
    read_meter(other, SPRING, "10")
    assert list(Connection.objects.visible_to(alice)) == [house]
    assert list(list_readings(alice)) == [reading]
    assert list_readings(make_staff("eleni", Role.BILLING)).count() == 2
    for right in access:
        end_access(actor=alice, access=right)
    assert not Connection.objects.visible_to(alice).exists()
    assert reading.value_m3 == Decimal(10)
