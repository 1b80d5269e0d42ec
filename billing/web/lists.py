"""Lists of the billing office."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

import django_filters
import django_tables2 as tables
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from billing.choices import BillState, PaymentMethod, RunState
from billing.models import Bill, BillRun, BillRunExclusion, Payment
from billing.querysets import BILL_ROLES
from billing.selectors.balances import list_overdue
from billing.selectors.choosing import RUNS, read_run_number
from billing.templatetags.billing import exclusion_reason
from billing.web.runs import SEE_ROLES, TONES
from gis_core.choices import Role
from gis_core.domain.greek import format_number, query_keys
from gis_core.models import User
from gis_core.pages.access import allow
from gis_core.pages.choosing import SearchInput
from gis_core.pages.days import DayFilter
from gis_core.pages.lists import OfficeListView
from gis_core.pages.tables import (
    DateColumn,
    LinkColumn,
    MoneyColumn,
    NumberColumn,
    OfficeTable,
    StateColumn,
)  # fmt: skip
from meters.choices import UseKind
from meters.models import Route
from meters.selectors.exceptions import may_see_exceptions

#: Numbers that people read as one word.
ONE_LINE = {"td": {"class": "text-nowrap"}}


class BillTable(OfficeTable):
    """Bills."""

    reference = LinkColumn(
        "billing:bill_detail", verbose_name=gettext_lazy("Bill"), order_by=("year", "number"), attrs=ONE_LINE
    )
    supply_number = LinkColumn(
        "meters:connection_detail", pk="connection_id", verbose_name=gettext_lazy("Connection"),
        accessor="connection__supply_number", attrs=ONE_LINE,
    )  # fmt: skip
    payer = tables.Column(accessor="party", verbose_name=gettext_lazy("Payer"), order_by=("party__name",))
    issue_date = DateColumn(verbose_name=gettext_lazy("Issued"))
    due_date = DateColumn(verbose_name=gettext_lazy("Due"))
    consumption_m3 = NumberColumn(verbose_name="m³")
    total = MoneyColumn(verbose_name=gettext_lazy("Total €"))
    state = StateColumn({"issued": "good", "draft": "warn"}, verbose_name=gettext_lazy("State"))


class BillFilter(django_filters.FilterSet):
    """Filters of bills."""

    q = django_filters.CharFilter(method="by_words", label=gettext_lazy("Payer, connection or number"))
    route = django_filters.ModelChoiceFilter(
        field_name="connection__route", queryset=Route.objects.order_by("code"), label=gettext_lazy("Route")
    )
    use = django_filters.ChoiceFilter(
        field_name="connection__use", choices=UseKind.choices, label=gettext_lazy("Use")
    )
    run = django_filters.CharFilter(
        method="of_run", widget=SearchInput(RUNS.url_name), label=gettext_lazy("Run")
    )
    state = django_filters.ChoiceFilter(choices=BillState.choices, label=gettext_lazy("State"))
    payment = django_filters.ChoiceFilter(
        choices=[("overdue", gettext_lazy("Overdue"))], method="by_payment", label=gettext_lazy("Payment")
    )

    class Meta:
        model = Bill
        fields: tuple[str, ...] = ()

    def by_words(self, queryset: QuerySet[Bill], name: str, value: str) -> QuerySet[Bill]:
        """Find by number, supply number, or the payer's name without accents."""
        if value.strip().isdecimal() and len(value.strip()) < 9:
            return queryset.filter(number=int(value))
        for key in query_keys(value):
            by_place = queryset.filter(connection__search_key__contains=key)
            queryset = by_place | queryset.filter(party__search_key__contains=key)
        return queryset

    def of_run(self, queryset: QuerySet[Bill], name: str, value: str) -> QuerySet[Bill]:
        """Keep those of one run, typed as its number or chosen with its title."""
        number = read_run_number(value)
        return queryset.none() if number is None else queryset.filter(run=number)

    def by_payment(self, queryset: QuerySet[Bill], name: str, value: str) -> QuerySet[Bill]:
        """Keep those that should have been paid before today and are not paid whole."""
        return queryset.filter(pk__in=list_overdue().values("bill_id"))


