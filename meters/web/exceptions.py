"""Exceptions: readings held back from bills, listed and decided one after the other."""

from __future__ import annotations

from typing import Any, cast

import django_filters
import django_tables2 as tables
from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from documents.selectors.files import list_attachments
from gis_core.errors import DomainError
from gis_core.models import User
from gis_core.pages.access import allow
from gis_core.pages.chart import Value, draw_chart
from gis_core.pages.days import DayFilter
from gis_core.pages.lists import OfficeListView
from gis_core.pages.tables import DateColumn, NumberColumn, OfficeTable
from gis_core.pages.written import quantity
from meters.choices import HOLDING_FLAGS, FlagState, ReadingCheck, ReadingSource
from meters.models import Reading, ReadingFlag, Route
from meters.querysets import EXCEPTION_ROLES, ROUND_ROLES
from meters.selectors.consumption import consumption_history
from meters.selectors.exceptions import (
    flag_words,
    holding,
    list_held,
    list_last,
    list_neighbours,
    m3_per_day,
    next_held,
)
from meters.selectors.overview import is_unusual
from meters.services.checking import accept_reading, correct_flagged, estimate_flagged, order_reread
from meters.services.estimates import propose_estimate

ON_ONE_LINE = {"td": {"class": "text-nowrap"}}


class ExceptionTable(OfficeTable):
    """When, which rules with what figures, where, previous and new value, m³ a day, source."""

    read_on = DateColumn()
    rules = tables.Column(verbose_name=gettext_lazy("Rules"), orderable=False, empty_values=())
    supply_number = tables.Column(
        verbose_name=gettext_lazy("Supply number"), accessor="installation__connection__supply_number",
        attrs=ON_ONE_LINE,
    )  # fmt: skip
    address = tables.Column(
        verbose_name=gettext_lazy("Address"), accessor="installation__connection__address", orderable=False
    )
    route = tables.Column(
        verbose_name=gettext_lazy("Route"), accessor="installation__connection__route__code"
    )
    serial = tables.Column(
        verbose_name=gettext_lazy("Meter"), accessor="installation__meter__serial", attrs=ON_ONE_LINE
    )
    before_m3 = NumberColumn(verbose_name=gettext_lazy("Previous (m³)"), orderable=False)
    value_m3 = NumberColumn()
    per_day = NumberColumn(verbose_name=gettext_lazy("m³ a day"), orderable=False, empty_values=())

    class Meta(OfficeTable.Meta):
        model = Reading
        fields = (
            "read_on", "rules", "supply_number", "address", "route", "serial", "before_m3", "value_m3", "per_day",
            "source",
        )  # fmt: skip

    def render_rules(self, record: Any) -> str:
        """Lead to the page of the exception by its rules."""
        words = [(flag_words(flag, get_language() or "el"),) for flag in holding(record.flags.all())]
        told = format_html_join(" · ", "{}", words)
        return format_html('<a href="{}">{}</a>', reverse("meters:exception_detail", args=[record.pk]), told)

    def value_rules(self, record: Any) -> str:
        """Write the rules alone into files."""
        return " · ".join(flag_words(flag, get_language() or "el") for flag in holding(record.flags.all()))

    def render_per_day(self, record: Any) -> str:
        """Write what ran a day."""
        return quantity(_per_day(record), 3)

    def value_per_day(self, record: Any) -> Any:
        """Write the number into files."""
        return _per_day(record)


def _per_day(record: Any) -> Any:
    return m3_per_day(record.total_m3, record.read_on, record.before_total_m3, record.before_on)


class ExceptionFilter(django_filters.FilterSet):
    """Rule, route, open or waiting to be read again, source, days."""

    rule = django_filters.ChoiceFilter(
        label=gettext_lazy("Rule"), choices=ReadingCheck.choices, method="of_flag"
    )
    route = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Route"),
        field_name="installation__connection__route",
        queryset=Route.objects.all(),
    )
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), method="of_flag",
        choices=[choice for choice in FlagState.choices if choice[0] in HOLDING_FLAGS],
    )  # fmt: skip
    source = django_filters.ChoiceFilter(label=gettext_lazy("Source"), choices=ReadingSource.choices)
    read_from = DayFilter(label=gettext_lazy("Read from"), field_name="read_on", lookup_expr="gte")
    read_to = DayFilter(label=gettext_lazy("Read to"), field_name="read_on", lookup_expr="lte")

    class Meta:
        model = Reading
        fields = ("rule", "route", "state", "source", "read_from", "read_to")

    def of_flag(self, rows: QuerySet[Reading], name: str, value: str) -> QuerySet[Reading]:
        """Keep the readings that a rule holds, or that are in a state."""
        held = ReadingFlag.objects.filter(state__in=HOLDING_FLAGS)
        held = held.filter(check_code=value) if name == "rule" else held.filter(state=value)
        return rows.filter(pk__in=held.values("reading"))


