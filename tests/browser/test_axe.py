"""Every page of the table meets WCAG 2.2 AA, fits a phone of 320 px and breaks no rule of its own CSP."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby

import pytest
from playwright.sync_api import ConsoleMessage, Page

from gis_core.choices import Role
from ops.screen_pages import PAGES, PEOPLE, ScreenPage
from ops.screens import open_page, speak
from tests.factories.people import make_staff
from tests.world import build_network

pytestmark = pytest.mark.browser

BY_PERSON = {
    username: list(pages)
    for username, pages in groupby(sorted(PAGES, key=lambda p: p.username), key=lambda p: p.username)
}


def _complaints(page: Page, site: str, wanted: ScreenPage, axe: Callable[[Page], list[str]]) -> list[str]:
    """Return what is wrong with one page."""
    said: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            said.append(message.text[:200])

    page.on("console", listen)
    try:
        if not open_page(page, site, wanted):
            return []
        found = axe(page)
    except RuntimeError as refusal:
        return [f"{wanted.name}: {refusal}"]
    finally:
        page.remove_listener("console", listen)
    too_wide = page.evaluate(
        "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    if too_wide > 0:
        found.append(f"wider than the window by {too_wide} px")
    return [f"{wanted.name}: {line}" for line in (*found, *said)]


@pytest.mark.parametrize("language", ["el", "en"])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("username", sorted(BY_PERSON))
def test_pages_are_readable_by_everybody(
    username: str,
    width: int,
    language: str,
    site: str,
    page_as: Callable[..., Page],
    axe: Callable[[Page], list[str]],
) -> None:
    build_network()
    if username:
        make_staff(username, Role(PEOPLE[username]))
    page = page_as(username, width=width)
    speak(page, site, language)

    complaints = [line for wanted in BY_PERSON[username] for line in _complaints(page, site, wanted, axe)]

    assert not complaints, "\n".join(complaints)


def test_what_is_wrong_is_found(
    site: str, page_as: Callable[..., Page], axe: Callable[[Page], list[str]]
) -> None:
    page = page_as(width=320)
    gone = ScreenPage("gone", "/no-such-page/")
    assert "answers 404, not 200" in "\n".join(_complaints(page, site, gone, axe))

    page.goto(f"{site}/account/login/")
    page.evaluate("() => { document.querySelector('main').innerHTML += '<img src=\"x.png\"><input>' }")

    assert {line.split(":")[0] for line in axe(page)} == {"image-alt", "label"}
