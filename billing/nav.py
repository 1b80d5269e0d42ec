"""Entries of the rail, what waits for approval, the first page's figure and the tabs of a connection's card."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounting.selectors.journal import balance_of_purpose
from billing.choices import RunState
from billing.models import Bill, BillRun, Payment
from billing.querysets import BILL_ROLES
from billing.selectors.balances import recent_overdue_total
from billing.selectors.card import get_card_balance, list_ledgers
from billing.selectors.waiting import runs_to_approve, tariffs_to_approve
from gis_core.choices import Role
from gis_core.domain.greek import format_date, format_money, format_number
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
)  # fmt: skip
from meters.models import Connection
from meters.selectors.card import (
    CardAction,
    CardFigure,
    CardPanel,
    FigureValue,
    register_card_action,
    register_card_figure,
    register_card_panel,
)  # fmt: skip

GROUP = gettext_lazy("Consumption")
RUN_ROLES = frozenset({Role.ADMINISTRATOR, Role.BILLING, Role.ACCOUNTANT, Role.DIRECTOR, Role.AUDITOR})
TILL_ROLES = frozenset({Role.ADMINISTRATOR, Role.CASHIER})
APPROVING_ROLES = frozenset({Role.BILLING, Role.DIRECTOR})
HOME_ROWS = 5
TONES = {
    RunState.PREVIEWED: "info",
    RunState.APPROVED: "warn",
    RunState.ISSUED: "good",
    RunState.CANCELLED: "bad",
}
BILLS_SHOWN = 24
PAYMENTS_SHOWN = 24


def _runs(user: User) -> int:
    return runs_to_approve(user).count()


def _tariffs(user: User) -> int:
    return tariffs_to_approve(user).count()


def _receivables(user: User) -> str:
    return format_money(balance_of_purpose("receivables"), user.language)


def _overdue(user: User) -> str:
    return format_money(recent_overdue_total(), user.language)


def _latest_runs(user: User) -> list[HomeRow]:
    return [
        HomeRow(
            run.title,
            _("%(count)s bills, %(sum)s") % {
                "count": format_number(run.bill_count, 0, user.language),
                "sum": format_money(run.net_total + run.vat_total, user.language),
            },
            reverse("billing:run_detail", args=[run.pk]), run.get_state_display(),
            TONES.get(RunState(run.state), ""),
        )
        for run in BillRun.objects.order_by("-pk")[:HOME_ROWS]
    ]  # fmt: skip


def _latest_payments(user: User) -> list[HomeRow]:
    payments = Payment.objects.select_related("party").order_by("-pk")[:HOME_ROWS]
    return [
        HomeRow(
            f"{payment.party} · {format_money(payment.amount, user.language)}",
            f"{payment.reference} · {payment.get_method_display()} · {format_date(payment.received_on, user.language)}",
            reverse("billing:payment_detail", args=[payment.pk]),
        )
        for payment in payments
    ]


def _balance(connection: Connection, user: User) -> FigureValue | None:
    balance = get_card_balance(connection, timezone.localdate())
    if balance is None:
        return None
    note = ""
    if balance.overdue_since is not None:
        note = _("overdue %(sum)s, since %(day)s") % {
            "sum": format_money(balance.overdue, user.language),
            "day": format_date(balance.overdue_since, user.language),
        }
    elif balance.owed <= 0:
        note = _("nothing owed") if not balance.owed else _("in credit")
    url = f"{reverse('meters:connection_detail', args=[connection.pk])}?tab=ledger"
    tone = "bad" if balance.overdue_since is not None else "warn" if balance.owed > 0 else "good"
    return FigureValue(format_money(balance.owed, user.language), url, note, tone)


def _bills(connection: Connection, user: User) -> dict[str, Any]:
    bills = Bill.objects.visible_to(user).issued().filter(connection=connection)
    return {"bills": bills.select_related("party").order_by("-issue_date", "-pk")[:BILLS_SHOWN]}


def _payments(connection: Connection, user: User) -> dict[str, Any]:
    payments = Payment.objects.filter(connection=connection).select_related("party", "received_by")
    return {
        "payments": payments.order_by("-received_on", "-pk")[:PAYMENTS_SHOWN],
        "may_collect": user.has_any_role(*TILL_ROLES),
    }


def _ledger(connection: Connection, user: User) -> dict[str, Any]:
    return {"ledgers": list_ledgers(connection, timezone.localdate())}


for _item in (
    NavItem("bills", gettext_lazy("Bills"), "billing:bill_list", "receipt", GROUP, 130, BILL_ROLES),
    NavItem("runs", gettext_lazy("Bill runs"), "billing:run_list", "collection", GROUP, 140, RUN_ROLES),
    NavItem("till", gettext_lazy("Till"), "billing:cashier", "cash-coin", GROUP, 150, TILL_ROLES),
    NavItem("payments", gettext_lazy("Payments"), "billing:payment_list", "wallet2", GROUP, 160, BILL_ROLES),
    NavItem("tariffs", gettext_lazy("Tariffs"), "billing:tariff_list", "tags", GROUP, 170, BILL_ROLES),
):
    register_nav(_item)

register_waiting(
    WaitingItem("runs", gettext_lazy("Bill runs to approve"), "billing:run_list", APPROVING_ROLES, _runs)
)
register_waiting(
    WaitingItem(
        "tariffs", gettext_lazy("Tariffs to approve"), "billing:tariff_list", APPROVING_ROLES, _tariffs
    )
)
register_figure(
    HomeFigure(
        "receivables", gettext_lazy("Owed by consumers"), 30, RUN_ROLES, _receivables, "billing:bill_list"
    )
)
register_figure(
    HomeFigure(
        "overdue",
        gettext_lazy("Overdue debts"),
        31,
        RUN_ROLES,
        _overdue,
        "billing:bill_list",
        "?payment=overdue",
    )
)
register_panel(
    HomePanel(
        "runs",
        gettext_lazy("Latest bill runs"),
        30,
        RUN_ROLES,
        _latest_runs,
        "billing:run_list",
        gettext_lazy("No run yet. Import the readings of a round, then make its run."),
    )
)
register_panel(
    HomePanel(
        "payments",
        gettext_lazy("Latest payments"),
        5,
        TILL_ROLES,
        _latest_payments,
        "billing:payment_list",
        gettext_lazy("No payment yet."),
    )
)
register_card_figure(CardFigure("balance", gettext_lazy("Balance"), 10, BILL_ROLES, _balance))
for _panel in (
    CardPanel("bills", gettext_lazy("Bills"), 50, BILL_ROLES, _bills, "billing/tabs/bills.html"),
    CardPanel("payments", gettext_lazy("Payments"), 60, BILL_ROLES, _payments, "billing/tabs/payments.html"),
    CardPanel("ledger", gettext_lazy("Ledger"), 70, BILL_ROLES, _ledger, "billing/tabs/ledger.html"),
):
    register_card_panel(_panel)
register_card_action(
    CardAction(
        "collect", gettext_lazy("Receive payment"), 100, TILL_ROLES, "billing:payment_create", "cash-coin"
    )
)
