"""What cuts and works put on the rail and on the office's first page."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gis_core.choices import STAFF_ROLES
from gis_core.models import User
from gis_core.pages.times import timespan
from gis_core.registry import (
    Button,
    HomeFigure,
    HomePanel,
    HomeRow,
    NavItem,
    WaitingItem,
    register_figure,
    register_nav,
    register_panel,
    register_waiting,
)
from meters.models import Connection
from meters.selectors.card import (
    CardNotice,
    CardPanel,
    NoticeLine,
    register_card_notice,
    register_card_panel,
)  # fmt: skip
from meters.selectors.cut_actions import CUT_ACTIONS
from outages.querysets import PLANNING_ROLES
from outages.selectors.outages import count_drafts, list_current_outages, list_outages_of, outages_for

HOME_ROWS = 5


def _here(connection: Connection, user: User) -> dict[str, Any]:
    return {"outages": list_outages_of(connection)[:50]}


def _now(connection: Connection, user: User) -> list[NoticeLine]:
    lines = []
    for outage in outages_for([connection]):
        starts, ends = timezone.localtime(outage.starts_at), timezone.localtime(outage.ends_at)
        until = f"{ends:%H:%M}" if ends.date() == starts.date() else f"{ends:%d/%m %H:%M}"
        text = f"{starts:%d/%m %H:%M}–{until}, {outage.title}"
        url = reverse("outages:outage_detail", args=[outage.pk])
        lines.append(NoticeLine(outage.get_kind_display(), text, url))
    return lines


def _drafts(user: User) -> int:
    return count_drafts()


def _current(user: User) -> str:
    return str(list_current_outages().count())


def _coming(user: User) -> list[HomeRow]:
    now = timezone.now()
    return [
        HomeRow(
            outage.title, timespan(outage.starts_at, outage.ends_at),
            reverse("outages:outage_detail", args=[outage.pk]),
            gettext("Now") if outage.starts_at <= now else gettext("Coming"),
            "warn" if outage.starts_at <= now else "info",
        )
        for outage in list_current_outages()[:HOME_ROWS]
    ]  # fmt: skip


register_nav(
    NavItem(
        "outages", _("Cuts and works"), "outages:outage_list", "droplet-half", _("Network"), 310, STAFF_ROLES
    )
)
register_waiting(
    WaitingItem("outage_drafts", _("Cuts to announce"), "outages:outage_list", PLANNING_ROLES, _drafts)
)
register_figure(
    HomeFigure(
        "outages_current",
        _("Cuts and works announced"),
        300,
        STAFF_ROLES,
        _current,
        "outages:outage_list",
        "?state=approved",
    )
)
register_panel(
    HomePanel(
        "outages",
        _("Cuts and works, the soonest first"),
        20,
        STAFF_ROLES,
        _coming,
        "outages:outage_list",
        _("No cut and no works are announced."),
        "?state=approved",
    )
)
register_card_panel(CardPanel("outages", _("Cuts here"), 320, STAFF_ROLES, _here, "outages/tabs/here.html"))
register_card_notice(CardNotice("outages", 10, STAFF_ROLES, _now))


def _plan_from(query: str) -> str:
    return f"{reverse('outages:outage_create')}?{query}"


CUT_ACTIONS.register(
    Button("plan", _("Plan a cut for these"), "megaphone", 10, PLANNING_ROLES, _plan_from)
)  # fmt: skip
