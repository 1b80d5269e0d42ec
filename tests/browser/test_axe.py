"""Every page of the table meets WCAG 2.2 AA, fits a phone of 320 px and breaks no rule of its own CSP."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import groupby
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Route

from gis_core.choices import Role
from gis_core.models import User
from ops.screen_pages import PAGES, PEOPLE, ScreenPage
from ops.screens import open_page, speak
from tests.factories.living import build_living_town

pytestmark = pytest.mark.browser

#: Tests that share the pages out, so that processes can read them side by side.
SHARES = 2
#: The second page is the first one folded to a phone; it is not loaded again.
SIZES = ({"width": 1280, "height": 800}, {"width": 320, "height": 640})


#: What a page is made of but for its words: elements, attributes, classes, and where something is said at all.
SHAPE = """() => [...document.querySelectorAll('*')].map(one => [
    one.tagName, one.className.baseVal ?? one.className,
    [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim()),
    ...[...one.attributes].map(a => a.name + (a.value.trim() ? '' : '=')).sort()].join(' ')).join('\\n')"""


@dataclass
class Walk:
    """One person's way through the pages, in one language after the other.

    `known` holds the address and the shape of each page that was read: the next language goes there without the links.
    """

    page: Page
    site: str
    axe: Callable[[Page], list[str]]
    known: dict[str, tuple[str, str]] = field(default_factory=dict)

    def read(self, wanted: ScreenPage) -> list[str]:
        """Return what is wrong with one page, wide and narrow."""
        found: list[str] = []

        def listen(message: ConsoleMessage) -> None:
            if "Content Security Policy" in message.text:
                found.append(message.text[:200])

        self.page.on("console", listen)
        try:
            found += self._sizes(wanted)
        except RuntimeError as refusal:
            found.append(str(refusal))
        finally:
            self.page.remove_listener("console", listen)
        return [f"{wanted.name}: {line}" for line in found]

    def _sizes(self, wanted: ScreenPage) -> list[str]:
        page = self.page
        page.set_viewport_size(SIZES[0])  # type: ignore[arg-type]  # the library's own TypedDict is not exported
        address, shape_before = self.known.get(wanted.name, ("", ""))
        if not open_page(page, self.site, replace(wanted, path=address, follow=()) if address else wanted):
            return [f"no link of {wanted.follow} leads there from {page.url}"]
        shape = page.evaluate(SHAPE)
        self.known[wanted.name] = (page.url.removeprefix(self.site), shape)
        found = []
        for size in SIZES:
            page.set_viewport_size(size)  # type: ignore[arg-type]
            # The same page in other words is read by axe where words have the least room.
            if size is SIZES[-1] or shape != shape_before:
                found += [f"{size['width']} px: {line}" for line in self.axe(page)]
            too_wide = page.evaluate(
                "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            if too_wide > 0:
                found.append(f"wider than {size['width']} px by {too_wide} px")
        return found


def _sign_in(context: BrowserContext, site: str, user: User) -> None:
    """Give the window the session of somebody who has signed in."""
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    host = urlsplit(site).hostname or ""
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "domain": host, "path": "/"}])


def _share(number: int) -> list[ScreenPage]:
    """Return the pages of one test, person by person."""
    pages = sorted(PAGES, key=lambda page: page.username)
    return pages[len(pages) * number // SHARES : len(pages) * (number + 1) // SHARES]


@pytest.mark.parametrize("share", range(SHARES))
def test_pages_are_readable_by_everybody(
    share: int, site: str, new_context: Callable[..., BrowserContext], axe: Callable[[Page], list[str]]
) -> None:
    people = build_living_town({name: Role(role) for name, role in PEOPLE.items()})
    complaints: list[str] = []
    for username, group in groupby(_share(share), key=lambda page: page.username):
        pages = list(group)
        context = new_context()
        if username:
            _sign_in(context, site, people[username])
        walk = Walk(context.new_page(), site, axe)
        for language in ("el", "en"):
            speak(walk.page, site, language)
            complaints += [f"{language} {line}" for wanted in pages for line in walk.read(wanted)]
        context.close()

    assert not complaints, "\n".join(complaints)


def test_every_page_is_in_one_share() -> None:
    assert sorted(p.name for number in range(SHARES) for p in _share(number)) == sorted(p.name for p in PAGES)


def test_what_is_wrong_is_found(
    site: str, page_as: Callable[..., Page], axe: Callable[[Page], list[str]]
) -> None:
    page = page_as(width=320)
    walk = Walk(page, site, axe)
    gone = ScreenPage("gone", "/no-such-page/")
    assert "answers 404, not 200" in "\n".join(walk.read(gone))
    nowhere = ScreenPage("nowhere", "/account/login/", follow=("main a.not-there",))
    assert "leads there" in "\n".join(walk.read(nowhere))

    page.goto(f"{site}/account/login/")
    page.evaluate("() => { document.querySelector('main').innerHTML += '<img src=\"x.png\"><input>' }")

    assert {line.split(":")[0] for line in axe(page)} == {"image-alt", "label"}


STYLE = "input.{there} {{ display: none }} @media ({when}) {{ input.{there} {{ display: block }} }}"


def _spoil(page: Page, there: str, when: str, language: str) -> None:
    """Put a field without a name into the page to sign in, seen at some widths and in one language."""

    def add_field(route: Route) -> None:
        answer = route.fetch()
        body = answer.text()
        if f'<html lang="{language}"' in body:
            body = body.replace("</main>", f'<input class="{there}"></main>')
        route.fulfill(response=answer, body=body)

    def add_style(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text() + STYLE.format(there=there, when=when))

    page.route("**/account/login/", add_field)
    page.route("**/theme.css", add_style)


@pytest.mark.parametrize(
    ("there", "when", "language", "px"),
    [("narrow", "max-width: 400px", "el", 320), ("narrow", "max-width: 400px", "en", 320),
     ("wide", "min-width: 1000px", "el", 1280), ("wide", "min-width: 1000px", "en", 1280)],
)  # fmt: skip
def test_what_is_wrong_at_one_width_and_in_one_language_is_found(
    there: str, when: str, language: str, px: int,
    site: str, page_as: Callable[..., Page], axe: Callable[[Page], list[str]],
) -> None:  # fmt: skip
    page = page_as()
    _spoil(page, there, when, language)
    walk = Walk(page, site, axe)
    found: dict[str, list[str]] = {}
    for spoken in ("el", "en"):
        speak(page, site, spoken)
        found[spoken] = walk.read(ScreenPage("sign-in", "/account/login/"))

    [line] = found.pop(language)
    assert line.startswith(f"sign-in: {px} px: label:")
    assert list(found.values()) == [[]]
