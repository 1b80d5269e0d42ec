"""Every page of the table meets WCAG 2.2 AA, fits a phone of 320 px and breaks no rule of its own CSP."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, ConsoleMessage, Page

from gis_core.choices import Role
from gis_core.models import User
from ops.screen_pages import PAGES, PEOPLE, ScreenPage
from ops.screens import open_page, speak
from tests.factories.living import build_living_town

pytestmark = pytest.mark.browser

BY_PERSON = {
    username: list(pages)
    for username, pages in groupby(sorted(PAGES, key=lambda p: p.username), key=lambda p: p.username)
}
#: The second page is the first one folded to a phone; it is not loaded again.
SIZES = ({"width": 1280, "height": 800}, {"width": 320, "height": 640})


def _complaints(page: Page, site: str, wanted: ScreenPage, axe: Callable[[Page], list[str]]) -> list[str]:
    """Return what is wrong with one page, wide and narrow."""
    found: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            found.append(message.text[:200])

    page.on("console", listen)
    page.set_viewport_size(SIZES[0])  # type: ignore[arg-type]  # the library's own TypedDict is not exported
    try:
        if not open_page(page, site, wanted):
            found.append(f"no link of {wanted.follow} leads there from {page.url}")
            return [f"{wanted.name}: {line}" for line in found]
        for size in SIZES:
            page.set_viewport_size(size)  # type: ignore[arg-type]
            found += [f"{size['width']} px: {line}" for line in axe(page)]
            too_wide = page.evaluate(
                "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            if too_wide > 0:
                found.append(f"wider than {size['width']} px by {too_wide} px")
    except RuntimeError as refusal:
        found.append(str(refusal))
    finally:
        page.remove_listener("console", listen)
    return [f"{wanted.name}: {line}" for line in found]


def _sign_in(context: BrowserContext, site: str, user: User) -> None:
    """Give the window the session of somebody who has signed in."""
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    host = urlsplit(site).hostname or ""
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "domain": host, "path": "/"}])


@pytest.mark.parametrize("language", ["el", "en"])
def test_pages_are_readable_by_everybody(
    language: str, site: str, new_context: Callable[..., BrowserContext], axe: Callable[[Page], list[str]]
) -> None:
    people = build_living_town({name: Role(role) for name, role in PEOPLE.items()})
    complaints: list[str] = []
    for username, pages in BY_PERSON.items():
        context = new_context()
        if username:
            _sign_in(context, site, people[username])
        page = context.new_page()
        speak(page, site, language)
        for wanted in pages:
            complaints += _complaints(page, site, wanted, axe)
        context.close()

    assert not complaints, "\n".join(complaints)


def test_what_is_wrong_is_found(
    site: str, page_as: Callable[..., Page], axe: Callable[[Page], list[str]]
) -> None:
    page = page_as(width=320)
    gone = ScreenPage("gone", "/no-such-page/")
    assert "answers 404, not 200" in "\n".join(_complaints(page, site, gone, axe))
    nowhere = ScreenPage("nowhere", "/account/login/", follow=("main a.not-there",))
    assert "leads there" in "\n".join(_complaints(page, site, nowhere, axe))

    page.goto(f"{site}/account/login/")
    page.evaluate("() => { document.querySelector('main').innerHTML += '<img src=\"x.png\"><input>' }")

    assert {line.split(":")[0] for line in axe(page)} == {"image-alt", "label"}
