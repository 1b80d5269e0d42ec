"""The staff map in Chromium: what is pointed at opens its drawer; the list beside the map leads to the same."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from gis_core.choices import Role
from tests.factories.network import point
from tests.factories.people import make_staff
from tests.world import build_network

pytestmark = pytest.mark.browser


def address(east_m: float, north_m: float, zoom: int = 17) -> str:
    """Return the part of the map's address that shows a point in metres from the town's corner."""
    place = point(east_m, north_m)
    place.transform(4326)
    return f"#{zoom}/{place.y:.6f}/{place.x:.6f}"


def open_map(page: Page, site: str, rest: str) -> None:
    page.goto(f"{site}/map/{rest}")
    page.wait_for_selector("#staff-map[data-ready]")
    page.wait_for_load_state("networkidle")


def wait_for_view(page: Page, east_m: float, north_m: float) -> None:
    """Wait until the map's address says that its middle is there, to some ten metres, seen from near."""
    place = point(east_m, north_m)
    place.transform(4326)
    page.wait_for_function(
        """([lat, lon]) => {
            const [zoom, y, x] = location.hash.slice(1).split("/").map(Number);
            return zoom === 17 && Math.abs(y - lat) < 1e-4 && Math.abs(x - lon) < 1e-4;
        }""",
        arg=[place.y, place.x],
    )


def marked_width(page: Page) -> float:
    """Return how wide the mark on the map is, in pixels."""
    marks = page.locator("path.map-highlight")
    expect(marks.first).to_be_attached()
    boxes = [mark.bounding_box() for mark in marks.all()]
    left = min(box["x"] for box in boxes if box)
    return max(box["x"] + box["width"] for box in boxes if box) - left


def test_a_click_on_a_pipe_opens_its_drawer_and_marks_the_whole_line(
    site: str, page_as: Callable[..., Page]
) -> None:
    build_network()
    make_staff("giorgos", Role.TECHNICIAN)
    page = page_as("giorgos")
    # p3 runs along Ερμού for 200 m: its middle is the middle of the map.
    open_map(page, site, address(100, 200))
    box = page.locator("#staff-map").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator("#drawer")).to_contain_text("p3")
    # 200 m at this zoom and latitude are some 220 px.
    assert marked_width(page) > 150
    page.keyboard.press("Escape")
    expect(page.locator("#drawer")).to_be_hidden()
    expect(page.locator("path.map-highlight")).to_have_count(0)


def test_a_row_of_the_list_pans_to_its_pipe_and_marks_it(site: str, page_as: Callable[..., Page]) -> None:
    build_network()
    make_staff("giorgos", Role.TECHNICIAN)
    page = page_as("giorgos")
    open_map(page, site, address(200, 200, zoom=16))
    page.locator('[data-toggle="list"]').click()
    page.locator("#list-layer").select_option("pipes")
    page.locator("#in-view-rows button", has_text="p10").click()
    expect(page.locator("#drawer")).to_contain_text("p10")
    wait_for_view(page, 300, 100)
    assert marked_width(page) > 150


def test_an_address_that_names_a_pipe_shows_it(site: str, page_as: Callable[..., Page]) -> None:
    town = build_network()
    make_staff("giorgos", Role.TECHNICIAN)
    page = page_as("giorgos")
    open_map(page, site, f"?select=pipes:{town.pipes['p4'].pk}")
    expect(page.locator("#drawer")).to_contain_text("p4")
    wait_for_view(page, 300, 200)
    assert marked_width(page) > 150


def test_the_map_on_a_pipes_card_marks_the_pipe(site: str, page_as: Callable[..., Page]) -> None:
    town = build_network()
    make_staff("giorgos", Role.TECHNICIAN)
    page = page_as("giorgos")
    page.goto(f"{site}/network/pipes/{town.pipes['p3'].pk}/")
    page.wait_for_load_state("networkidle")
    assert marked_width(page) > 100


def test_an_address_that_leads_elsewhere_shows_nothing_of_it(site: str, page_as: Callable[..., Page]) -> None:
    build_network()
    make_staff("giorgos", Role.TECHNICIAN)
    page = page_as("giorgos")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    # Below the map's own address that would be an answer of the API, in which anybody's words may stand.
    open_map(page, site, "?select=../../api/v1/network/pipes/%3F:1")
    expect(page.locator("#drawer")).to_be_hidden()
    assert not [url for url in asked if "/api/" in url.split("?")[0]]


def test_an_address_without_layers_shows_none_also_where_nothing_is_kept(
    site: str, page_as: Callable[..., Page]
) -> None:
    build_network()
    make_staff("giorgos", Role.TECHNICIAN)
    page = page_as("giorgos")
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    # As a browser does that is told to keep nothing of the site.
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } })"
    )
    open_map(page, site, address(200, 200) + "/")
    expect(page.locator("[data-layer-switch]:checked")).to_have_count(0)
    assert page.url.endswith("/")
    page.locator('[data-layer-switch="pipes"]').check()
    assert page.url.endswith("/pipes")
    was = page.evaluate("() => document.documentElement.dataset.bsTheme")
    page.locator("[data-theme-switch]").first.evaluate("button => button.click()")
    assert (
        page.evaluate("() => document.documentElement.dataset.bsTheme")
        == {"dark": "light", "light": "dark"}[was]
    )
    assert errors == []
