"""A fault is reported in Chromium with the keyboard alone, and without scripts; its pages are readable."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect

from faults.models import Report
from gis_core.choices import Role
from gis_core.models import User
from ops.screens import speak
from outages.services.outages import approve_outage
from tests.factories.billing import make_utility
from tests.factories.outages import make_outage, settle_ermou
from tests.factories.people import make_staff
from tests.world import build_network

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    """Begin with an empty count of this address's looks and reports."""
    cache.clear()


def _town() -> User:
    make_utility()
    build_network()
    maria = make_staff("maria", Role.PLANNER)
    settle_ermou(maria)
    approve_outage(actor=maria, outage=make_outage(maria))
    return maria


def _tab_to(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus, as people do."""
    for _ in range(60):
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {selector}")


def test_a_whole_report_by_keyboard(site: str, page_as: Callable[..., Page]) -> None:
    _town()
    page = page_as(width=390)
    page.goto(f"{site}/report/")
    page.wait_for_function("() => document.querySelector('[name=proof]').value !== ''")

    _tab_to(page, "#id_address")
    page.keyboard.type("ermou 5")
    page.keyboard.press("Enter")
    page.wait_for_selector("#what:visible")
    assert page.evaluate("() => document.activeElement.id") == "what"

    _tab_to(page, "[name=category]")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    assert page.is_checked("#category-leak")
    _tab_to(page, "[data-step]:not([hidden]) [data-next]")
    page.keyboard.press("Enter")
    page.wait_for_selector("#send:visible")

    _tab_to(page, "#id_description")
    page.keyboard.type("Τρέχει στον δρόμο")
    _tab_to(page, "[type=submit]:not(.dropdown-item)")
    page.keyboard.press("Enter")
    page.wait_for_url("**/report/*-*/")

    report = Report.objects.select_related("fault").get()
    assert (report.description, report.fault.category) == ("Τρέχει στον δρόμο", "leak")
    assert report.fault.reference in page.inner_text("h1")


def test_a_street_is_suggested_and_takes_its_number(
    site: str, page_as: Callable[..., Page], axe: Callable[[Page], list[str]]
) -> None:
    _town()
    page = page_as(width=390)
    page.goto(f"{site}/report/")
    field = page.locator("#id_address[role=combobox]")
    field.press_sequentially("ermo")
    expect(page.get_by_role("option").first).to_have_text("Ερμού, Πόλη")
    assert axe(page) == []
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(field).to_have_value("Ερμού, Πόλη")
    page.keyboard.type(" 5")
    expect(field).to_have_value("Ερμού 5, Πόλη")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.wait_for_selector("#what:visible")


def test_an_address_is_typed_on_without_suggestions(site: str, page_as: Callable[..., Page]) -> None:
    _town()
    page = page_as(width=390)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{site}/report/")
    suggestions = str(page.get_attribute("#id_address", "data-choose"))
    page.route(f"**{suggestions}?*", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        page.locator("#id_address").press_sequentially("ermou 5")
    page.keyboard.press("Enter")
    page.wait_for_selector("#what:visible")
    assert errors == []


def test_a_whole_report_without_scripts(site: str, browser: Browser) -> None:
    _town()
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/report/")
    page.fill("#id_address", "Ερμού 5")
    page.check("#category-quality", force=True)
    page.click("form[data-report] [type=submit]")
    assert "Ερμού, νότιο τμήμα" in page.inner_text("#known")
    page.click("form[data-report] [type=submit]")
    context.close()
    assert Report.objects.get().fault.category == "quality"


@pytest.mark.parametrize("language", ["el", "en"])
@pytest.mark.parametrize("width", [320, 1280])
def test_pages_of_reports_and_cuts_are_readable_by_everybody(
    site: str, page_as: Callable[..., Page], axe: Callable[[Page], list[str]], width: int, language: str
) -> None:
    _town()
    page = page_as(width=width)
    speak(page, site, language)
    found: list[str] = []

    def look(name: str) -> None:
        page.wait_for_load_state("networkidle")
        found.extend(f"{name}: {line}" for line in axe(page))
        wide = page.evaluate(
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        if wide > 0:
            found.append(f"{name}: wider than the window by {wide} px")

    page.goto(f"{site}/report/?address=ermou+5")
    look("where")
    page.click("[data-step]:not([hidden]) [data-next]")
    page.wait_for_selector("#what:visible")
    look("what")
    page.check("#category-no_water", force=True)
    page.click("[data-step]:not([hidden]) [data-next]")
    page.wait_for_selector("#send:visible")
    look("send")
    page.click("form[data-report] [type=submit]")
    page.wait_for_url("**/report/*-*/")
    look("follow")
    page.goto(f"{site}/cuts/?q=ermou+5")
    look("cuts")
    page.click("main a[href^='/cuts/'][href$='/']")
    look("cut")

    assert not found, "\n".join(found)