@allow(*EXCEPTION_ROLES)
class ExceptionList(OfficeListView):
    """Readings to decide about, newest first."""

    model = Reading
    table_class = ExceptionTable
    filterset_class = ExceptionFilter
    title = gettext_lazy("Readings to decide")
    export_name = "exceptions"
    empty_text = gettext_lazy("No reading waits for a decision.")

    def get_rows(self, user: User) -> QuerySet[Any]:
        """Return what is held."""
        return list_held()


class DecisionForm(forms.Form):
    """What somebody decides: the act, the value where it is corrected, why."""

    act = forms.ChoiceField(
        choices=[(name, name) for name in ("accept", "correct", "estimate", "reread")],
        error_messages={
            "required": gettext_lazy("Choose what to do."),
            "invalid_choice": gettext_lazy("Choose what to do."),
        },
    )
    value_m3 = forms.DecimalField(min_value=0, max_digits=12, decimal_places=3, localize=True, required=False)
    reason = forms.CharField(max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask a value of a correction, and a reason of all but a re-read."""
        sent = super().clean() or {}
        if sent.get("act") == "correct" and sent.get("value_m3") is None and "value_m3" not in self.errors:
            raise forms.ValidationError(_("Write the value that the meter shows."))
        if sent.get("act") != "reread" and not sent.get("reason") and "reason" not in self.errors:
            raise forms.ValidationError(_("Write why."))
        return sent


@allow(*EXCEPTION_ROLES)
@require_GET
def exception_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one held reading with what helps to decide, and the acts to who may."""
    return _show(request, _find(pk), 200)


@allow(*ROUND_ROLES)
@require_POST
def exception_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide about one reading and go to the next."""
    reading, user = _find(pk), cast(User, request.user)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(text) for texts in form.errors.values() for text in texts))
        return _show(request, reading, 422)
    try:
        _act(user, reading, form.cleaned_data)
    except DomainError as refused:
        messages.error(request, str(refused))
        return _show(request, reading, 422)
    messages.success(
        request, _("Decided: %(number)s.") % {"number": reading.installation.connection.supply_number}
    )
    following = next_held(reading)
    if following is None:
        return redirect("meters:exception_list")
    return redirect("meters:exception_detail", pk=following.pk)


def _act(user: User, reading: Reading, sent: dict[str, Any]) -> None:
    act, reason = sent["act"], sent["reason"]
    if act == "accept":
        accept_reading(actor=user, reading=reading, reason=reason)
    elif act == "correct":
        correct_flagged(actor=user, reading=reading, value_m3=sent["value_m3"], reason=reason)
    elif act == "estimate":
        estimate_flagged(actor=user, reading=reading, reason=reason)
    else:
        order_reread(actor=user, reading=reading, reason=reason)


def _find(pk: int) -> Reading:
    rows = Reading.objects.select_related("installation__connection__route", "installation__meter")
    return get_object_or_404(rows.filter(flags__isnull=False).distinct(), pk=pk)


def _show(request: HttpRequest, reading: Reading, status: int) -> HttpResponse:
    user, connection = cast(User, request.user), reading.installation.connection
    flags = list(reading.flags.select_related("decided_by").order_by("pk"))
    is_held = reading.stands and bool(holding(flags))
    may_decide = is_held and user.has_any_role(*ROUND_ROLES)
    history = [
        Value(one.label, one.consumption_m3, one.previous_year_m3, is_unusual(one))
        for one in consumption_history(connection)
    ]
    sent = request.POST if request.method == "POST" else QueryDict()
    context = {
        "reading": reading, "connection": connection, "may_decide": may_decide, "is_held": is_held,
        "flags": [(flag, flag_words(flag, get_language() or "el")) for flag in flags],
        "attachments": list_attachments(reading), "chart": draw_chart(history),
        "last": list_last(reading.installation), "neighbours": list_neighbours(reading.installation),
        "estimate": propose_estimate(reading=reading) if may_decide else None, "following": next_held(reading),
        "reason": sent.get("reason", ""), "value": sent.get("value_m3", ""),
    }  # fmt: skip
    return render(request, "meters/exception_detail.html", context, status=status)
