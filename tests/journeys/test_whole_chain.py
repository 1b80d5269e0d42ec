"""One story from the reader's file to the consumer's mailbox, in Chromium, with real servers all the way."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from billing.models import Bill, BillRun
from faults.models import Fault
from gis_core.choices import JobState
from gis_core.models import Job
from meters.models import Reading
from notifications.choices import MessageState
from notifications.models import Message
from ops.screens import sign_in
from outages.models import Outage
from portal.demo.photos import draw_leak
from tests.concurrency.workers import Workers
from tests.journeys.hand import Hand, degrees
from tests.journeys.story import (
    EMAIL,
    HOME,
    NEIGHBOUR_EMAIL,
    PASSWORD,
    build_town,
    closing_day,
    write_readings,
)
from tests.notifications.conftest import MailServer

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("brokers")]
PATIENCE_S = 60
PageAs = Callable[..., Page]


def wait_for(what: Callable[[], bool]) -> None:
    """Wait until the worker or the mail has done what it should."""
    until = time.monotonic() + PATIENCE_S
    while not what():
        assert time.monotonic() < until, (
            list(Job.objects.values("title", "state", "error")),
            list(Message.objects.values("template", "recipient", "state", "next_attempt_at", "error")),
            timezone.now(),
        )
        time.sleep(0.05)


def wait_for_jobs() -> None:
    wait_for(lambda: not Job.objects.unfinished().exists())
    assert not Job.objects.exclude(state=JobState.DONE).exists(), list(Job.objects.values("title", "error"))


def text_of(mail: object) -> str:
    """Return what the mail says."""
    assert isinstance(mail, EmailMessage)
    return str(mail.get_content())


def import_the_readings(page: Page, site: str, file: Path) -> None:
    """Eleni uploads the reader's file, reads the report of its lines and confirms."""
    page.goto(f"{site}/readings/import/")
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_role("heading", name="Refused lines")).to_be_visible()
    assert page.locator("dl.facts dd").all_inner_texts() == ["3", "0", "1"]
    assert f"999999;{closing_day()};5" in page.locator("code").inner_text()
    assert not Reading.objects.filter(read_on=closing_day()).exists()
    page.get_by_role("button", name="Write 3 readings").click()
    page.wait_for_url("**/readings/**")
    wait_for(lambda: Reading.objects.filter(read_on=closing_day()).count() == 3)


def make_the_run(page: Page, site: str) -> BillRun:
    """Eleni opens a run over the readings; a worker makes its preview."""
    today = timezone.localdate()
    page.goto(f"{site}/billing/runs/new/")
    page.fill("[name=title]", "Γ΄ τετράμηνο")
    for name, day in (
        ("read_from", closing_day() - timedelta(days=5)), ("read_to", closing_day()), ("issue_date", today),
        ("due_date", today + timedelta(days=30)),
    ):  # fmt: skip
        page.fill(f"[name={name}]", f"{day:%d/%m/%Y}")
    page.get_by_role("button", name="Make the run and its preview").click()
    page.wait_for_url(re.compile(r"/billing/runs/\d+/$"))
    wait_for_jobs()
    page.reload()
    figures = page.locator("main .figure").all_inner_texts()
    assert figures[0] == "3"
    assert "276.83" in figures[1]
    assert page.locator("form[action$='/approve/']").count() == 0
    return BillRun.objects.get()


def approve_and_issue(page_as: PageAs, clerk: Page, site: str, run: BillRun) -> None:
    """Athanasios approves, which Eleni could not; Eleni issues."""
    director = page_as("athanasios")
    director.goto(f"{site}/billing/runs/{run.pk}/")
    director.locator("form[action$='/approve/'] button").click()
    expect(director.locator("form[action$='/approve/']")).to_have_count(0)
    clerk.reload()
    clerk.on("dialog", lambda dialog: dialog.accept())
    clerk.get_by_role("button", name="Issue the bills").click()
    wait_for(lambda: Job.objects.filter(kind="billing.issue_run").exists())
    wait_for_jobs()
    bills = Bill.objects.issued().order_by("connection__supply_number")
    totals = {bill.connection.supply_number: bill.total for bill in bills.select_related("connection")}
    assert totals == {
        "100001": Decimal("196.55"), "100002": Decimal("57.70"), "100003": Decimal("22.58"),
    }  # fmt: skip
    assert sorted(bill.number or 0 for bill in bills) == [1, 2, 3]


