"""Photograph the demonstration's pages: each at two widths, light and dark, Greek and English.

`python -m ops.screens [NAME ...]` opens the running demonstration (PORT, default 8000) and leaves PNG files
and index.html, the contact sheet, under .local/screens/.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby
from pathlib import Path
from urllib.parse import urljoin

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from ops.screen_pages import PAGES, ScreenPage
from portal.demo.staff import PASSWORD

SITE = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
TARGET = Path(__file__).resolve().parent.parent / ".local" / "screens"
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
WIDTHS = {390: 844, 1280: 800}
SCHEMES = ("light", "dark")
LANGUAGES = ("el", "en")


def sign_in(page: Page, site: str, username: str, password: str) -> None:
    """Sign in as a person would."""
    page.goto(f"{site}/account/login/")
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "/account/login/" not in url)
    if "/account/" in page.url:
        raise RuntimeError(f"{username} was sent to {page.url} and is not signed in")


def speak(page: Page, site: str, language: str) -> None:
    """Switch the language by the shell's own switch, on the page that everybody may open."""
    page.goto(f"{site}/account/password/reset/")
    if page.locator("html").get_attribute("lang") != language:
        page.locator(f"form[action='/language/'] button[value='{language}']").first.click()
        page.wait_for_selector(f"html[lang='{language}']")


def open_page(page: Page, site: str, wanted: ScreenPage) -> bool:
    """Go to the page; False where no link leads there; RuntimeError when it answers otherwise than it should."""
    answer = page.goto(f"{site}{wanted.path}")
    for selector in wanted.follow:
        if selector.startswith("./"):
            answer = page.goto(urljoin(page.url, selector))
            continue
        link = page.locator(selector)
        if not link.count():
            return False
        answer = page.goto(urljoin(page.url, link.first.get_attribute("href") or ""))
    if answer is None or answer.status != wanted.status:
        raise RuntimeError(f"{page.url} answers {answer and answer.status}, not {wanted.status}")
    if "/account/login/?next=" in page.url:
        raise RuntimeError(f"{wanted.name}: nobody is signed in")
    # Maps, and parts that come later, are waited for; a page without them is whole when it is loaded.
    if page.locator("[data-map], [hx-trigger~=load]").count():
        page.wait_for_load_state("networkidle")
    return True


def _photograph(
    context: BrowserContext, pages: Sequence[ScreenPage], suffix: str
) -> Iterator[tuple[str, str]]:
    """Yield the page's name and its file for each page that is there."""
    page = context.new_page()
    for wanted in pages:
        if open_page(page, SITE, wanted):
            name = f"{wanted.name}-{suffix}.png"
            page.screenshot(path=TARGET / name, full_page=True)
            yield wanted.name, name
        else:
            sys.stderr.write(f"{wanted.name}: nothing in the list yet\n")
    page.close()


def _tour(browser: Browser, username: str, pages: Sequence[ScreenPage]) -> Iterator[tuple[str, str]]:
    """Walk through the pages of one person in every form."""
    context = browser.new_context(base_url=SITE, locale="el-GR")
    page = context.new_page()
    if username:
        sign_in(page, SITE, username, PASSWORD)
    state = context.storage_state()
    context.close()
    for language in LANGUAGES:
        for width, height in WIDTHS.items():
            for scheme in SCHEMES:
                context = browser.new_context(
                    storage_state=state,
                    viewport={"width": width, "height": height},
                    color_scheme="dark" if scheme == "dark" else "light",
                    reduced_motion="reduce",
                )
                speak(context.new_page(), SITE, language)
                yield from _photograph(context, pages, f"{language}-{width}-{scheme}")
                context.close()


def _write_sheet(taken: Sequence[tuple[str, str]]) -> None:
    """Write the contact sheet: a row of pictures for each page."""
    parts = ["<!doctype html><meta charset=utf-8><title>Screens</title>"]
    for name, files in groupby(sorted(taken), key=lambda row: row[0]):
        parts.append(f"<h2>{escape(name)}</h2>")
        parts += [f'<a href="{f}"><img src="{f}" alt="{f}" height="320"></a> ' for _, f in files]
    (TARGET / "index.html").write_text("\n".join(parts), encoding="utf-8")


def main(names: Sequence[str]) -> int:
    """Take the pictures of all pages, or of the named ones."""
    TARGET.mkdir(parents=True, exist_ok=True)
    wanted = sorted((p for p in PAGES if not names or p.name in names), key=lambda p: p.username)
    taken: list[tuple[str, str]] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        for username, pages in groupby(wanted, key=lambda p: p.username):
            taken += _tour(browser, username, list(pages))
        browser.close()
    _write_sheet(taken)
    sys.stdout.write(f"{len(taken)} pictures; {TARGET / 'index.html'} shows them all.\n")
    return 0 if taken else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
