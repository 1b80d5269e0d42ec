"""Two directors announce the same cut at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from gis_core.choices import Role
from gis_core.models import User
from notifications.models import Message
from outages.errors import WrongState
from outages.models import AffectedConnection, Outage
from outages.services.outages import approve_outage
from tests.factories.outages import make_outage, settle_ermou
from tests.factories.people import make_staff


@pytest.mark.usefixtures("committed_db")
def test_of_two_approvals_at_once_one_counts_and_each_is_told_once() -> None:
    petros, dora = make_staff("petros", Role.PLANNER), make_staff("dora", Role.DIRECTOR)
    settle_ermou(petros)
    outage = make_outage(petros)
    start = Barrier(2)

    def approve(user: User) -> str:
        try:
            start.wait(timeout=10)
            approve_outage(actor=user, outage=Outage.objects.get(pk=outage.pk))
        except WrongState:
            return "refused"
        finally:
            connection.close()
        return "announced"

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(approve, [petros, dora]))
    assert outcomes == ["announced", "refused"]
    assert Message.objects.count() == 2
    assert AffectedConnection.objects.count() == 3