@allow(*BILL_ROLES)
class BillList(OfficeListView):
    """All bills."""

    model = Bill
    table_class = BillTable
    filterset_class = BillFilter
    title = gettext_lazy("Bills")
    export_name = "bills"
    empty_text = gettext_lazy("No bills yet. Make a bill run when the readings are in.")

    def get_rows(self, user: User) -> QuerySet[Bill]:
        """Return issued bills; drafts only when a run's own are asked for."""
        rows = Bill.objects.visible_to(user).select_related("connection", "party").order_by("-pk")
        return rows if self.request.GET.get("run") or self.request.GET.get("state") else rows.issued()


class RunTable(OfficeTable):
    """Bill runs."""

    title = LinkColumn("billing:run_detail", verbose_name=gettext_lazy("Run"), attrs=ONE_LINE)
    route = tables.Column(
        verbose_name=gettext_lazy("Route"), default=gettext_lazy("all"), order_by=("scope_key",)
    )
    state = StateColumn(
        {str(state): tone for state, tone in TONES.items()}, verbose_name=gettext_lazy("State")
    )
    bill_count = NumberColumn(verbose_name=gettext_lazy("Bills"))
    net_total = MoneyColumn(verbose_name=gettext_lazy("Net €"))
    vat_total = MoneyColumn(verbose_name=gettext_lazy("VAT €"))
    issue_date = DateColumn(verbose_name=gettext_lazy("Issued"))
    created_by = tables.Column(verbose_name=gettext_lazy("Made by"))
    approved_by = tables.Column(verbose_name=gettext_lazy("Approved by"))


class RunFilter(django_filters.FilterSet):
    """Filters of runs."""

    state = django_filters.ChoiceFilter(choices=RunState.choices, label=gettext_lazy("State"))

    class Meta:
        model = BillRun
        fields: tuple[str, ...] = ()


@allow(*SEE_ROLES)
class RunList(OfficeListView):
    """All bill runs."""

    model = BillRun
    table_class = RunTable
    filterset_class = RunFilter
    title = gettext_lazy("Bill runs")
    export_name = "bill-runs"
    empty_text = gettext_lazy("No run yet. Import the readings of a round, then make its run.")

    def get_rows(self, user: User) -> QuerySet[BillRun]:
        """Return all runs."""
        return BillRun.objects.select_related("route", "created_by", "approved_by")

    def get_actions(self) -> list[tuple[str, str, str]]:
        """Offer a new run to billing clerks."""
        user = self.request.user
        may = isinstance(user, User) and user.has_any_role(Role.BILLING)
        return [(reverse("billing:run_create"), _("New run"), "plus-lg")] if may else []


class ExclusionTable(OfficeTable):
    """Connections that a run does not bill."""

    supply_number = LinkColumn(
        "meters:connection_detail", pk="connection_id", accessor="connection__supply_number", attrs=ONE_LINE,
        verbose_name=gettext_lazy("Connection"),
    )  # fmt: skip
    address = tables.Column(accessor="connection__address", verbose_name=gettext_lazy("Address"))
    route = tables.Column(accessor="connection__route__code", verbose_name=gettext_lazy("Route"))
    reason = tables.Column(verbose_name=gettext_lazy("Why"))
    reading = tables.Column(
        accessor="reading__read_on", verbose_name=gettext_lazy("Reading"), orderable=False
    )

    def render_reading(self, value: date, record: BillRunExclusion) -> str:
        """Lead to the page where the reading that waits is decided, who may see it."""
        told, user = self.value_reading(value, record), cast(User, self.request.user)
        if record.reason != "flagged" or record.reading_id is None or not may_see_exceptions(user):
            return told
        url = reverse("meters:exception_detail", args=[record.reading_id])
        return format_html('<a href="{}">{}</a>', url, told)

    def value_reading(self, value: date, record: BillRunExclusion) -> str:
        """Name the reading in files too."""
        if record.reading is None:
            return ""
        return f"{date_format(value, 'SHORT_DATE_FORMAT')}: {format_number(record.reading.value_m3, 0)} m³"

    def render_reason(self, value: str) -> str:
        """Say the reason in words."""
        return exclusion_reason(value)

    def value_reason(self, value: str) -> str:
        """Say the reason in words in files too."""
        return exclusion_reason(value)


