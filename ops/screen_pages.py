"""The pages that `make screens` photographs and the accessibility tests read: one table for both."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ScreenPage:
    """A page, who opens it, and how to reach it where its address holds a number."""

    name: str
    path: str
    username: str = ""  # of the demonstration's people; empty for a stranger
    follow: tuple[str, ...] = ()  # links to follow from `path` one by one: CSS selectors, or "./…"
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

FIRST_ROW = ("main table tbody td:first-child a",)


def _to(part: str) -> tuple[str, ...]:
    """Follow the first row of a list and then the link of its card whose address holds the part."""
    return (*FIRST_ROW, f"main a[href*='{part}']")


PAGES = (
    ScreenPage("portal", "/"),
    ScreenPage("sign-in", "/account/login/"),
    ScreenPage("sign-up", "/account/signup/"),
    ScreenPage("password-reset", "/account/password/reset/"),
    ScreenPage("password-reset-sent", "/account/password/reset/done/"),
    ScreenPage("confirm-email", "/account/confirm-email/"),
    ScreenPage("not-found", "/no-such-page/", status=404),
    ScreenPage("report", "/report/"),
    ScreenPage("cuts", "/cuts/"),
    ScreenPage("cut", "/cuts/", "", ("main a[href^='/cuts/'][href$='/']",)),
    ScreenPage("accessibility", "/accessibility/"),
    ScreenPage("my-home", "/", "katanalotis"),
    ScreenPage("my-connection", "/", "katanalotis", ("main a[href^='/my/connections/']",)),
    ScreenPage(
        "my-ledger", "/", "katanalotis",
        ("main a[href^='/my/connections/']", "main a[href$='/ledger/']"),
    ),
    ScreenPage("my-bills", "/my/bills/", "katanalotis"),
    ScreenPage("my-bill", "/my/bills/", "katanalotis", ("main table a[href^='/my/bills/']",)),
    ScreenPage("my-claim", "/my/claim/", "katanalotis"),
    ScreenPage("home-administrator", "/office/", "admin"),
    ScreenPage("accounts", "/accounts/", "admin"),
    ScreenPage("account", "/accounts/", "admin", ("main table tbody a",)),
    ScreenPage("account-new", "/accounts/new/", "admin"),
    ScreenPage("utility", "/accounts/utility/", "admin"),
    ScreenPage("api", "/api/v1/docs/", "admin"),
    ScreenPage("home-billing", "/office/", "eleni"),
    ScreenPage("search", "/office/search/?q=%CE%B1%CE%BD%CF%84%CF%89%CE%BD%CE%B9%CE%BF%CF%85", "eleni"),
    ScreenPage("not-your-role", "/outages/new/", "eleni", status=403),
    ScreenPage("jobs", "/jobs/", "eleni"),
    ScreenPage("job", "/jobs/", "eleni", FIRST_ROW),
    ScreenPage("second-factor", "/account/2fa/", "eleni"),
    ScreenPage("password", "/account/password/change/", "eleni"),
    ScreenPage("email", "/account/email/", "eleni"),
    ScreenPage("parties", "/parties/", "eleni"),
    ScreenPage("party", "/parties/", "eleni", FIRST_ROW),
    ScreenPage("party-edit", "/parties/", "eleni", _to("/edit/")),
    ScreenPage("contact-new", "/parties/", "eleni", _to("/contacts/new/")),
    ScreenPage(
        "consent-new", "/parties/", "eleni",
        (*FIRST_ROW, "main a[href*='tab=consents']", "main a[href$='/consents/new/']"),
    ),
    ScreenPage("party-new", "/parties/new/", "eleni"),
    ScreenPage("connections", "/connections/", "eleni"),
    ScreenPage("connections-import", "/connections/import/", "eleni"),
    ScreenPage("connection", "/connections/", "eleni", FIRST_ROW),
    ScreenPage("reading-new", "/connections/", "eleni", _to("/readings/new/")),
    ScreenPage("meter-exchange", "/connections/", "eleni", _to("/meter/")),
    ScreenPage("payer-change", "/connections/", "eleni", _to("/payer/")),
    ScreenPage("readings", "/readings/", "eleni"),
    ScreenPage("readings-import", "/readings/import/", "eleni"),
    ScreenPage("routes", "/routes/", "eleni"),
    ScreenPage("runs", "/billing/runs/", "eleni"),
    ScreenPage("run", "/billing/runs/", "eleni", FIRST_ROW),
    ScreenPage("run-issued", "/billing/runs/?state=issued", "eleni", FIRST_ROW),
    ScreenPage("run-excluded", "/billing/runs/", "eleni", _to("/excluded/")),
    ScreenPage("run-new", "/billing/runs/new/", "eleni"),
    ScreenPage("bills", "/billing/bills/", "eleni"),
    ScreenPage("bill", "/billing/bills/", "eleni", FIRST_ROW),
    ScreenPage("tariffs", "/billing/tariffs/", "eleni"),
    ScreenPage("tariff", "/billing/tariffs/", "eleni", ("main a[href^='/billing/tariffs/']",)),
    ScreenPage("home-cashier", "/office/", "nikos"),
    ScreenPage("till", "/billing/till/", "nikos"),
    ScreenPage("till-found", "/billing/till/?q=07-0001", "nikos"),
    ScreenPage("payments", "/billing/payments/", "nikos"),
    ScreenPage("payment", "/billing/payments/", "nikos", FIRST_ROW),
    ScreenPage("payment-new", "/billing/bills/", "nikos", _to("/pay/")),
    ScreenPage("home-planner", "/office/", "maria"),
    ScreenPage("map", "/map/", "maria"),
    ScreenPage("pipes", "/network/pipes/", "maria"),
    ScreenPage("pipe", "/network/pipes/", "maria", FIRST_ROW),
    ScreenPage("pipe-edit", "/network/pipes/", "maria", _to("/edit/")),
    ScreenPage("valves", "/network/valves/", "maria"),
    ScreenPage("control-valve", "/network/valves/", "maria", FIRST_ROW),
    ScreenPage("pumps", "/network/pumps/", "maria"),
    ScreenPage("pump", "/network/pumps/", "maria", FIRST_ROW),
    ScreenPage("pump-edit", "/network/pumps/", "maria", _to("/edit/")),
    ScreenPage("nodes", "/network/nodes/", "maria"),
    ScreenPage("node", "/network/nodes/", "maria", FIRST_ROW),
    ScreenPage("node-edit", "/network/nodes/", "maria", _to("/edit/")),
    ScreenPage("shutoff-valves", "/network/shutoff-valves/", "maria"),
    ScreenPage("shutoff-valve", "/network/shutoff-valves/", "maria", FIRST_ROW),
    ScreenPage("shutoff-valve-edit", "/network/shutoff-valves/", "maria", _to("/edit/")),
    ScreenPage("service-lines", "/network/service-lines/", "maria"),
    ScreenPage("service-line", "/network/service-lines/", "maria", FIRST_ROW),
    ScreenPage("service-line-edit", "/network/service-lines/", "maria", _to("/edit/")),
    ScreenPage("stations", "/network/stations/", "maria"),
    ScreenPage("station", "/network/stations/", "maria", FIRST_ROW),
    ScreenPage("station-new", "/network/stations/new/", "maria"),
    ScreenPage("materials", "/network/catalogues/materials/", "maria"),
    ScreenPage("material-edit", "/network/catalogues/materials/", "maria", FIRST_ROW),
    ScreenPage("pipe-sizes", "/network/catalogues/sizes/", "maria"),
    ScreenPage("pipe-size-new", "/network/catalogues/sizes/new/", "maria"),
    ScreenPage("asset-types", "/network/catalogues/types/", "maria"),
    ScreenPage("asset-type-edit", "/network/catalogues/types/", "maria", FIRST_ROW),
    ScreenPage("zones", "/network/zones/", "maria"),
    ScreenPage("zone", "/network/zones/", "maria", FIRST_ROW),
    ScreenPage("zone-edit", "/network/zones/", "maria", _to("/edit/")),
    ScreenPage("zones-computed", "/network/zones/kinds/dma/", "maria"),
    ScreenPage("zone-computed", "/network/zones/kinds/dma/", "maria", FIRST_ROW),
    ScreenPage("zone-inlet-new", "/network/zones/kinds/dma/", "maria", _to("/inlets/new/")),
    ScreenPage("zone-take-area", "/network/zones/kinds/dma/", "maria", _to("/take-area/")),
    ScreenPage("zone-none", "/network/zones/kinds/dma/without/", "maria"),
    ScreenPage("zone-new", "/network/zones/new/", "maria"),
    ScreenPage("streets", "/network/streets/", "maria"),
    ScreenPage("streets-import", "/network/streets/import/", "maria"),
    ScreenPage("network-import", "/network/import/", "maria"),
    ScreenPage("outages", "/outages/", "maria"),
    ScreenPage("outage", "/outages/", "maria", FIRST_ROW),
    ScreenPage("outage-edit", "/outages/?state=draft", "maria", _to("/edit/")),
    ScreenPage("outage-new", "/outages/new/", "maria"),
    ScreenPage("messages", "/messages/", "maria"),
    ScreenPage("message", "/messages/", "maria", ("main table tbody a",)),
    ScreenPage("messages-failed", "/messages/failed/", "maria"),
    ScreenPage("home-technician", "/office/", "giorgos"),
    ScreenPage("faults", "/faults/", "giorgos"),
    ScreenPage("fault", "/faults/", "giorgos", FIRST_ROW),
    ScreenPage("valves-near", "/network/shutoff-valves/near/", "giorgos"),
    ScreenPage("valve-check", "/network/shutoff-valves/", "giorgos", _to("/check/")),
    ScreenPage("home-reader", "/office/", "petros"),
    ScreenPage("home-accountant", "/office/", "sofia"),
    ScreenPage("journal", "/accounting/journal/", "sofia"),
    ScreenPage("journal-entry", "/accounting/journal/", "sofia", FIRST_ROW),
    ScreenPage("failed-claims", "/claims/", "dimitra"),
    ScreenPage("closed-books", "/accounting/periods/", "sofia"),
    ScreenPage("home-front-desk", "/office/", "dimitra"),
    ScreenPage("sensitivity-read", "/connections/", "dimitra", _to("/sensitivity/")),
    ScreenPage(
        "sensitivity-new", "/connections/", "dimitra",
        (*FIRST_ROW, "main a[href$='/sensitivity/']", "./new/"),
    ),
    ScreenPage("home-director", "/office/", "director"),
    ScreenPage("home-auditor", "/office/", "auditor"),
)  # fmt: skip
