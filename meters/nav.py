"""Entries of the rail, figures of the first page and the tabs of a connection's card."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents.selectors.files import list_attachments
from fieldwork.models import Task
from fieldwork.registry import TaskKind, register_task_kind
from gis_core.choices import STAFF_ROLES, Role
from gis_core.domain.greek import format_number
from gis_core.models import User
from gis_core.pages.chart import Value, draw_chart
from gis_core.pages.history import list_changes
from gis_core.registry import (
    Button,
    HomeFigure,
    MapTool,
    NavItem,
    WaitingItem,
    register_figure,
    register_map_tool,
    register_nav,
    register_waiting,
)
from meters.choices import ConnectionStatus
from meters.models import Connection, Reading
from meters.querysets import (
    CONNECTION_ROLES,
    EXCEPTION_ROLES,
    EXCHANGE_ROLES,
    HISTORY_ROLES,
    PAYER_LIST_ROLES,
    REGISTER_ROLES,
    ROUND_ROLES,
)
from meters.selectors.card import CardAction, CardPanel, register_card_action, register_card_panel
from meters.selectors.consumption import consumption_history
from meters.selectors.documents import (
    APPROVING_ROLES,
    DOCUMENT_TONES,
    DRAFTING_ROLES,
    OFFICE_ROLES,
    count_to_approve,
    list_documents_of,
)
from meters.selectors.exceptions import count_held
from meters.selectors.overview import is_unusual
from meters.services.checking import REREAD
from meters.services.documents.approving import TASK_KIND as DOCUMENT_TASK
from network.choices import SEWER_NODE_KINDS, SEWER_PIPE_KINDS
from network.selectors.card import CARD_LINKS

GROUP = _("Consumption")
_NETWORK = _("Network")
#: Whose work isolations and traces are; every member of staff may ask.
_ISOLATING_ROLES = frozenset(
    {Role.ADMINISTRATOR, Role.PLANNER, Role.TECHNICIAN, Role.DIRECTOR, Role.AUDITOR, Role.FRONT_DESK}
)
READINGS_SHOWN = 40


def _consumption(connection: Connection, user: User) -> dict[str, Any]:
    history = consumption_history(connection)
    values = [
        Value(period.label, period.consumption_m3, period.previous_year_m3, is_unusual(period))
        for period in history
    ]
    return {"chart": draw_chart(values)}


def _readings(connection: Connection, user: User) -> dict[str, Any]:
    readings = Reading.objects.filter(installation__connection=connection)
    shown = readings.select_related("installation__meter").order_by("-read_on", "-revision", "-pk")
    return {"readings": shown[:READINGS_SHOWN]}


def _installations(connection: Connection, user: User) -> dict[str, Any]:
    installations = list(connection.installations.select_related("meter").order_by("-period"))
    hanging = [row for row in installations if row.period.upper is None]
    taken = {row.slot for row in hanging}
    return {
        "installations": installations,
        "hanging": sorted(hanging, key=lambda row: row.slot),
        "next_slot": next(slot for slot in count(1) if slot not in taken),
        "may_exchange": user.has_any_role(*EXCHANGE_ROLES),
    }


def _liabilities(connection: Connection, user: User) -> dict[str, Any]:
    return {
        "liabilities": connection.liabilities.select_related("party").order_by("-period"),
        "may_register": user.has_any_role(*REGISTER_ROLES),
    }


def _documents(connection: Connection, user: User) -> dict[str, Any]:
    return {"attachments": list_attachments(connection)}


def _history(connection: Connection, user: User) -> dict[str, Any]:
    return {"changes": list_changes(connection)}


def _active(user: User) -> str:
    return format_number(Connection.objects.filter(status=ConnectionStatus.ACTIVE).count(), 0, user.language)


def _read_lately(user: User) -> str:
    since = timezone.localdate() - timedelta(days=30)
    return format_number(Reading.objects.filter(read_on__gte=since).count(), 0, user.language)


register_nav(
    NavItem(
        "connections", _("Connections"), "meters:connection_list", "droplet", GROUP, 110, CONNECTION_ROLES
    )
)
register_nav(
    NavItem("readings", _("Readings"), "meters:reading_list", "speedometer2", GROUP, 120, CONNECTION_ROLES)
)
register_nav(
    NavItem("routes", _("Routes"), "meters:route_list", "signpost-split", GROUP, 125, CONNECTION_ROLES)
)
register_nav(NavItem("meters", _("Meters"), "meters:meter_list", "upc-scan", GROUP, 115, CONNECTION_ROLES))
register_nav(
    NavItem("payers", _("Who pays"), "meters:payer_list", "person-check", GROUP, 117, PAYER_LIST_ROLES)
)
#: Those whose work the counts of connections and readings concern.
FIGURE_ROLES = CONNECTION_ROLES - {Role.TECHNICIAN}
register_figure(
    HomeFigure(
        "connections", _("Active connections"), 10, FIGURE_ROLES, _active, "meters:connection_list",
        "?status=active",
    )
)  # fmt: skip
register_figure(
    HomeFigure("readings", _("Readings of 30 days"), 20, FIGURE_ROLES, _read_lately, "meters:reading_list")
)
for _panel in (
    CardPanel(
        "consumption", _("Consumption"), 10, CONNECTION_ROLES, _consumption, "meters/tabs/consumption.html"
    ),
    CardPanel("readings", _("Readings"), 20, CONNECTION_ROLES, _readings, "meters/tabs/readings.html"),
    CardPanel("meters", _("Meters"), 30, CONNECTION_ROLES, _installations, "meters/tabs/installations.html"),
    CardPanel("payers", _("Payers"), 40, CONNECTION_ROLES, _liabilities, "meters/tabs/liabilities.html"),
    CardPanel("documents", _("Documents"), 800, CONNECTION_ROLES, _documents, "meters/tabs/documents.html"),
    CardPanel("history", _("History"), 900, HISTORY_ROLES, _history, "meters/tabs/history.html"),
):
    register_card_panel(_panel)

for _action in (
    CardAction(
        "exchange", _("Exchange the meter"), 20, EXCHANGE_ROLES, "meters:meter_exchange", "arrow-left-right",
        is_main=False,
    ),
    CardAction(
        "move", _("Move out and move in"), 25, REGISTER_ROLES, "meters:connection_move",
        "box-arrow-in-right", is_main=False,
    ),
    CardAction(
        "edit", _("Edit"), 28, REGISTER_ROLES, "meters:connection_edit", "pencil", is_main=False,
    ),
    CardAction(
        "status", _("Change the status"), 29, REGISTER_ROLES, "meters:connection_status", "toggles",
        is_main=False,
    ),
    CardAction(
        "payer", _("Change who pays"), 30, REGISTER_ROLES, "meters:liability_change", "person-check",
        is_main=False,
    ),
):  # fmt: skip
    register_card_action(_action)


def _card_of_reading(task: Task) -> str:
    """Return the card of the connection whose meter is to be read again."""
    reading = Reading.objects.select_related("installation").get(pk=task.target_id or 0)
    return reverse("meters:connection_detail", args=[reading.installation.connection_id])


def _asking(name: str, spot: str) -> Callable[[Model], str]:
    """Return what gives the address of a question that begins at an object."""

    def url(record: Model) -> str:
        is_sewer = getattr(record, "kind", "") in (*SEWER_PIPE_KINDS, *SEWER_NODE_KINDS)
        if is_sewer and name == "meters:isolation":  # a sewer has no valves to close
            return ""
        return f"{reverse(name)}?{spot.format(pk=record.pk)}"

    return url


register_map_tool(
    MapTool(
        "tracing", 20, STAFF_ROLES, "meters/map_tools.html", "meters/dist/tracing.js"
    )
)  # fmt: skip
for _slug, _name in (("pipe", "pipe"), ("node", "node"), ("shutoff", "valve")):
    for _link in (
        Button(
            f"isolate_{_slug}", _("Isolate"), "slash-circle", 10, STAFF_ROLES,
            _asking("meters:isolation", f"{_name}={{pk}}"), _slug,
        ),
        Button(
            f"trace_{_slug}", _("Trace from here"), "bezier2", 20, STAFF_ROLES,
            _asking("meters:trace", f"kind=downstream&from={_name}:{{pk}}"), _slug,
        ),
    ):  # fmt: skip
        CARD_LINKS.register(_link)
for _entry in (
    NavItem("isolation", _("Isolation"), "meters:isolation", "slash-circle-fill", _NETWORK, 405, _ISOLATING_ROLES),
    NavItem("trace", _("Trace"), "meters:trace", "share", _NETWORK, 406, _ISOLATING_ROLES),
):  # fmt: skip
    register_nav(_entry)

register_task_kind(TaskKind(REREAD, _("Reading again"), "arrow-repeat", 20, url_of_target=_card_of_reading))


def _page_of_document(task: Task) -> str:
    """Return the document that the task executes."""
    return reverse("meters:document_detail", args=[task.target_id])


def _execution_of_document(task: Task) -> str:
    """Return the page that asks what was done on the spot."""
    return reverse("meters:document_execute", args=[task.target_id])


def _register_documents(connection: Connection, user: User) -> dict[str, Any]:
    documents = list_documents_of(connection)[:READINGS_SHOWN]
    return {
        "documents": [(document, DOCUMENT_TONES[document.state]) for document in documents],
        "may_draft": user.has_any_role(*DRAFTING_ROLES),
    }


register_nav(
    NavItem(
        "register_documents", _("Documents of the register"), "meters:document_list", "file-earmark-text",
        GROUP, 135, OFFICE_ROLES,
    )
)  # fmt: skip
register_waiting(
    WaitingItem(
        "documents_to_approve", _("Documents to approve"), "meters:document_list", APPROVING_ROLES,
        count_to_approve,
    )
)  # fmt: skip
register_card_panel(
    CardPanel(
        "register_documents", _("Documents of the register"), 790, OFFICE_ROLES, _register_documents,
        "meters/tabs/register_documents.html",
    )
)  # fmt: skip
register_task_kind(
    TaskKind(
        DOCUMENT_TASK, _("Document of the register"), "file-earmark-text", 30,
        finish_url=_execution_of_document, url_of_target=_page_of_document,
    )
)  # fmt: skip
for _entry in (
    NavItem("rounds", _("Reading rounds"), "meters:round_list", "list-check", GROUP, 121, CONNECTION_ROLES),
    NavItem("my_rounds", _("My rounds"), "meters:round_mine", "phone", GROUP, 122, frozenset({Role.READER})),
    NavItem(
        "reading_windows", _("Consumers' readings"), "meters:window_list", "person-lines-fill", GROUP, 123,
        ROUND_ROLES,
    ),
    NavItem("note_codes", _("Note codes"), "meters:note_code_list", "tags", GROUP, 124, ROUND_ROLES),
):  # fmt: skip
    register_nav(_entry)
register_nav(
    NavItem(
        "exceptions", _("Readings to decide"), "meters:exception_list", "exclamation-diamond", GROUP, 119,
        EXCEPTION_ROLES, count_held,
    )
)  # fmt: skip
register_waiting(
    WaitingItem(
        "readings_to_decide", _("Readings to decide"), "meters:exception_list", ROUND_ROLES, count_held
    )
)