class ExclusionFilter(django_filters.FilterSet):
    """No filters: the list is short."""

    class Meta:
        model = BillRunExclusion
        fields: tuple[str, ...] = ()


@allow(*SEE_ROLES)
class ExclusionList(OfficeListView):
    """Connections that one run does not bill, and why."""

    model = BillRunExclusion
    table_class = ExclusionTable
    filterset_class = ExclusionFilter
    title = gettext_lazy("Not billed")
    export_name = "not-billed"
    empty_text = gettext_lazy("The run bills every connection of its scope.")

    def get_crumbs(self) -> list[tuple[str, str | Promise]]:
        """Lead back to the run."""
        run = get_object_or_404(BillRun, pk=self.kwargs["pk"])
        return [
            (reverse("billing:run_list"), gettext_lazy("Bill runs")),
            (reverse("billing:run_detail", args=[run.pk]), run.title),
        ]

    def get_rows(self, user: User) -> QuerySet[BillRunExclusion]:
        """Return the run's exclusions."""
        run = get_object_or_404(BillRun, pk=self.kwargs["pk"])
        return run.exclusions.select_related("connection__route", "reading").order_by(
            "connection__supply_number"
        )


class PaymentTable(OfficeTable):
    """Payments."""

    reference = LinkColumn(
        "billing:payment_detail",
        verbose_name=gettext_lazy("Receipt"),
        order_by=("year", "number"),
        attrs=ONE_LINE,
    )
    supply_number = LinkColumn(
        "meters:connection_detail", pk="connection_id", accessor="connection__supply_number", attrs=ONE_LINE,
        verbose_name=gettext_lazy("Connection"),
    )  # fmt: skip
    payer = tables.Column(accessor="party", verbose_name=gettext_lazy("Payer"), order_by=("party__name",))
    received_on = DateColumn(verbose_name=gettext_lazy("Received on"))
    method = tables.Column(verbose_name=gettext_lazy("Method"))
    amount = MoneyColumn(verbose_name=gettext_lazy("Amount €"))
    received_by = tables.Column(verbose_name=gettext_lazy("Received by"))


class PaymentFilter(django_filters.FilterSet):
    """Filters of payments."""

    q = django_filters.CharFilter(method="by_words", label=gettext_lazy("Payer or connection"))
    method = django_filters.ChoiceFilter(choices=PaymentMethod.choices, label=gettext_lazy("Method"))
    since = DayFilter(field_name="received_on", lookup_expr="gte", label=gettext_lazy("Since"))
    until = DayFilter(field_name="received_on", lookup_expr="lte", label=gettext_lazy("Until"))

    class Meta:
        model = Payment
        fields: tuple[str, ...] = ()

    def by_words(self, queryset: QuerySet[Payment], name: str, value: str) -> QuerySet[Payment]:
        """Find by supply number, address, or the payer's name without accents."""
        for key in query_keys(value):
            by_place = queryset.filter(connection__search_key__contains=key)
            queryset = by_place | queryset.filter(party__search_key__contains=key)
        return queryset


@allow(*BILL_ROLES)
class PaymentList(OfficeListView):
    """All payments."""

    model = Payment
    table_class = PaymentTable
    filterset_class = PaymentFilter
    title = gettext_lazy("Payments")
    export_name = "payments"
    empty_text = gettext_lazy("No payments yet. The till takes the first one.")

    def get_rows(self, user: User) -> QuerySet[Any]:
        """Return all payments."""
        return Payment.objects.select_related("party", "connection", "received_by").order_by("-pk")
