"""The map's editor in Chromium: by pointer with snapping, by keyboard alone, and when two people edit one pipe."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from gis_core.choices import Role
from network.models import Node, Pipe, ShutoffValve
from tests.browser.test_map import address, open_map
from tests.factories.network import ORIGIN_X, ORIGIN_Y, make_shutoff, point
from tests.factories.people import make_staff
from tests.world import build_network

pytestmark = pytest.mark.browser
#: Where pictures of the editor at work are left, where somebody wants them.
PICTURES = os.environ.get("HYDRIA_PICTURES", "")


def shoot(page: Page, name: str) -> None:
    """Leave a picture, where they are wanted."""
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png")


def on_screen(page: Page, east_m: float, north_m: float) -> tuple[float, float]:
    """Return where a place in metres from the town's corner is in the window."""
    place = point(east_m, north_m)
    place.transform(4326)
    x, y = page.evaluate(
        """([lat, lon]) => {
            const map = document.getElementById("staff-map"), box = map.getBoundingClientRect();
            const at = map.hydria.map.latLngToContainerPoint([lat, lon]);
            return [box.x + at.x, box.y + at.y];
        }""",
        [place.y, place.x],
    )
    return float(x), float(y)


def click_at(page: Page, east_m: float, north_m: float) -> None:
    page.mouse.click(*on_screen(page, east_m, north_m))


def begin_editing(page: Page, site: str, rest: str) -> None:
    open_map(page, site, rest)
    page.wait_for_selector("[data-editor][data-ready]")
    page.locator("[data-edit-toggle]").click()


def said(page: Page, words: str) -> None:
    """Wait until the editor's live region says so."""
    expect(page.locator("[data-edit-said]")).to_contain_text(words)


def test_a_pipe_is_drawn_from_a_node_to_a_pipe_and_undone(site: str, page_as: Callable[..., Page]) -> None:
    build_network()
    make_staff("pavlos", Role.PLANNER)
    page = page_as("pavlos")
    begin_editing(page, site, address(200, 200))
    page.locator('[data-edit-tool="draw"]').click()
    expect(page.locator('#editor-panel [name="diameter_mm"]')).to_be_visible()
    # n4's pipe p5 stands at x = 0; the drawing begins on n8's level, snaps to n5 and ends on p6's middle.
    page.mouse.move(*on_screen(page, 201, 199))
    expect(page.locator(".snap-said")).to_contain_text("n5")
    shoot(page, "editor-snapping")
    click_at(page, 201, 199)
    said(page, "1")
    click_at(page, 130, 230)
    said(page, "2")
    page.mouse.move(*on_screen(page, 101, 299))
    expect(page.locator(".snap-said")).to_contain_text("p1")
    click_at(page, 101, 299)
    said(page, "3")
    shoot(page, "editor-drawn")
    page.locator('#editor-panel [name="diameter_mm"]').fill("90")
    page.get_by_role("button", name="Lay the pipe").click()
    said(page, "Added")
    new = Pipe.objects.exclude(code__startswith="p").get()
    assert (new.start_node.code, float(new.diameter_mm)) == ("n5", 90.0)
    assert abs(new.end_node.geom.y - ORIGIN_Y - 300) < 0.001
    assert Pipe.objects.count() == 12
    expect(page.locator("#drawer")).to_contain_text(new.code)
    shoot(page, "editor-laid")
    page.locator("[data-edit-undo]").click()
    said(page, "Undone")
    assert Pipe.objects.count() == 10
    page.locator("[data-edit-redo]").click()
    said(page, "Added")
    assert Pipe.objects.filter(pk=new.pk).exists()