def sign_up(page: Page, site: str, post_office: MailServer) -> None:
    """Antonis signs up and follows the link of the mail that came."""
    page.goto(f"{site}/account/signup/")
    page.fill("[name=email]", EMAIL)
    page.fill("[name=password1]", PASSWORD)
    page.fill("[name=password2]", PASSWORD)
    page.press("[name=password2]", "Enter")
    page.wait_for_url("**/account/confirm-email/")
    wait_for(lambda: bool(post_office.mails))
    [(recipient, mail)] = post_office.mails
    assert recipient == EMAIL
    link = re.search(r"http://\S+/account/confirm-email/\S+/", text_of(mail))
    assert link is not None
    page.goto(link[0])
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(lambda url: "/confirm-email/" not in url)
    if "/account/login/" in page.url:
        sign_in(page, site, EMAIL, PASSWORD)


def claim_and_read_the_bill(page: Page, site: str) -> None:
    """Antonis shows with his bill that the connection is his; sees bill, explanation and PDF."""
    page.goto(f"{site}/my/claim/")
    page.fill("[name=supply_number]", "100001")
    page.fill("[name=bill_total]", "196,55")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/my/connections/*/")
    page.goto(site)
    assert page.locator(".owed").inner_text().replace("\xa0", " ") == "196,55 €"
    page.locator("main a[href*='/my/bills/']:not(.tile)").first.click()
    page.wait_for_url(re.compile(r"/my/bills/\d+/$"))
    amounts = [text.replace("\xa0", " ") for text in page.locator(".explained dt").all_inner_texts()]
    assert [text.split("\n")[-1] for text in amounts] == [
        "18,00 €", "23,00 €", "16,80 €", "10,00 €", "49,60 €", "46,24 €", "7,51 €", "25,40 €", "196,55 €",
    ]  # fmt: skip
    answer = page.request.get(site + str(page.locator("main a[href$='/pdf/']").get_attribute("href")))
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    text = "\n".join(sheet.extract_text() for sheet in PdfReader(BytesIO(answer.body())).pages)
    for wanted in ("ΔΕΥΑ Θαλασσινού", "Αντωνίου", "Ερμού 3", "Ειδικό τέλος", "196,55"):
        assert wanted in text


def report_the_burst(page: Page, site: str) -> Fault:
    """Antonis taps the map where water runs in the street before his house, and adds a photo."""
    page.goto(f"{site}/report/")
    hand = Hand(page, "[data-map=pick]")
    hand.wait()
    hand.click(HOME[0], 201)
    page.wait_for_function("() => document.querySelector('#id_place_source').value === 'map'")
    page.wait_for_selector("#known [data-place]")
    page.locator("[data-step]:not([hidden]) [data-next]").click()
    page.wait_for_selector("#what:visible")
    page.check("#category-leak", force=True)
    page.locator("[data-step]:not([hidden]) [data-next]").click()
    page.wait_for_selector("#send:visible")
    page.fill("#id_description", "Έσπασε αγωγός, τρέχει ποτάμι")
    photo = {"name": "leak.jpg", "mimeType": "image/jpeg", "buffer": draw_leak(Random(1))}
    page.set_input_files("#id_photos", photo)  # type: ignore[arg-type]
    page.locator("form[data-report] [type=submit]").click()
    page.wait_for_url("**/report/*-*/")
    fault = Fault.objects.select_related("pipe").get()
    assert fault.reference in page.inner_text("h1")
    assert fault.pipe is not None
    assert fault.pipe.code == "p3"
    see_photo(page, "main .photo-row img")
    return fault


def see_photo(page: Page, selector: str) -> None:
    """Hold that the picture is drawn, not only named."""
    page.locator(selector).scroll_into_view_if_needed()
    page.wait_for_function("s => document.querySelector(s).naturalWidth > 100", arg=selector)


def find_the_burst(page: Page, site: str, fault: Fault) -> None:
    """Giorgos sees it in the list, on its card with the photo, and on the map."""
    page.goto(f"{site}/faults/")
    page.get_by_role("link", name=fault.reference).first.click()
    page.wait_for_url(f"**/faults/{fault.pk}/")
    see_photo(page, "main .photo-row img")
    expect(page.get_by_text("Έσπασε αγωγός, τρέχει ποτάμι").first).to_be_visible()
    expect(page.locator("main dl.facts").first).to_contain_text("p3")
    place = degrees(fault.geom)
    page.goto(f"{site}/map/#18/{place.y:.6f}/{place.x:.6f}")
    page.wait_for_selector("#staff-map[role=application]")
    page.click("[data-toggle=list]")
    page.select_option("#list-layer", "faults")
    expect(page.locator(f"#in-view-rows button[data-id='{fault.pk}']")).to_be_visible()
    page.click("[data-toggle=list]")
    page.wait_for_load_state("networkidle")
    box = page.locator("#staff-map").bounding_box()
    assert box is not None
    # The pin stands on its point: its body is a little above.
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2 - 4)
    expect(page.locator("#drawer-content")).to_contain_text(fault.reference)


