"""The pages that `make screens` photographs and the accessibility tests read: one table for both."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ScreenPage:
    """A page, who opens it, and how to reach it where its address holds a number."""

    name: str
    path: str
    username: str = ""  # of the demonstration's people; empty for a stranger
    follow: str = ""  # CSS selector of the link to follow from `path`; no such link, no such page
    status: int = 200


#: The demonstration's accounts and what they do, in the words of gis_core.choices.Role.
PEOPLE = {
    "admin": "administrator",
    "eleni": "billing",
    "nikos": "cashier",
    "maria": "planner",
    "giorgos": "technician",
    "petros": "reader",
    "sofia": "accountant",
    "dimitra": "front_desk",
    "director": "director",
    "auditor": "auditor",
    "katanalotis": "consumer",
}

FIRST_ROW = "main table tbody a"

PAGES = (
    ScreenPage("portal", "/"),
    ScreenPage("sign-in", "/account/login/"),
    ScreenPage("sign-up", "/account/signup/"),
    ScreenPage("password-reset", "/account/password/reset/"),
    ScreenPage("not-found", "/no-such-page/", status=404),
    ScreenPage("report", "/report/"),
    ScreenPage("cuts", "/cuts/"),
    ScreenPage("accessibility", "/accessibility/"),
    ScreenPage("my-home", "/", "katanalotis"),
    ScreenPage("my-bills", "/my/bills/", "katanalotis"),
    ScreenPage("my-claim", "/my/claim/", "katanalotis"),
    ScreenPage("my-bill", "/my/bills/", "katanalotis", "main a[href^='/my/bills/']"),
    ScreenPage("home-billing", "/office/", "eleni"),
    ScreenPage("home-cashier", "/office/", "nikos"),
    ScreenPage("home-planner", "/office/", "maria"),
    ScreenPage("home-technician", "/office/", "giorgos"),
    ScreenPage("home-reader", "/office/", "petros"),
    ScreenPage("home-accountant", "/office/", "sofia"),
    ScreenPage("home-front-desk", "/office/", "dimitra"),
    ScreenPage("home-director", "/office/", "director"),
    ScreenPage("home-auditor", "/office/", "auditor"),
    ScreenPage("search", "/office/search/?q=%CE%B5%CF%81%CE%BC%CE%BF%CF%85", "eleni"),
    ScreenPage("map", "/map/", "maria"),
    ScreenPage("jobs", "/jobs/", "eleni"),
    ScreenPage("job", "/jobs/", "eleni", FIRST_ROW),
    ScreenPage("second-factor", "/account/2fa/", "eleni"),
    ScreenPage("password", "/account/password/change/", "eleni"),
    ScreenPage("parties", "/parties/", "eleni"),
    ScreenPage("party", "/parties/", "eleni", FIRST_ROW),
    ScreenPage("party-new", "/parties/new/", "eleni"),
    ScreenPage("connections", "/connections/", "eleni"),
    ScreenPage("connection", "/connections/", "eleni", FIRST_ROW),
    ScreenPage("runs", "/billing/runs/", "eleni"),
    ScreenPage("run", "/billing/runs/", "eleni", FIRST_ROW),
    ScreenPage("run-new", "/billing/runs/new/", "eleni"),
    ScreenPage("bills", "/billing/bills/", "eleni"),
    ScreenPage("bill", "/billing/bills/", "eleni", FIRST_ROW),
    ScreenPage("tariffs", "/billing/tariffs/", "eleni"),
    ScreenPage("till", "/billing/till/", "nikos"),
    ScreenPage("payments", "/billing/payments/", "nikos"),
    ScreenPage("pipes", "/network/pipes/", "maria"),
    ScreenPage("pipe", "/network/pipes/", "maria", FIRST_ROW),
    ScreenPage("network-import", "/network/import/", "maria"),
    ScreenPage("outages", "/outages/", "maria"),
    ScreenPage("outage", "/outages/", "maria", FIRST_ROW),
    ScreenPage("outage-new", "/outages/new/", "maria"),
    ScreenPage("faults", "/faults/", "giorgos"),
    ScreenPage("fault", "/faults/", "giorgos", FIRST_ROW),
    ScreenPage("messages", "/messages/", "maria"),
    ScreenPage("message", "/messages/", "maria", FIRST_ROW),
)
