"""Hydraulics in Chromium: a planner closes a valve in a scenario, reads who loses pressure, and sees it on the map."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from gis_core.choices import LanguageChoice, Role
from gis_core.models import Job
from gis_core.services.jobs import run_job_now
from network.choices import NodeKind
from network.models import Node
from tests.browser.test_criticality import shoot
from tests.browser.test_map import address, open_map
from tests.factories.network import make_shutoff
from tests.factories.people import make_staff
from tests.world import build_network

pytestmark = pytest.mark.browser


def test_a_planner_closes_a_valve_in_a_scenario_and_sees_who_loses_pressure(
    site: str, page_as: Callable[..., Page], axe: Callable[[Page], list[str]]
) -> None:
    town = build_network()
    Node.objects.filter(kind=NodeKind.JUNCTION).update(demand_l_s=4)
    valve = make_shutoff("B9", town.pipes["p9"])
    make_staff("maria", Role.PLANNER, language=LanguageChoice.GREEK)
    page = page_as("maria")
    page.goto(f"{site}/network/scenarios/new/?closed={valve.pk}")
    expect(page.locator("#id_name")).to_have_value("Κλειστές: B9")
    assert axe(page) == []
    shoot(page, "scenario-new-1280")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/scenarios/*/")
    run_job_now(Job.objects.get().pk)
    page.reload()
    expect(page.locator("section[aria-labelledby=fallen] tbody tr")).to_have_count(2)
    expect(page.locator("svg.chart rect.now, svg.chart rect.alarm")).to_have_count(10)
    assert axe(page) == []
    shoot(page, "scenario-1280")
    page.goto(f"{site}/network/scenarios/")
    expect(page.locator("main tbody tr")).to_have_count(1)
    shoot(page, "scenarios-1280")

    open_map(page, site, f"{address(200, 250, 16)}/streets,pressures,velocities,sources")
    expect(page.locator('[data-layer-switch="pressures"]')).to_be_checked()
    shoot(page, "scenario-map-1280")
    # n8, without water, in the middle of the window: its sign opens its figures.
    page.goto("about:blank")  # else the browser only moves within the page that is open
    open_map(page, site, f"{address(200, 100, 18)}/pressures")
    box = page.locator("#staff-map").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator("#drawer-content h2")).to_have_text("n8")
    assert axe(page) == []
    shoot(page, "scenario-drawer-1280")
