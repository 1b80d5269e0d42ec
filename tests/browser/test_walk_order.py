"""The walk of a route in Chromium: moved by keyboard, arrows and drag, applied, brought back; on a phone too."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from gis_core.choices import Role
from meters.models import Route
from tests.factories import meters as make
from tests.factories.people import make_staff
from tests.meters.walk.conftest import HOUSES, houses_in_order
from tests.world import build_network

pytestmark = pytest.mark.browser


@pytest.fixture
def route(site: str, tmp_path: Path) -> Route:
    """Five meters on the two sides of Ερμού, in zigzag."""
    build_network()
    lines = [
        f"{number};Ερμού;{house};09;{10 * place};01/03/2020;W-{house};Παππά;Ρένα;;;1"
        for place, (house, number) in enumerate(HOUSES.items(), 1)
    ]
    assert make.bring_connections(tmp_path, *lines).refused == []
    make_staff("kleio", Role.BILLING)
    return Route.objects.get(code="09")


def shown(page: Page) -> list[str]:
    """Return the houses in the order of the list."""
    of = {number: house for house, number in HOUSES.items()}
    return [
        of[what] for what in page.locator("tr[data-id]").evaluate_all("rows => rows.map(r => r.dataset.what)")
    ]


def propose(page: Page, site: str, route: Route) -> None:
    page.goto(f"{site}/routes/{route.pk}/walk/")
    page.get_by_role("button", name="Propose the shortest walk").click()
    page.wait_for_selector("#walk-order[data-ready]")


def test_walk_is_proposed_moved_by_hand_applied_and_brought_back(
    route: Route, site: str, page_as: Callable[..., Page], axe: Callable[[Page], list[str]]
) -> None:
    page = page_as("kleio")
    propose(page, site, route)
    expect(page.locator("#walk-sum")).to_have_text("135 m shorter (55 %)")
    assert shown(page) == ["1", "5", "6", "10", "9"]
    expect(page.locator(".answer-map .answer-mark")).to_have_count(5)
    expect(page.locator("path.answer-walk").first).to_be_attached()
    expect(page.locator("path.answer-walk-before").first).to_be_attached()
    assert axe(page) == []

    # By keyboard: 9 to the third place; then by the arrow of 10 back in front of 6.
    place = page.get_by_role("textbox", name=f"Place of {HOUSES['9']}")
    place.focus()
    place.fill("3")
    page.keyboard.press("Enter")
    assert shown(page) == ["1", "5", "9", "6", "10"]
    expect(page.locator("[data-walk-said]")).to_have_text(f"{HOUSES['9']}: place 3")
    expect(page.locator("#walk-after")).to_have_text("175")  # measured by itself
    expect(page.get_by_role("textbox", name=f"Place of {HOUSES['9']}")).to_be_focused()
    page.get_by_role("button", name=f"{HOUSES['10']} earlier").press("Enter")
    assert shown(page) == ["1", "5", "9", "10", "6"]
    expect(page.locator("#walk-after")).to_have_text("135")

    # By drag: 6 between 5 and 9; applied at once, before it is measured.
    page.locator(f"tr[data-what='{HOUSES['6']}'] .walk-handle").drag_to(
        page.locator(f"tr[data-what='{HOUSES['9']}'] .walk-handle")
    )
    assert shown(page) == ["1", "5", "6", "9", "10"]
    page.get_by_role("button", name="Apply this order").click()
    expect(page.get_by_text("Every meter of the route has its new place.")).to_be_visible()
    assert houses_in_order(route) == ["1", "5", "6", "9", "10"]
    expect(page.locator("#orders + ul")).to_contain_text("245 m before, 125 m after")
    assert axe(page) == []

    page.get_by_role("button", name="Bring the old order back").click()
    expect(page.get_by_text("The meters have the places back that they had before.")).to_be_visible()
    assert houses_in_order(route) == ["1", "10", "5", "9", "6"]


def test_walk_fits_a_phone(
    route: Route, site: str, page_as: Callable[..., Page], axe: Callable[[Page], list[str]]
) -> None:
    page = page_as("kleio", width=390)
    propose(page, site, route)

    later = page.get_by_role("button", name=f"{HOUSES['1']} later")
    box = later.bounding_box()
    assert box is not None
    assert box["width"] >= 40
    assert box["height"] >= 40
    later.click()

    assert shown(page) == ["5", "1", "6", "10", "9"]
    expect(page.locator("#walk-after")).to_have_text("150")  # 40, 55, 40, 15
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    assert axe(page) == []
