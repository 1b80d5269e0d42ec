"""A payer is chosen in Chromium with the keyboard alone, and without scripts; the field is readable by everybody."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from gis_core.choices import Role
from meters.selectors.liabilities import payer_on
from ops.screens import sign_in
from parties.choices import PartyKind
from parties.services.parties import register_party
from tests.factories import meters as make
from tests.factories.people import make_staff
from tests.world import build_network

pytestmark = pytest.mark.browser


@pytest.fixture
def page_path(committed_db: None, tmp_path: Path) -> str:
    """Settle the town, with two Dimitrious; return the address of Alice's form."""
    build_network()
    make.bring_connections(tmp_path, make.ALICE, make.BOB)
    for name in ("Άννα", "Δώρα"):
        register_party(actor=None, kind=PartyKind.PERSON, name="Δημητρίου", first_name=name)
    make_staff("eleni", Role.BILLING)
    return f"/connections/{make.get_connection('100001').pk}/payer/"


def test_a_payer_is_chosen_by_keyboard(
    page_path: str, site: str, page_as: Callable[..., Page], axe: Callable[[Page], list[str]]
) -> None:
    page = page_as("eleni")
    page.goto(f"{site}{page_path}")
    field = page.get_by_role("combobox", name="Who pays")
    field.focus()
    page.keyboard.type("dimitriou")
    options = page.get_by_role("option")
    expect(options).to_have_count(2)
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".choices-note")).to_contain_text("Found: 2.")
    assert axe(page) == []

    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    active = field.get_attribute("aria-activedescendant")
    expect(page.locator(f"#{active}")).to_have_attribute("aria-selected", "true")
    expect(page.locator(f"#{active}")).to_contain_text("Δημητρίου Δώρα #")
    page.keyboard.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_value("dimitriou")

    page.keyboard.press("ArrowDown")  # opens again
    expect(options.first).to_be_visible()
    page.keyboard.press("ArrowUp")  # the last one
    page.keyboard.press("Enter")  # chooses, does not send
    assert page.url.endswith(page_path)
    expect(field).to_have_value(re.compile("^Δημητρίου Δώρα #"))
    page.fill("#id_since", "01/07/2025")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?tab=payers")
    assert str(payer_on(make.get_connection("100001"), date(2025, 7, 1))) == "Δημητρίου Δώρα"


def test_without_scripts_the_tax_number_is_enough_and_namesakes_are_told_apart(
    page_path: str, site: str, browser: Browser
) -> None:
    bob_pays = make.get_connection("100002")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, site, "eleni", "x")
    page.goto(f"{site}/connections/{bob_pays.pk}/payer/")
    page.fill("#id_since", "01/07/2025")
    page.fill("#id_party", "Δημητρίου")
    page.click("main form [type=submit]")
    assert "Δημητρίου Άννα #" in page.inner_text("main")
    assert page.input_value("#id_party") == "Δημητρίου"
    page.fill("#id_party", "094259216")
    page.click("main form [type=submit]")
    page.wait_for_url("**/?tab=payers")
    context.close()
    assert str(payer_on(bob_pays, date(2025, 7, 1))) == "Αντωνίου Αλίκη"


def test_nothing_found_is_told(page_path: str, site: str, page_as: Callable[..., Page]) -> None:
    page = page_as("eleni", width=390)
    page.goto(f"{site}{page_path}")
    page.get_by_role("combobox", name="Who pays").press_sequentially("Ζαχαρίας")
    expect(page.locator(".choices-note")).to_have_text("Nothing found.")
    expect(page.get_by_role("listbox")).to_be_hidden()
