"""A technician's day on a phone: the next task, the map with one's own place, begun, done with a photo."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.gis.geos import Point
from django.test import Client
from django.utils import timezone
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect

from documents.selectors.files import list_attachments
from fieldwork.choices import TaskState
from fieldwork.models import Task
from gis_core.choices import Role
from tests.factories.fieldwork import make_task
from tests.factories.people import make_staff
from tests.world import build_network

pytestmark = pytest.mark.browser


def test_a_technician_finishes_a_task_at_the_roadside(
    site: str, new_context: Callable[..., BrowserContext], axe: Callable[[Page], list[str]], tmp_path: Path
) -> None:
    build_network()
    maria, takis = make_staff("maria", Role.PLANNER), make_staff("takis", Role.TECHNICIAN)
    today = timezone.localdate()
    late = make_task(maria, "Κλείσε τη βάνα", 30, assignee=takis, due_on=today - timedelta(days=1))
    make_task(maria, "Δες το φρεάτιο", 300, assignee=takis, due_on=today + timedelta(days=4))
    assert late.geom is not None
    place = late.geom.transform(4326, clone=True)
    assert isinstance(place, Point)
    context = new_context(390, 844)
    context.grant_permissions(["geolocation"], origin=site)
    context.set_geolocation({"latitude": place.y, "longitude": place.x, "accuracy": 8})
    client = Client()
    client.force_login(takis)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": site}])
    page = context.new_page()
    photo = tmp_path / "valve.jpg"
    Image.new("RGB", (60, 40), "brown").save(photo)

    page.goto(f"{site}/tasks/mine/")
    expect(page.locator('[data-map="field"]')).to_have_attribute("data-marks", "2")
    expect(page.locator(".own-position")).to_have_count(1)
    expect(page.locator("#next")).to_have_text("Κλείσε τη βάνα")
    expect(page.locator("main")).to_contain_text("1 overdue")
    expect(page.locator(".task-list").last).to_contain_text("m")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
    assert page.get_by_role("link", name="Navigate").get_attribute("href") == (
        f"geo:{place.y:.7f},{place.x:.7f}?q={place.y:.7f},{place.x:.7f}"
    )
    assert axe(page) == []
    page.get_by_role("button", name="Begin").click()
    page.get_by_label("What was done").fill("Έκλεισε, 12 στροφές.")
    page.locator("#finish-photos").set_input_files(photo)
    expect(page.locator("#finish-said")).to_have_text("valve.jpg")
    assert axe(page) == []
    page.get_by_role("button", name="Done").click()

    expect(page.locator("#next")).to_have_text("Δες το φρεάτιο")
    expect(page.locator("main")).to_contain_text("1 done today")
    done = Task.objects.get(pk=late.pk)
    assert (done.state, done.result, done.ended_by) == (TaskState.DONE, "Έκλεισε, 12 στροφές.", takis)
    assert [file.kind for file in list_attachments(done)] == ["photo"]
