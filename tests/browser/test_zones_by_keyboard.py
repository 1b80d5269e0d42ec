"""A zone is written and then moved in Chromium with the keyboard alone; drawn with the mouse; readable by everybody."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from gis_core.choices import Role
from network.models import Zone
from tests.factories.network import make_zone, square
from tests.factories.people import make_staff
from tests.world import build_network

pytestmark = pytest.mark.browser

CORNERS = "407000 4501000\n407100 4501000\n407100 4501100\n407000 4501100"


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus, as people do."""
    for _ in range(80):
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {selector}")


def test_a_zone_is_written_by_keyboard(site: str, page_as: Callable[..., Page]) -> None:
    build_network()
    make_staff("maria", Role.PLANNER)
    page = page_as("maria")
    page.goto(f"{site}/network/zones/new/")
    page.wait_for_load_state("networkidle")
    tab_to(page, "main form details:has(#id_corners) > summary")
    page.keyboard.press("Enter")
    tab_to(page, "#id_corners")
    page.keyboard.insert_text(CORNERS)
    tab_to(page, "#id_name")
    page.keyboard.type("Άνω πόλη")
    tab_to(page, "#id_code")
    page.keyboard.type("ΑΝΩ")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Άνω πόλη")
    assert Zone.objects.get(code="ΑΝΩ").geom.area == 10_000


def test_a_corner_of_the_map_is_moved_by_keyboard(
    site: str, page_as: Callable[..., Page], axe: Callable[[Page], list[str]]
) -> None:
    build_network()
    zone = make_zone("Β", "Βόρεια", square(0, 0, 100, 100))
    make_staff("maria", Role.PLANNER)
    page = page_as("maria")
    page.goto(f"{site}/network/zones/{zone.pk}/edit/")
    page.wait_for_selector("details.vertices input", state="attached")
    tab_to(page, "details.vertices > summary")
    page.keyboard.press("Enter")
    tab_to(page, "details.vertices input")
    latitude, longitude = page.evaluate("() => document.activeElement.value").split(", ")
    page.keyboard.press("Control+a")
    page.keyboard.type(f"{float(latitude) - 0.001:.6f}, {longitude}")  # 111 m to the south
    page.keyboard.press("Tab")
    assert axe(page) == []
    page.locator("main form [type=submit]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Βόρεια")
    zone.refresh_from_db()
    assert abs(zone.geom.area - (10_000 + 111 * 100 / 2)) < 150  # the grid lies a little askew


def test_a_zone_is_drawn_with_the_mouse(site: str, page_as: Callable[..., Page]) -> None:
    build_network()
    make_staff("maria", Role.PLANNER)
    page = page_as("maria")
    page.goto(f"{site}/network/zones/new/")
    page.get_by_role("button", name="Draw").click()
    box = page.locator('[data-map="draw"]').bounding_box()
    assert box is not None
    for east, south in ((0.4, 0.4), (0.6, 0.4), (0.6, 0.6), (0.4, 0.4)):
        page.mouse.click(box["x"] + box["width"] * east, box["y"] + box["height"] * south)
    page.wait_for_function("() => document.querySelector('#id_area').value !== ''")
    page.fill("#id_name", "Κέντρο")
    page.fill("#id_code", "Κ")
    page.click("main form [type=submit]")
    expect(page.locator("h1")).to_have_text("Κέντρο")
    assert len(Zone.objects.get(code="Κ").geom[0][0]) == 4
