"""The field check on a phone: the position comes by itself, thumbs count turns, and the nearest valves are found."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.gis.geos import Point
from django.test import Client
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect

from gis_core.choices import Role
from network.models import ValveCheck
from tests.factories.network import make_shutoff
from tests.factories.people import make_staff
from tests.world import build_network

pytestmark = pytest.mark.browser


def test_a_crew_finds_the_valve_and_keeps_what_it_did(
    site: str, new_context: Callable[..., BrowserContext], axe: Callable[[Page], list[str]], tmp_path: Path
) -> None:
    town = build_network()
    valve = make_shutoff("Β-7", town.pipes["p3"], offset_m=5)
    takis = make_staff("takis", Role.TECHNICIAN)
    place = valve.geom.transform(4326, clone=True)
    assert isinstance(place, Point)
    context = new_context(390, 844)
    context.grant_permissions(["geolocation"], origin=site)
    context.set_geolocation({"latitude": place.y, "longitude": place.x, "accuracy": 6})
    client = Client()
    client.force_login(takis)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": site}])
    page = context.new_page()
    photo = tmp_path / "valve.jpg"
    Image.new("RGB", (60, 40), "brown").save(photo)

    page.goto(f"{site}/network/shutoff-valves/near/")
    page.get_by_role("button", name="Use my position").click()
    page.get_by_role("link", name="Β-7").click()

    expect(page.locator("[data-position-said]")).to_contain_text("± 6 m")
    assert axe(page) == []
    page.locator("label[for=state-closed]").click()
    for _turn in range(3):
        page.get_by_role("button", name="One turn more").click()
    page.get_by_role("button", name="One turn less").click()
    page.locator("#id_photo").set_input_files(photo)
    expect(page.locator("[data-photo-said]")).to_contain_text("valve.jpg")
    # There is no signal down in the chamber; above it there is.
    context.set_offline(True)
    page.get_by_role("button", name="Keep the check").click()
    expect(page.locator("[data-unsent]")).to_be_visible()
    assert not ValveCheck.objects.exists()
    context.set_offline(False)
    expect(page.locator("main")).to_contain_text("The check of valve Β-7 was kept.")

    check = ValveCheck.objects.get()
    assert (float(check.turns or 0), check.state, check.accuracy_m) == (2.0, "closed", 6.0)
    assert check.position is not None
    assert check.position.distance(valve.geom) < 1
    expect(page.locator("main")).to_contain_text("photo.jpg")