def plan_the_cut(page: Page, site: str) -> Outage:
    """Maria draws the area with the mouse; the count follows the drawing; she saves."""
    page.goto(f"{site}/outages/new/")
    hand = Hand(page, "[data-map=draw]")
    hand.wait()
    figures = page.locator("#area-count dd.figure")
    page.get_by_role("button", name=re.compile("draw", re.IGNORECASE)).first.click()
    corners = [(0.0, 170.0), (70.0, 170.0), (70.0, 240.0), (0.0, 240.0)]
    for corner in [*corners, corners[0]]:
        hand.click(*corner)
    expect(figures.first).to_have_text("1")
    for north in (170.0, 240.0):
        hand.drag((70.0, north), (160.0, north))
    expect(figures.first).to_have_text("2")
    assert figures.all_inner_texts() == ["2", "2", "5", "0"]
    start = timezone.localtime() + timedelta(days=2)
    page.fill("[name=title]", "Ερμού, κάτω από τη λεωφόρο")
    page.fill("[name=reason]", "Επισκευή αγωγού")
    page.fill("[name=starts_at]", f"{start:%Y-%m-%d}T08:00")
    page.fill("[name=ends_at]", f"{start:%Y-%m-%d}T13:00")
    page.get_by_role("button", name="Save the draft").click()
    page.wait_for_url(re.compile(r"/outages/\d+/$"))
    return Outage.objects.get()


def announce(page: Page, outage: Outage) -> None:
    """Maria announces with a double click, and once more from a page that was left open."""
    left_open = page.context.new_page()
    left_open.goto(page.url)
    page.locator("form[action$='/approve/'] button").dblclick()
    expect(page.locator("form[action$='/approve/']")).to_have_count(0)
    left_open.locator("form[action$='/approve/'] button").click()
    left_open.wait_for_url(f"**/outages/{outage.pk}/")
    expect(left_open.locator("form[action$='/approve/']")).to_have_count(0)


def read_the_mail(post_office: MailServer, outage: Outage) -> None:
    """The two who live there are told, once each; the other street hears nothing."""
    wait_for(lambda: not Message.objects.exclude(state=MessageState.SENT).exists())
    assert sorted(Message.objects.values_list("template", "recipient")) == [
        ("django/mail", EMAIL),
        ("faults/received", EMAIL),
        ("outages/announced", EMAIL),
        ("outages/announced", NEIGHBOUR_EMAIL),
    ]
    assert len(post_office.mails) == 4
    texts = sorted((who, text_of(mail)) for who, mail in post_office.mails)
    cuts = [(who, text) for who, text in texts if outage.reason in text]
    assert [who for who, _text in cuts] == [EMAIL, NEIGHBOUR_EMAIL]
    assert "Ερμού 3" in cuts[0][1]
    assert f"{timezone.localtime(outage.starts_at):%d/%m/%Y} 08:00" in cuts[0][1]


def test_from_the_readers_file_to_the_consumers_mailbox(
    site: str,
    page_as: PageAs,
    worker: Workers,
    post_office: MailServer,
    complaints: list[str],
    tmp_path: Path,
) -> None:
    build_town(tmp_path)
    eleni = page_as("eleni")
    import_the_readings(eleni, site, write_readings(tmp_path))
    run = make_the_run(eleni, site)
    approve_and_issue(page_as, eleni, site, run)

    antonis = page_as(width=390)
    sign_up(antonis, site, post_office)
    claim_and_read_the_bill(antonis, site)
    fault = report_the_burst(antonis, site)

    find_the_burst(page_as("giorgos"), site, fault)
    maria = page_as("maria")
    outage = plan_the_cut(maria, site)
    announce(maria, outage)

    read_the_mail(post_office, outage)
    antonis.goto(site)
    expect(antonis.get_by_text(outage.title).first).to_be_visible()
    assert complaints == []
