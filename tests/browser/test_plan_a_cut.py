"""A cut is planned in Chromium: counted while drawn; a circle or a zone stands on the map as it is counted."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from gis_core.choices import Role
from outages.models import Outage
from tests.factories.billing import make_utility
from tests.factories.network import make_zone, square
from tests.factories.outages import settle_ermou
from tests.factories.people import make_staff
from tests.world import build_network

pytestmark = pytest.mark.browser

FIGURE = "#area-count dd.figure"
DRAWN = "() => JSON.parse(document.querySelector('#id_area').value || '{}').coordinates?.[0].length ?? 0"


@pytest.fixture
def page(site: str, page_as: Callable[..., Page]) -> Page:
    """The planner's empty form; Anna, Bill and Chloe have four connections on Ermou."""
    make_utility()
    build_network()
    settle_ermou(make_staff("maria", Role.PLANNER))
    page = page_as("maria")
    page.goto(f"{site}/outages/new/")
    page.wait_for_selector('[data-map="draw"][data-ready]')
    return page


def test_an_area_is_counted_from_the_third_corner_on(page: Page) -> None:
    page.get_by_role("button", name="Draw").click()
    box = page.locator('[data-map="draw"]').bounding_box()
    assert box is not None

    def click(east: float, south: float) -> None:
        page.mouse.click(box["x"] + box["width"] * east, box["y"] + box["height"] * south)

    click(0.02, 0.02)
    click(0.98, 0.02)
    assert page.evaluate(DRAWN) == 0
    click(0.98, 0.98)
    expect(page.locator(FIGURE).first).to_have_text(re.compile(r"\d"))
    assert page.evaluate(DRAWN) == 4  # three corners and the first again

    click(0.02, 0.98)
    page.wait_for_function(f"() => ({DRAWN})() === 5")
    expect(page.locator(FIGURE).first).to_have_text("4")
    page.keyboard.press("Escape")  # leaves the drawing: nothing is drawn
    page.wait_for_function(f"() => ({DRAWN})() === 0")
    expect(page.locator(FIGURE)).to_have_count(0)

    page.get_by_role("button", name="Draw").click()
    for east, south in ((0.02, 0.02), (0.98, 0.02), (0.98, 0.98), (0.02, 0.98)):
        click(east, south)
    page.wait_for_function(f"() => ({DRAWN})() === 5")
    expect(page.locator(FIGURE).first).to_have_text("4")
    page.fill("#id_title", "Ερμού")
    page.fill("#id_reason", "Έργα")
    page.fill("#id_starts_at", "01/12/2026 08:00")
    page.fill("#id_ends_at", "01/12/2026 12:00")
    page.locator("#outage-form [type=submit]").click()
    page.wait_for_url(re.compile(r"/outages/\d+/$"))
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator("form[action$='/approve/'] [type=submit]").click()
    expect(page.locator("main")).to_contain_text("Announced")
    assert Outage.objects.get().affected.count() == 4


def test_a_circle_and_a_zone_stand_on_the_map_as_they_are_counted(
    page: Page, axe: Callable[[Page], list[str]]
) -> None:
    make_zone("Β", "Βόρεια", square(40, 190, 100, 210))
    page.reload()
    page.wait_for_selector('[data-map="draw"][data-ready]')
    area = page.locator(".outage-draw path.map-area")
    expect(area).to_have_count(0)

    page.get_by_label("Radius around an address").check()
    page.fill("#id_radius_m", "60")
    page.fill("#id_address", "Ερμού 1")
    page.locator("#id_address").press("Tab")
    expect(area).to_have_count(1)
    small = int(page.locator(FIGURE).first.inner_text())
    page.locator("#id_radius_m").press("End")
    page.keyboard.type("0")  # 600 m, and no key more
    expect(page.locator(FIGURE).first).to_have_text("4")
    assert small < 4
    expect(area).to_have_count(1)
    expect(page.get_by_role("button", name="Draw")).to_be_hidden()

    page.get_by_label("Zone", exact=True).first.check()
    expect(area).to_have_count(0)
    page.select_option("#id_zone", label="Βόρεια")
    expect(page.locator(FIGURE).first).to_have_text("3")
    expect(area).to_have_count(1)
    assert axe(page) == []

    page.get_by_label("Drawn on the map").check()
    expect(area).to_have_count(0)
    expect(page.get_by_role("button", name="Draw")).to_be_visible()
