"""A whole town from its GeoPackage by hand in Chromium: what is what, where it lies, every object, all of it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from gis_core.choices import Role
from gis_core.models import Job
from gis_core.services.jobs import run_job_now
from network.models import ImportProfile, Node, ServiceLine, ShutoffValve
from tests.factories.people import make_staff

pytestmark = pytest.mark.browser
SHARED_DATA = Path(os.environ.get("HYDRIA_SHARED_DATA", "../shared/data"))
TOWN = SHARED_DATA / "networks" / "micropolis_v1_local_ft.gpkg"


def test_micropolis_is_taken_in_by_the_mapping_page(
    site: str, page_as: Callable[..., Page], axe: Callable[[Page], list[str]], tmp_path: Path
) -> None:
    if not TOWN.is_file():
        pytest.skip(f"shared data is absent: {TOWN}")
    make_staff("maria", Role.PLANNER)
    page = page_as("maria")
    page.goto(f"{site}/network/exchange/")
    assert axe(page) == []
    page.locator("#id_file").set_input_files(TOWN)
    page.locator("form[enctype] button[type=submit]").click()

    # What each layer is was guessed.
    cards = page.locator("section[aria-labelledby^=layer-]")
    expect(cards).to_have_count(12)
    expect(cards.filter(has_text="watermains_v0").locator("select[name^=role]")).to_have_value("pipes")
    expect(cards.filter(has_text="buildings_v1").locator("select[name^=role]")).to_have_value("buildings")
    expect(cards.filter(has_text="watermains_v0").locator("select[name$=-diameter_mm]")).to_have_value(
        "PIPESIZE"
    )
    page.locator("#id_anchor").fill("22.95,40.63")
    page.locator("#id_unit").select_option("ft")
    page.locator("button[value=show]").click()
    page.wait_for_selector('[data-map="public"] path.leaflet-interactive')
    assert axe(page) == []

    page.locator("#id_tolerance").fill("1,0")
    page.locator("#id_profile_name").fill("Micropolis")
    page.locator("#id_name").fill("Μικρόπολις")
    page.locator("#id_code").fill("micropolis")
    page.locator("button[value=check]").click()
    page.wait_for_url("**/exchange/report/**")
    assert not Node.objects.exists()
    expect(page.locator("tr[id^=object-]").first).to_be_visible()
    assert axe(page) == []

    page.locator("main form button.btn-primary").click()
    page.wait_for_url("**/jobs/**")
    assert run_job_now(Job.objects.get(kind="network.exchange_import").pk)
    assert Node.objects.filter(kind="hydrant").count() == 52
    assert (ShutoffValve.objects.count(), ServiceLine.objects.count()) == (203, 460)
    assert ImportProfile.objects.get().name == "Micropolis"

    page.goto(f"{site}/network/exchange/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Μικρόπολις: GeoPackage").click()
    assert download.value.suggested_filename == "micropolis.gpkg"
