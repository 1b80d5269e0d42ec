"""Chromium on a real site: pages as people meet them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from gis_core.models import User
from ops.screens import ARGUMENTS, CHROMIUM, sign_in

ROOT = Path(__file__).resolve().parents[1]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
THEME = ROOT / "gis_core" / "static" / "gis_core" / "dist" / "theme.css"
#: A microphone that beeps and a camera that draws, given without a question.
FAKE_MEDIA = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
SETTLED = """() => Promise.allSettled(document.getAnimations()
    .filter(one => Number.isFinite(one.effect?.getComputedTiming().endTime)).map(one => one.finished))"""
#: WCAG 2.2 AA and what it contains.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AXE_RUN = """async ([rules, selectors]) => {
    const found = await axe.run({runOnly: {type: 'tag', values: rules}, resultTypes: ['violations'], selectors});
    return {violations: found.violations} }"""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Chromium once; scripts and styles must have been built."""
    for built in (AXE, THEME):
        assert built.is_file(), f"{built.relative_to(ROOT)} is missing: run 'npm ci && npm run build'"
    # Playwright's event loop runs in the test's thread; the ORM is used between its calls, never inside.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, *FAKE_MEDIA])
        yield started
        started.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
    else:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


@pytest.fixture
def site(committed_db: None) -> Iterator[str]:
    """Serve the product on a port of this machine; return its address."""
    server = LiveServer("127.0.0.1")
    yield server.url
    server.stop()


@pytest.fixture
def new_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Open browser windows that share nothing; all are shut at the end."""
    opened: list[BrowserContext] = []

    def make(width: int = 1280, height: int = 800, scheme: str = "light") -> BrowserContext:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
            reduced_motion="reduce",
        )
        context.set_default_timeout(15_000)
        opened.append(context)
        return context

    yield make
    for context in opened:
        context.close()


@pytest.fixture
def page_as(site: str, new_context: Callable[..., BrowserContext]) -> Callable[..., Page]:
    """Open a window in which the named person, e-mail verified, has signed in; no name, no account."""

    def make(username: str = "", password: str = "x", width: int = 1280) -> Page:
        page = new_context(width).new_page()
        if username:
            user = User.objects.get(username=username)
            EmailAddress.objects.get_or_create(user=user, email=user.email, verified=True, primary=True)
            sign_in(page, site, username, password)
        return page

    return make


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """Read a page as axe does: a line for each thing that breaks WCAG 2.2 AA."""
    source = AXE.read_text(encoding="utf-8")

    def read(page: Page) -> list[str]:
        # What is still fading in has the contrast of neither state.
        page.evaluate(SETTLED)
        if not page.evaluate("() => 'axe' in window"):
            page.evaluate(f"() => {{ {source} }}")
        # Where each thing stands is only worked out when something is wrong.
        found = page.evaluate(AXE_RUN, [RULES, False])
        if found["violations"]:
            found = page.evaluate(AXE_RUN, [RULES, True])
        return [
            f"{violation['id']}: {node['target']} {node['html'][:160]}"
            for violation in found["violations"]
            for node in violation["nodes"]
        ]

    return read