def test_by_keyboard_alone_a_corner_is_written_and_a_hydrant_put(
    site: str, page_as: Callable[..., Page]
) -> None:
    town = build_network()
    make_staff("pavlos", Role.PLANNER)
    page = page_as("pavlos")
    begin_editing(page, site, f"?select=pipes:{town.pipes['p4'].pk}")
    page.locator("[data-editor-actions] button", has_text="Change its corners").press("Enter")
    page.locator("#editor-panel [aria-label^='Insert a corner']").press("Enter")
    east = page.locator("#editor-panel fieldset").nth(1).locator("[data-corner=y]")
    expect(east).to_be_visible()
    east.fill(f"{ORIGIN_Y + 220}")
    east.press("Tab")
    expect(page.locator("#editor-panel fieldset").nth(1).locator("[data-corner=y]")).to_have_value(
        f"{ORIGIN_Y + 220:.3f}"
    )
    shoot(page, "editor-corners")
    page.get_by_role("button", name="Save").press("Enter")
    said(page, "Moved")
    pipe = Pipe.objects.get(pk=town.pipes["p4"].pk)
    assert [round(y - ORIGIN_Y, 2) for _x, y in pipe.geom.coords] == [200.0, 220.0, 200.0]

    page.locator('[data-edit-tool="put"]').press("Enter")
    page.locator('#editor-panel [name="what"]').select_option("hydrant")
    page.locator("#editor-panel [data-corner=x]").fill(f"{ORIGIN_X + 100}")
    page.locator("#editor-panel [data-corner=y]").fill(f"{ORIGIN_Y + 200}")
    page.locator("#editor-panel [data-corner=y]").press("Enter")
    said(page, "Split")
    hydrant = Node.objects.get(kind="hydrant")
    assert (round(hydrant.geom.x - ORIGIN_X, 2), hydrant.pipes_in.get().code) == (100.0, "p3")
    # The map itself: its middle is a corner, wherever the arrows have brought it.
    page.locator('[data-edit-tool="draw"]').press("Enter")
    page.locator("#staff-map").focus()
    expect(page.locator(".map-middle")).to_be_visible()
    page.keyboard.press("Enter")
    said(page, "Corner 1")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    said(page, "Corner 2")
    page.keyboard.press("Escape")
    expect(page.locator("#editor-panel")).to_be_hidden()
    said(page, "Left without a change")


def test_two_people_change_one_pipe_and_the_second_chooses(site: str, page_as: Callable[..., Page]) -> None:
    town = build_network()
    make_staff("pavlos", Role.PLANNER)
    page = page_as("pavlos")
    begin_editing(page, site, f"?select=pipes:{town.pipes['p4'].pk}")
    page.locator("[data-editor-actions] button", has_text="Change its corners").click()
    page.locator("#editor-panel [aria-label^='Insert a corner']").click()
    expect(page.locator("#editor-panel fieldset")).to_have_count(3)
    Pipe.objects.filter(pk=town.pipes["p4"].pk).update(laid_year=2001)
    page.get_by_role("button", name="Save").click()
    expect(page.locator("[data-stale]")).to_contain_text("2001")
    shoot(page, "editor-stale")
    assert len(Pipe.objects.get(pk=town.pipes["p4"].pk).geom.coords) == 2
    page.get_by_role("button", name="Write mine over it").click()
    said(page, "Moved")
    pipe = Pipe.objects.get(pk=town.pipes["p4"].pk)
    assert (len(pipe.geom.coords), pipe.laid_year) == (3, 2001)


def test_what_hangs_on_a_pipe_is_shown_before_it_goes(
    site: str, page_as: Callable[..., Page], axe: Callable[[Page], list[str]]
) -> None:
    town = build_network()
    make_shutoff("Β-7", town.pipes["p4"])
    make_staff("pavlos", Role.PLANNER)
    page = page_as("pavlos")
    begin_editing(page, site, f"?select=pipes:{town.pipes['p4'].pk}")
    assert axe(page) == []
    page.locator("[data-editor-actions] button", has_text="Delete").click()
    expect(page.locator("#editor-panel [data-hanging]")).to_contain_text("Β-7")
    assert axe(page) == []
    page.get_by_role("button", name="Delete all of it").click()
    said(page, "Deleted")
    assert not ShutoffValve.objects.exists()
    page.locator('[data-edit-tool="draw"]').click()
    expect(page.locator('#editor-panel [name="diameter_mm"]')).to_be_visible()
    assert axe(page) == []


def test_who_may_not_edit_has_no_editor(site: str, page_as: Callable[..., Page]) -> None:
    build_network()
    make_staff("giorgos", Role.TECHNICIAN)
    page = page_as("giorgos")
    open_map(page, site, address(200, 200))
    expect(page.locator("[data-editor]")).to_have_count(0)
