"""The office's lists and their maps in Chromium: a row chooses its mark, a mark its row; readable by everybody."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from faults.models import Fault
from faults.services.reports import report_fault
from gis_core.choices import Role
from ops.screens import speak
from tests.factories.outages import make_outage
from tests.factories.people import make_staff
from tests.faults.test_reports import leak_at
from tests.world import build_network

pytestmark = pytest.mark.browser


@pytest.fixture
def faults(site: str) -> tuple[Fault, Fault]:
    """Two leaks, 200 m from each other, the second urgent; Thanasis to look at them."""
    build_network()
    make_staff("thanasis", Role.TECHNICIAN)
    west = report_fault(actor=None, new=leak_at(100, 203)).fault
    east = report_fault(actor=None, new=leak_at(300, 203)).fault
    Fault.objects.filter(pk=west.pk).update(priority="normal")
    Fault.objects.filter(pk=east.pk).update(priority="urgent")
    return west, east


def test_a_row_and_its_mark_choose_each_other(
    site: str, page_as: Callable[..., Page], axe: Callable[[Page], list[str]], faults: tuple[Fault, Fault]
) -> None:
    west, east = faults
    page = page_as("thanasis")
    page.goto(f"{site}/faults/")
    page.wait_for_selector('[data-map="list"][data-ready]')
    marks = page.locator(".list-map .mark-box")
    expect(marks).to_have_count(2)
    expect(page.locator(".list-map .mark.large b")).to_have_text("!")

    page.locator(f"#row-{west.pk} a").first.focus()  # as Tab does

    expect(page.locator(".mark-box.is-chosen")).to_have_attribute("title", west.reference)
    expect(page.locator("tr.is-chosen")).to_have_attribute("data-row", str(west.pk))

    page.locator(f'.mark-box[title="{east.reference}"]').click()

    expect(page.locator("tr.is-chosen")).to_have_attribute("data-row", str(east.pk))
    expect(page.locator(".leaflet-popup a[href]").first).to_have_attribute("href", f"/faults/{east.pk}/")
    assert axe(page) == []


def test_the_map_follows_the_filters_and_can_be_put_away(
    site: str, page_as: Callable[..., Page], axe: Callable[[Page], list[str]], faults: tuple[Fault, Fault]
) -> None:
    page = page_as("thanasis", width=390)
    page.goto(f"{site}/faults/?priority=urgent")
    page.wait_for_selector('[data-map="list"][data-ready]')
    expect(page.locator(".list-map .mark-box")).to_have_count(1)
    table, side = page.locator(".list-side").bounding_box(), page.locator(".map-side").bounding_box()
    assert table is not None
    assert side is not None
    assert side["y"] >= table["y"] + table["height"]  # below the list on a telephone
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert axe(page) == []

    page.locator("[data-map-fold]").press("Enter")

    expect(page.locator(".list-map")).to_be_hidden()
    page.goto(f"{site}/faults/")
    expect(page.locator("[data-map-fold]")).to_have_attribute("aria-expanded", "false")


def test_the_cuts_stand_on_the_map_of_their_list(
    site: str, page_as: Callable[..., Page], axe: Callable[[Page], list[str]]
) -> None:
    build_network()
    planner = make_staff("petros", Role.PLANNER)
    outage = make_outage(planner)
    page = page_as("petros")
    page.goto(f"{site}/outages/")
    page.wait_for_selector('[data-map="list"][data-ready]')
    expect(page.locator(".list-map path.leaflet-interactive")).to_have_count(1)
    page.locator(".list-map .mark-box .mark.warn").click()
    expect(page.locator("tr.is-chosen")).to_have_attribute("data-row", str(outage.pk))
    expect(page.locator(".leaflet-popup strong")).to_have_text(outage.title)
    assert axe(page) == []


@pytest.mark.parametrize("language", ["el", "en"])
def test_beside_its_map_a_list_shows_all_its_columns(
    site: str, page_as: Callable[..., Page], faults: tuple[Fault, Fault], language: str
) -> None:
    maria = make_staff("maria", Role.PLANNER)
    make_outage(maria)
    Fault.objects.update(state="in_progress", assigned_to=maria)  # the longest words
    page = page_as("maria", width=1280)
    speak(page, site, language)
    for address in ("/faults/", "/outages/"):
        page.goto(f"{site}{address}")
        page.wait_for_selector('[data-map="list"][data-ready]')
        hidden = page.evaluate(
            "() => { const list = document.querySelector('.list-scroll'); return list.scrollWidth - list.clientWidth }"
        )
        assert hidden <= 0, address
