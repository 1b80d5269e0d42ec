"""A reader's round with a telephone: five meters, photo and voice, a closed gate, a meter that moved, no signal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.gis.geos import Point
from django.test import Client
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect

from documents.selectors.files import list_attachments
from gis_core.choices import Role
from gis_core.models import User
from meters.choices import ReadingSource, RoundState, SlipState
from meters.models import Installation, PositionQuestion, Reading, ReadingRound, SlipVisit
from meters.services.access import grant_access
from meters.services.windows import open_window
from tests.factories.billing import make_payer, make_utility
from tests.factories.people import make_staff
from tests.factories.rounds import Round, beside, make_round
from tests.world import build_network

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("brokers")]


def begin(site: str, context: BrowserContext, user: User) -> Page:
    """Open a page in which the person has signed in."""
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": site}])
    return context.new_page()


def stand(context: BrowserContext, place: Point) -> None:
    """Let the telephone be at a place of our plane, sure to five metres."""
    degrees = place.transform(4326, clone=True)
    assert isinstance(degrees, Point)
    context.set_geolocation({"longitude": degrees.x, "latitude": degrees.y, "accuracy": 5})


def type_digits(page: Page, digits: str) -> None:
    """Press the big digits."""
    for digit in digits:
        page.locator(f'[data-digit="{digit}"]').click()


def press_send(page: Page) -> None:
    page.locator("[data-send]").click()


def at(page: Page, address: str) -> None:
    expect(page.locator("[data-address]")).to_have_text(address)


def all_sent(page: Page) -> None:
    page.wait_for_function("() => document.querySelector('[data-reading]').dataset.unsent === '0'")


def build() -> Round:
    """Lay the town, open the round; the fifth meter has a place of its own from before."""
    make_utility()
    build_network()
    make_staff("petros", Role.READER)
    make_staff("eleni", Role.BILLING)
    town = make_round()
    Installation.objects.filter(pk=town.installation(5).pk).update(geom=town.houses[4].geom)
    return town


def test_a_round_of_five_meters(
    site: str,
    new_context: Callable[..., BrowserContext],
    axe: Callable[[Page], list[str]],
    complaints: list[str],
    tmp_path: Path,
) -> None:
    town = build()
    context = new_context(390, 844)
    context.grant_permissions(["geolocation", "microphone"], origin=site)
    stand(context, beside(town, 1, 2))
    page = begin(site, context, town.reader)
    photo = tmp_path / "meter.jpg"
    Image.new("RGB", (80, 60), "steelblue").save(photo)

    page.goto(f"{site}/reading/")
    assert axe(page) == []
    page.get_by_role("link", name="Route 07").click()
    page.wait_for_function("() => document.querySelector('[data-reading]').dataset.ready === '1'")
    assert axe(page) == []

    at(page, "Ερμού 1")
    expect(page.locator("[data-last]")).to_contain_text("221")
    expect(page.locator("[data-position]")).to_contain_text("5 m")
    page.locator("[data-photo]").set_input_files(photo)
    expect(page.locator("[data-kept] img")).to_be_visible()
    page.locator("[data-voice]").click()
    expect(page.locator("[data-voice]")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-voice-word]")).to_have_text("Stop, 1 s")
    page.locator("[data-voice]").click()
    expect(page.locator("[data-kept] audio")).to_be_visible()
    type_digits(page, "251")
    press_send(page)

    at(page, "Ερμού 3")
    type_digits(page, "899")
    press_send(page)
    expect(page.locator("[data-warning]")).to_contain_text("Much more than usual")
    assert axe(page) == []
    for _digit in "899":
        page.locator("[data-back]").click()
    page.locator("[data-value]").press_sequentially("252")
    page.locator("[data-value]").press("Enter")

    at(page, "Ερμού 5")
    press_send(page)
    expect(page.locator("[data-warning]")).to_contain_text("choose a note")
    page.locator("[data-code]").select_option(label="Closed gate")
    press_send(page)

    at(page, "Ερμού 7")
    stand(context, beside(town, 4, 1))
    all_sent(page)
    context.set_offline(True)
    type_digits(page, "250")
    press_send(page)
    at(page, "Ερμού 9")
    expect(page.locator("[data-outbox-count]")).to_have_text("1 not sent yet")
    assert not SlipVisit.objects.filter(slip=town.slip(4)).exists()
    context.set_offline(False)
    all_sent(page)

    stand(context, beside(town, 5, 60))
    page.wait_for_function("() => document.querySelector('[data-position]').textContent.includes('5')")
    page.reload()
    page.wait_for_function("() => document.querySelector('[data-position]').textContent.includes('5')")
    at(page, "Ερμού 9")
    type_digits(page, "253")
    press_send(page)
    expect(page.locator("[data-said]")).to_contain_text("the office will ask")
    all_sent(page)

    values = [
        (slip.state, slip.reading.value_m3 if slip.reading else None)
        for slip in town.round.slips.order_by("position").select_related("reading")
    ]
    assert values == [
        (SlipState.READ, Decimal(251)), (SlipState.READ, Decimal(252)), (SlipState.NOT_READ, None),
        (SlipState.READ, Decimal(250)), (SlipState.READ, Decimal(253)),
    ]  # fmt: skip
    first = town.slip(1).reading
    assert first is not None
    assert sorted(one.kind for one in list_attachments(first)) == ["photo", "voice"]
    assert ReadingRound.objects.get().state == RoundState.READING
    placed = town.installation(1)
    assert placed.geom is not None
    assert placed.geom.distance(beside(town, 1, 2)) < 0.5
    moved = PositionQuestion.objects.get()
    assert moved.installation == town.installation(5)
    assert moved.moved_m == pytest.approx(60, abs=1)
    assert town.installation(5).geom == town.houses[4].geom
    assert Reading.objects.filter(source=ReadingSource.READER, read_on=town.today).count() == 4
    assert [one for one in complaints if "ERR_INTERNET_DISCONNECTED" not in one] == []


def test_a_consumer_outside_and_inside_the_window(
    site: str,
    new_context: Callable[..., BrowserContext],
    axe: Callable[[Page], list[str]],
    tmp_path: Path,
) -> None:
    town = build()
    antonis = make_staff("antonis", Role.CONSUMER)
    grant_access(actor=antonis, user=antonis, connection=town.houses[0], party=make_payer("Αντωνίου"))
    page = begin(site, new_context(390, 844), antonis)
    photo = tmp_path / "meter.jpg"
    Image.new("RGB", (80, 60), "steelblue").save(photo)

    meter = f"{site}/my/connections/{town.houses[0].pk}/meters/{town.installation(1).pk}/"
    page.goto(meter)
    expect(page.get_by_text("Readings are not taken today")).to_be_visible()
    expect(page.locator("#id_value_m3")).to_have_count(0)
    assert axe(page) == []

    open_window(
        actor=town.clerk, name="Χειμώνας", route=town.route, first_day=town.today,
        last_day=town.today + timedelta(days=4),
    )  # fmt: skip
    page.goto(f"{site}/my/connections/{town.houses[0].pk}/")
    page.get_by_role("link", name="Send the reading").click()
    assert axe(page) == []
    page.locator("#id_value_m3").fill("899")
    page.get_by_role("button", name="Send the reading").click()
    expect(page.get_by_role("alert")).to_contain_text("much more than usual")
    assert axe(page) == []
    page.locator("#id_value_m3").fill("251")
    page.locator("#id_photo").set_input_files(photo)
    page.locator("form[enctype] button").click()
    expect(page.get_by_text("sent by you · with a photo")).to_be_visible()
    assert Reading.objects.get(source=ReadingSource.CONSUMER).value_m3 == Decimal(251)
    assert town.slip(1).state == SlipState.READ
    page.get_by_role("button", name="Take my reading back").click()
    expect(page.get_by_text("was taken back")).to_be_visible()
    assert not Reading.objects.filter(source=ReadingSource.CONSUMER, stands=True).exists()
    assert town.slip(1).state == SlipState.WAITING
