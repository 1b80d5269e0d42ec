"""The office's first page: what waits is listed, whatever the shell shows beside it."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.gis.geos import MultiPolygon, Point
from django.test import Client
from django.utils import timezone, translation

from gis_core.choices import Role
from gis_core.models import User
from gis_core.pages.times import timespan
from outages.choices import AreaSource, OutageKind
from outages.services.outages import approve_outage, create_outage
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


@pytest.mark.django_db
def test_the_first_page_lists_the_announced_cut_by_day_and_hours(
    actor: Callable[[Role], User], client: Client
) -> None:
    maria = actor(Role.PLANNER)
    starts = datetime(2099, 11, 26, 8, tzinfo=ZoneInfo("Europe/Athens"))
    plan = OutagePlan(
        kind=OutageKind.PLANNED_CUT,
        title="Διακοπή στην Ερμού",
        reason="Αλλαγή βάνας",
        starts_at=starts,
        ends_at=starts + timedelta(hours=5),
        area=MultiPolygon(Point(410_000, 4_357_000, srid=2100).buffer(100), srid=2100),
        area_source=AreaSource.DRAWN,
    )
    outage = create_outage(actor=maria, plan=plan)
    approve_outage(actor=maria, outage=outage)
    client.force_login(maria)

    page = client.get("/office/").content.decode()

    panel = page.split('id="panel-outages"')[1].split("</section>")[0]
    assert f'<a href="/outages/{outage.pk}/">Διακοπή στην Ερμού</a>' in panel
    assert "Thursday 26 November, 08:00–13:00" in panel


@pytest.mark.django_db
def test_a_technician_sees_tasks_and_faults_first_and_no_bill_runs(
    actor: Callable[[Role], User], client: Client
) -> None:
    client.force_login(actor(Role.TECHNICIAN))

    page = client.get("/office/").content.decode()

    assert re.findall(r'id="panel-(\w+)"', page) == ["tasks_mine", "faults", "outages"]
    assert "No open fault." in page


def test_a_span_over_midnight_tells_both_days() -> None:
    starts = datetime(2026, 11, 26, 22, tzinfo=ZoneInfo("Europe/Athens"))

    with translation.override("el"):
        said = timespan(starts, starts + timedelta(hours=4))

    assert said == "Πέμπτη 26 Νοεμβρίου, 22:00 – Παρασκευή 27 Νοεμβρίου, 02:00"


@pytest.mark.django_db
def test_a_search_for_what_no_text_holds_is_a_search(actor: Callable[[Role], User], client: Client) -> None:
    client.force_login(actor(Role.ADMINISTRATOR))
    assert client.get("/office/search/", {"q": "Ερμού\0 12"}).status_code == 200
