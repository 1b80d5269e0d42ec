"""What faults put on the rail and on the office's first page."""

from typing import Any

from django.db.models import Case, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from faults.choices import FaultPriority, FaultState
from faults.models import Fault
from faults.querysets import FAULT_ROLES
from faults.selectors.faults import count_new, list_faults_here
from gis_core.models import User
from gis_core.registry import (
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

HOME_ROWS = 6
TONES = {FaultState.NEW: "bad", FaultState.ACCEPTED: "warn", FaultState.IN_PROGRESS: "info"}


def _here(connection: Connection, user: User) -> dict[str, Any]:
    return {"faults": list_faults_here(connection)[:50]}


def _now(connection: Connection, user: User) -> list[NoticeLine]:
    return [
        NoticeLine(
            str(FaultState(fault.state).label), f"{fault.get_category_display()} · {fault.reference}",
            reverse("faults:fault_detail", args=[fault.pk]),
            "bad" if fault.priority == FaultPriority.URGENT else "warn",
        )
        for fault in list_faults_here(connection)
        if fault.state not in {FaultState.RESTORED, FaultState.REJECTED}
    ]  # fmt: skip


def _new(user: User) -> int:
    return count_new()


def _mine(user: User) -> int:
    return Fault.objects.open().filter(assigned_to=user).count()


def _open(user: User) -> str:
    return str(Fault.objects.visible_to(user).open().count())


def _urgent(user: User) -> str:
    return str(Fault.objects.visible_to(user).open().filter(priority=FaultPriority.URGENT).count())


def _first(user: User) -> list[HomeRow]:
    """Give what one is sent to before all else, then the urgent, then the oldest."""
    faults = (
        Fault.objects.visible_to(user)
        .open()
        .annotate(
            is_mine=Case(When(assigned_to=user, then=0), default=1),
            haste=Case(*(When(priority=p, then=n) for n, p in enumerate(FaultPriority)), default=9),
        )
    )
    return [
        HomeRow(
            f"{fault.get_category_display()} · {fault.address or fault.reference}",
            " · ".join(
                [fault.reference, f"{timezone.localtime(fault.created_at):%d/%m/%Y %H:%M}"]
                + ([gettext("urgent")] if fault.priority == FaultPriority.URGENT else [])
                + ([gettext("yours")] if fault.assigned_to_id == user.pk else [])
            ),
            reverse("faults:fault_detail", args=[fault.pk]),
            fault.get_state_display(), TONES.get(FaultState(fault.state), ""),
        )
        for fault in faults.order_by("is_mine", "haste", "created_at")[:HOME_ROWS]
    ]  # fmt: skip


register_nav(
    NavItem("faults", _("Faults"), "faults:fault_list", "tools", _("Network"), 320, FAULT_ROLES, count=_new)
)
register_waiting(
    WaitingItem("faults_mine", _("Faults given to you"), "faults:fault_list", FAULT_ROLES, _mine)
)
register_figure(
    HomeFigure("faults_open", _("Open faults"), 310, FAULT_ROLES, _open, "faults:fault_list", "?state=open")
)
register_figure(
    HomeFigure(
        "faults_urgent",
        _("Urgent faults"),
        311,
        FAULT_ROLES,
        _urgent,
        "faults:fault_list",
        "?state=open&priority=urgent",
    )
)
register_panel(
    HomePanel(
        "faults",
        _("Faults to mend"),
        10,
        FAULT_ROLES,
        _first,
        "faults:fault_list",
        _("No open fault."),
        "?state=open",
    )
)
register_card_panel(CardPanel("faults", _("Faults here"), 310, FAULT_ROLES, _here, "faults/tabs/here.html"))
register_card_notice(CardNotice("faults", 20, FAULT_ROLES, _now))
