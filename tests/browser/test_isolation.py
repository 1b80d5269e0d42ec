"""Isolations and traces in Chromium: a click on the map asks, a stuck valve makes the cut grow, also by keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from gis_core.choices import Role
from meters.models import Connection, Route
from tests.factories.drawn import Drawing, build_drawing
from tests.factories.network import point
from tests.factories.people import make_staff

pytestmark = pytest.mark.browser


@pytest.fixture
def drawing(site: str) -> Drawing:
    """Ten streets of a hundred metres; houses on p2, p3 and p6."""
    drawing = build_drawing()
    route = Route.objects.create(code="R1")
    for position, (pipe, place) in enumerate(
        {"p2": (150, 105), "p3": (250, 105), "p6": (305, 50)}.items(), 1
    ):
        Connection.objects.create(
            supply_number=f"07-{position}", pipe=drawing.pipes[pipe], pipe_fraction=0.5, people=2, route=route,
            route_position=position, geom=point(*place), opened_on="2020-01-01", address=f"Ερμού {position}",
        )  # fmt: skip
    make_staff("maria", Role.PLANNER)
    return drawing


def show(page: Page, site: str, east_m: float, north_m: float) -> None:
    place = point(east_m, north_m)
    place.transform(4326)
    page.goto(f"{site}/map/#17/{place.y:.6f}/{place.x:.6f}")
    page.wait_for_selector("#tracing-tools[data-ready]", state="attached")
    page.wait_for_load_state("networkidle")


def click_middle(page: Page) -> None:
    box = page.locator("#staff-map").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def test_a_click_isolates_and_a_stuck_valve_makes_the_cut_grow(
    drawing: Drawing, site: str, page_as: Callable[..., Page], axe: Callable[[Page], list[str]]
) -> None:
    page = page_as("maria")
    show(page, site, 150, 100)  # the middle of p2
    tool = page.get_by_role("button", name="Isolation", exact=True)
    tool.click()
    click_middle(page)
    drawer = page.locator("#drawer")
    expect(drawer.locator(".cut-sum")).to_have_text("1 connection without water")
    expect(page.locator("path.answer-drained").first).to_be_attached()
    expect(drawer.locator("ol .cut-valve")).to_have_count(2)
    assert axe(page) == []

    # The valve's own mark on the map says it, as the list does.
    page.locator(".answer-mark[title='v3']").click()
    page.locator(".leaflet-popup").get_by_role("button", name="This valve is stuck").click()
    expect(drawer.locator(".cut-sum")).to_have_text("3 connections without water")
    expect(drawer).to_contain_text("Passed over: it does not close, as you say.")
    drawer.get_by_role("button", name="It works after all").click()
    expect(drawer.locator(".cut-sum")).to_have_text("1 connection without water")

    expect(drawer.get_by_role("link", name="Plan a cut for these")).to_have_attribute(
        "href", re.compile(rf"^/outages/new/\?pipe={drawing.pipes['p2'].pk}:0\.\d+$")
    )
    page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    expect(page.locator(".answer-mark")).to_have_count(0)
    expect(tool).to_have_attribute("aria-pressed", "false")


def test_a_trace_is_asked_by_clicks(drawing: Drawing, site: str, page_as: Callable[..., Page]) -> None:
    page = page_as("maria")
    show(page, site, 300, 50)  # the middle of p6
    page.get_by_role("button", name="Trace", exact=True).click()
    page.locator("#trace-kind").select_option("to_source")
    click_middle(page)
    expect(page.locator("#drawer .cut-sum")).to_have_text("4 pipes, 400 m")
    page.locator("#trace-kind").select_option("connected")
    expect(page.locator("#drawer .cut-sum")).to_have_text("10 pipes, 1,000 m")
    expect(page.locator("path.answer-reach").first).to_be_attached()


def test_the_page_is_worked_by_keyboard_and_its_address_keeps_the_question(
    drawing: Drawing, site: str, page_as: Callable[..., Page]
) -> None:
    page = page_as("maria")
    page.goto(f"{site}/network-isolation/")
    page.get_by_role("combobox", name="Pipe, node or valve").focus()
    page.keyboard.type("p2")
    page.keyboard.press("Enter")
    expect(page.locator(".cut-sum")).to_have_text("1 connection without water")
    page.wait_for_selector('[data-map="answer"][data-ready]')
    stuck = page.get_by_role("button", name=re.compile("This valve is stuck.*v3"))
    stuck.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".cut-sum")).to_have_text("3 connections without water")
    kept = f"?pipe={drawing.pipes['p2'].pk}&stuck={drawing.valves['v3'].pk}"
    page.wait_for_function(f"() => location.search === '{kept}'")
    expect(page.locator("path.answer-dry").first).to_be_attached()
    page.reload()
    expect(page.locator(".cut-sum")).to_have_text("3 connections without water")
    page.get_by_role("button", name=re.compile("Write it down as stuck.*v3")).click()
    expect(page.locator("main")).to_contain_text("Valve v3 is now written down as stuck.")
    expect(page.locator("#answer")).to_contain_text("Passed over: it is stuck.")
