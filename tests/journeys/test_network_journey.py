"""The network by hand: a main drawn with two valves, three houses connected, the main isolated, a valve stuck, undo."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from gis_core.choices import Role
from meters.models import Connection
from network.models import Pipe, ShutoffValve
from tests.browser.test_editor import begin_editing, click_at, on_screen, said, shoot
from tests.browser.test_map import address
from tests.factories.billing import make_route, make_utility
from tests.factories.meters import CHARLIE, bring_connections
from tests.factories.network import make_shutoff
from tests.factories.people import make_staff
from tests.journeys.hand import Hand
from tests.world import TownNetwork, build_network

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("brokers")]
#: The new main goes from n6 (400, 200) over this corner to n9 (400, 100).
CORNER = (440.0, 150.0)
#: Who pays there; two of one name would be taken for one person, and asked about.
PAYERS = ("Μαυρίδου", "Καρρά", "Ζέρβα")
#: Three houses along it, east and west of its corner.
HOUSES = {"200001": (435.0, 162.0), "200002": (446.0, 150.0), "200003": (432.0, 136.0)}


def _build(folder: Path) -> TownNetwork:
    """Lay the town with the valves that stand around the place, and a house on p7 that loses water later."""
    make_utility()
    make_route("09")
    town = build_network()
    make_shutoff("Β-ΕΡΜΟΥ", town.pipes["p4"], at_end=True, offset_m=20)
    make_shutoff("Β-ΒΟΡΡΑΣ", town.pipes["p7"], offset_m=10)
    make_shutoff("Β-ΟΛΓΑΣ", town.pipes["p10"], at_end=True, offset_m=20)
    assert bring_connections(folder, CHARLIE).refused == []
    Connection.objects.update(pipe=town.pipes["p7"], pipe_fraction=0.5)
    make_staff("maria", Role.PLANNER)
    make_staff("dimitra", Role.FRONT_DESK)
    return town


def _draw_main(page: Page) -> None:
    """Draw from n6 to n9, snapping to both."""
    page.locator('[data-edit-tool="draw"]').click()
    expect(page.locator('#editor-panel [name="code"]')).to_be_visible()
    page.mouse.move(*on_screen(page, 402, 199))
    expect(page.locator(".snap-said")).to_contain_text("n6")
    click_at(page, 402, 199)
    said(page, "Corner 1")
    click_at(page, *CORNER)
    said(page, "Corner 2")
    click_at(page, 402, 101)
    said(page, "Corner 3")
    page.locator('#editor-panel [name="code"]').fill("ΝΕΟΣ")
    page.locator('#editor-panel [name="size"]').select_option(label="PE Φ110 PN10")
    shoot(page, "journey-1-drawn")
    page.get_by_role("button", name="Lay the pipe").click()
    said(page, "Added: ΝΕΟΣ")


def _put_valve(page: Page, code: str, east_m: float, north_m: float) -> None:
    page.locator('[data-edit-tool="put"]').click()
    page.locator('#editor-panel [name="what"]').select_option("shutoff")
    page.locator('#editor-panel [name="code"]').fill(code)
    click_at(page, east_m, north_m)
    said(page, f"Added: {code}")


def _connect(page: Page, site: str, supply_number: str, place: tuple[float, float]) -> None:
    """Register a connection by the front desk's form, its place tapped on the map."""
    page.goto(f"{site}/connections/new/")
    hand = Hand(page, '[data-map="pick"]')
    hand.wait()
    page.wait_for_load_state("networkidle")
    hand.click(*place)
    expect(page.locator("#id_lon")).not_to_have_value("")
    for name, value in {
        "supply_number": supply_number, "street": "Ερμού", "route": "09", "meter_serial": f"M{supply_number}",
        "payer_name": PAYERS[int(supply_number) % 3], "payer_first_name": "Άννα", "people": "2",
    }.items():  # fmt: skip
        page.locator(f"#id_{name}").fill(value)
    page.locator("#id_start_reading").fill("0")
    page.get_by_role("button", name="Register the connection").click()
    page.wait_for_url(lambda url: "/new/" not in url)


def test_a_main_is_drawn_connected_isolated_and_undone(
    site: str, page_as: Callable[..., Page], tmp_path: Path
) -> None:
    _build(tmp_path)
    maria = page_as("maria")
    begin_editing(maria, site, address(420, 150, zoom=18))
    _draw_main(maria)
    _put_valve(maria, "Β-ΑΝΩ", 412, 185)
    _put_valve(maria, "Β-ΚΑΤΩ", 412, 115)
    shoot(maria, "journey-2-valves")
    assert [
        (float(p.diameter_mm), str(p.material)) for p in Pipe.objects.filter(code__startswith="ΝΕΟΣ")
    ] == [(96.8, "Πολυαιθυλένιο (PE)")] * 3

    dimitra = page_as("dimitra")
    for number, place in HOUSES.items():
        _connect(dimitra, site, number, place)
    middle = ShutoffValve.objects.get(code="Β-ΚΑΤΩ").pipe
    assert {c.pipe for c in Connection.objects.filter(supply_number__in=HOUSES)} == {middle}

    maria.locator("[data-ask=isolation]").click()
    click_at(maria, *CORNER)
    drawer = maria.locator("#drawer")
    expect(drawer).to_contain_text("3 connections without water")
    expect(drawer.locator("ol.cut-valves li")).to_have_count(2)
    shoot(maria, "journey-3-isolated")
    drawer.locator("li", has_text="Β-ΑΝΩ").get_by_role("button", name="This valve is stuck").click()
    expect(drawer).to_contain_text("4 connections without water")
    expect(drawer.locator("ol.cut-valves")).to_contain_text("Β-ΒΟΡΡΑΣ")
    shoot(maria, "journey-4-stuck")
    drawer.locator("li", has_text="Β-ΑΝΩ").locator("[hx-get]").click()
    expect(drawer).to_contain_text("3 connections without water")
    maria.locator("[data-ask=isolation]").click()

    # Undone: the second valve goes, its pipe is whole again, and the houses hang on it where they are.
    before = {c.supply_number: c.geom.coords for c in Connection.objects.all()}
    maria.locator("[data-edit-undo]").click()
    said(maria, "Undone")
    assert not ShutoffValve.objects.filter(code="Β-ΚΑΤΩ").exists()
    parts = {part.code: part for part in Pipe.objects.filter(code__startswith="ΝΕΟΣ")}
    assert len(parts) == 2
    houses = Connection.objects.filter(supply_number__in=HOUSES)
    assert set(houses.values_list("pipe__code", flat=True)) <= set(parts)
    assert {c.supply_number: c.geom.coords for c in Connection.objects.all()} == before
    maria.locator("[data-ask=isolation]").click()
    click_at(maria, *CORNER)
    expect(drawer).to_contain_text("3 connections without water")
    expect(drawer.locator("ol.cut-valves")).to_contain_text("Β-ΟΛΓΑΣ")
