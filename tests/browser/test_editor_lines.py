"""The map's editor in Chromium: service lines, valves and stations, by pointer and by keyboard."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from gis_core.choices import Role
from network.models import ServiceLine, ShutoffValve, Station
from tests.browser.test_editor import begin_editing, click_at, on_screen, said, shoot
from tests.browser.test_map import address
from tests.factories.network import (
    ORIGIN_X,
    ORIGIN_Y,
    make_service_line,
    make_shutoff,
    make_station,
)
from tests.factories.people import make_staff
from tests.world import build_network

pytestmark = pytest.mark.browser


def places(line: ServiceLine) -> list[tuple[float, float]]:
    line.refresh_from_db()
    return [(round(x - ORIGIN_X), round(y - ORIGIN_Y)) for x, y in line.geom.coords]


def test_a_service_line_is_drawn_from_a_main_to_a_plot_deleted_and_undone(
    site: str, page_as: Callable[..., Page], axe: Callable[[Page], list[str]]
) -> None:
    build_network()
    make_staff("pavlos", Role.PLANNER)
    page = page_as("pavlos")
    begin_editing(page, site, address(100, 200))
    page.locator('[data-edit-tool="service"]').click()
    expect(page.locator('#editor-panel [name="diameter_mm"]')).to_be_visible()
    assert axe(page) == []
    click_at(page, 100, 240)
    said(page, "It begins on a main")
    page.mouse.move(*on_screen(page, 81, 201))
    expect(page.locator(".snap-said")).to_contain_text("p3")
    click_at(page, 81, 201)
    said(page, "Corner 1")
    click_at(page, 81, 215)
    said(page, "Corner 2")
    click_at(page, 90, 222)
    said(page, "Corner 3")
    shoot(page, "service-drawn")
    page.locator('#editor-panel [name="diameter_mm"]').fill("25")
    page.get_by_role("button", name="Lay the service line").click()
    said(page, "Added")
    line = ServiceLine.objects.get()
    assert (line.pipe.code, places(line)) == ("p3", [(81, 200), (81, 215), (90, 222)])
    expect(page.locator("#drawer")).to_contain_text(line.code)
    page.locator("[data-editor-actions] button", has_text="Delete").click()
    page.locator("#editor-panel [data-delete-now]").click()
    said(page, "Deleted")
    assert not ServiceLine.objects.exists()
    page.locator("[data-edit-undo]").click()
    said(page, "Undone")
    assert ServiceLine.objects.get().pk == line.pk


def test_by_keyboard_a_service_line_is_written_and_brought_to_another_main(
    site: str, page_as: Callable[..., Page]
) -> None:
    town = build_network()
    line = make_service_line("Π-1", town.pipes["p3"], 0.25, (50, 210))
    make_staff("pavlos", Role.PLANNER)
    page = page_as("pavlos")
    begin_editing(page, site, f"?select=service_lines:{line.pk}")
    page.locator("[data-editor-actions] button", has_text="Change its corners").press("Enter")
    rows = page.locator("#editor-panel fieldset")
    expect(rows.first.locator("[aria-label^='Remove']")).to_have_count(0)
    rows.nth(1).locator("[data-corner=y]").fill(f"{ORIGIN_Y + 216}")
    rows.nth(1).locator("[data-corner=y]").press("Tab")
    expect(rows.nth(1).locator("[data-corner=y]")).to_have_value(f"{ORIGIN_Y + 216:.3f}")
    page.get_by_role("button", name="Save").press("Enter")
    said(page, "Moved")
    assert (line.pipe.code, places(line)) == ("p3", [(50, 200), (50, 216)])
    page.locator("[data-editor-actions] button", has_text="Change its corners").press("Enter")
    expect(rows.first).to_be_visible()
    rows.first.locator("[data-corner=y]").fill(f"{ORIGIN_Y + 260}")
    rows.first.locator("[data-corner=y]").press("Tab")
    said(page, "It begins on a main")
    rows.first.locator("[data-corner=y]").fill(f"{ORIGIN_Y + 300}")
    rows.first.locator("[data-corner=y]").press("Tab")
    expect(rows.first).to_contain_text("p1")
    page.get_by_role("button", name="Save").press("Enter")
    said(page, "Moved")
    line.refresh_from_db()
    assert (line.pipe.code, places(line)) == ("p1", [(50, 300), (50, 216)])


def test_a_valve_is_dragged_along_its_pipe_and_written_onto_another(
    site: str, page_as: Callable[..., Page]
) -> None:
    town = build_network()
    valve = make_shutoff("Β-7", town.pipes["p3"])
    make_staff("pavlos", Role.PLANNER)
    page = page_as("pavlos")
    begin_editing(page, site, f"?select=shutoff_valves:{valve.pk}")
    page.locator("[data-editor-actions] button", has_text="Move it").click()
    expect(page.locator(".corner-mark")).to_be_visible()
    page.mouse.move(*on_screen(page, 0, 200))
    page.mouse.down()
    page.mouse.move(*on_screen(page, 3, 202))
    page.mouse.move(*on_screen(page, 6, 203))
    page.mouse.up()
    said(page, "p3")
    shoot(page, "valve-moved")
    page.get_by_role("button", name="Save").click()
    said(page, "Moved")
    valve = ShutoffValve.objects.get()
    assert (valve.pipe.code, valve.at_end, round(valve.offset_m)) == ("p3", False, 6)
    page.locator("[data-editor-actions] button", has_text="Move it").press("Enter")
    form = page.locator("#editor-panel fieldset").first
    form.locator("[data-corner=x]").fill(f"{ORIGIN_X + 1}")
    form.locator("[data-corner=x]").press("Tab")
    expect(form).to_contain_text("p3")
    form.locator("[data-corner=y]").fill(f"{ORIGIN_Y + 298}")
    form.locator("[data-corner=y]").press("Tab")
    expect(form).to_contain_text("p5")
    expect(form.locator("[data-corner=x]")).to_have_value(f"{ORIGIN_X:.3f}")
    page.get_by_role("button", name="Save").press("Enter")
    said(page, "Moved")
    valve = ShutoffValve.objects.get()
    assert (valve.pipe.code, round(valve.geom.y - ORIGIN_Y)) == ("p5", 298)
    page.locator("[data-edit-undo]").press("Enter")
    said(page, "Undone")
    assert ShutoffValve.objects.get().pipe.code == "p3"


def test_a_station_is_moved_by_its_coordinates_and_undone(site: str, page_as: Callable[..., Page]) -> None:
    build_network()
    station = make_station("Α-1", "Λιμάνι", 10, 210)
    make_staff("pavlos", Role.PLANNER)
    page = page_as("pavlos")
    begin_editing(page, site, f"?select=stations:{station.pk}")
    page.locator("[data-editor-actions] button", has_text="Move it").press("Enter")
    east = page.locator("#editor-panel [data-corner=x]")
    east.fill(f"{ORIGIN_X + 40}")
    east.press("Tab")
    expect(page.locator("#editor-panel [data-corner=x]")).to_have_value(f"{ORIGIN_X + 40:.3f}")
    page.get_by_role("button", name="Save").press("Enter")
    said(page, "Moved")
    assert round(Station.objects.get().geom.x - ORIGIN_X) == 40
    page.locator("[data-edit-undo]").press("Enter")
    said(page, "Undone")
    assert round(Station.objects.get().geom.x - ORIGIN_X) == 10
