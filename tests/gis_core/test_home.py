"""The office's first page: what waits is listed, whatever the shell shows beside it."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.gis.geos import MultiPolygon, Point
from django.test import Client
from django.utils import timezone

from gis_core.choices import Role
from gis_core.models import User
from outages.choices import AreaSource, OutageKind
from outages.services.outages import create_outage
from outages.types import OutagePlan


@pytest.mark.django_db
def test_a_draft_cut_waits_for_the_planner(actor: Callable[[Role], User], client: Client) -> None:
    maria = actor(Role.PLANNER)
    area = Point(410_000, 4_357_000, srid=2100).buffer(100)
    plan = OutagePlan(
        kind=OutageKind.PLANNED_CUT,
        title="Διακοπή στην Ερμού",
        reason="Αλλαγή βάνας",
        starts_at=timezone.now() + timedelta(days=1),
        ends_at=timezone.now() + timedelta(days=1, hours=3),
        area=MultiPolygon(area, srid=2100),
        area_source=AreaSource.DRAWN,
    )
    create_outage(actor=maria, plan=plan)
    client.force_login(maria)

    page = client.get("/office/").content.decode()

    waiting = page.split('id="waiting"')[1].split("</section>")[0]
    assert re.findall(r'class="figure d-block">(\d+)<', waiting) == ["1"]
    assert re.search(r'bi-bell" aria-hidden="true"></i>1<', page)
