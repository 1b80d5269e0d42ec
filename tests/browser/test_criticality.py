"""Criticality in Chromium: a planner starts a run, reads the ranked valves beside their map, and sees the layer."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from gis_core.choices import Role
from gis_core.models import Job
from gis_core.services.jobs import run_job_now
from network.models import CriticalValve
from network.services.criticality import FIND_CRITICALITY, run_criticality
from tests.browser.test_map import address, open_map
from tests.factories.drawn import build_drawing
from tests.factories.people import make_staff

pytestmark = pytest.mark.browser


def test_a_planner_starts_a_run_and_finds_the_worst_valve(
    site: str, page_as: Callable[..., Page], axe: Callable[[Page], list[str]]
) -> None:
    build_drawing()
    make_staff("maria", Role.PLANNER)
    page = page_as("maria")
    page.goto(f"{site}/network/criticality/")
    page.locator("main a[href='/network/criticality/new/']").click()
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/jobs/*/")
    run_job_now(Job.objects.get(kind=FIND_CRITICALITY).pk)

    page.goto(f"{site}/network/criticality/")
    page.wait_for_selector('[data-map="list"][data-ready]')
    expect(page.locator(".list-map .mark-box")).to_have_count(8)
    worst = CriticalValve.objects.get(rank=1)
    page.locator(".list-map .mark.large").click()
    expect(page.locator("tr.is-chosen")).to_have_attribute("data-row", str(worst.pk))
    expect(page.locator(".leaflet-popup a[href]").first).to_have_attribute(
        "href", f"/network/shutoff-valves/{worst.valve_id}/"
    )
    assert axe(page) == []
    shoot(page, "valves-1280")

    page.goto(f"{site}/network/criticality/segments/")
    page.wait_for_selector('[data-map="list"][data-ready]')
    expect(page.locator("main tbody tr")).to_have_count(7)
    assert axe(page) == []
    shoot(page, "segments-1280")
    page.locator("main tbody tr a").first.click()
    page.wait_for_selector('[data-map="card"]')
    expect(page.locator("main tbody td.num").nth(5)).to_have_text("9")
    shoot(page, "segment-1280")


def test_the_layer_shows_what_a_valves_failure_adds(site: str, page_as: Callable[..., Page]) -> None:
    build_drawing()
    make_staff("maria", Role.PLANNER)
    run_criticality(actor=None)
    page = page_as("maria")
    open_map(page, site, address(102, 100))
    page.locator('[data-layer-switch="shutoff_valves"]').uncheck()
    with page.expect_response(lambda answer: "criticality" in answer.url and answer.ok):
        page.locator('[data-layer-switch="criticality"]').check()
    page.wait_for_load_state("networkidle")
    shoot(page, "layer-1280")
    box = page.locator("#staff-map").bounding_box()
    assert box is not None
    drawer = page.locator("#drawer")
    for _try in range(5):  # a tile that has come may not be drawn yet
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        with suppress(AssertionError):
            expect(drawer).to_be_visible(timeout=2_000)
            break
    expect(drawer).to_contain_text("1. v2")
    expect(drawer.locator("a[href^='/network/shutoff-valves/']").first).to_be_visible()
    shoot(page, "layer-card-1280")


def shoot(page: Page, name: str) -> None:
    folder = os.environ.get("CRIT_SHOTS")
    if folder:
        page.wait_for_timeout(500)
        page.screenshot(path=str(Path(folder) / f"{name}.png"))
        size = page.viewport_size
        page.set_viewport_size({"width": 390, "height": 844})
        page.wait_for_timeout(500)
        page.screenshot(path=str(Path(folder) / f"{name.replace('1280', '390')}.png"), full_page=True)
        assert size is not None
        page.set_viewport_size(size)
