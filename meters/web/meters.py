"""The register of meters: list, card, stock."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

import django_filters
import django_tables2 as tables
from django.contrib import messages
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from gis_core.errors import DomainError
from gis_core.models import User
from gis_core.pages.access import allow
from gis_core.pages.days import DayFilter
from gis_core.pages.history import list_changes
from gis_core.pages.lists import OfficeListView
from gis_core.pages.tables import DateColumn, LinkColumn, NumberColumn, OfficeTable, StateColumn
from meters.choices import METER_TONES, MeterState
from meters.models import Meter
from meters.querysets import CONNECTION_ROLES, EXCHANGE_ROLES, HISTORY_ROLES, IMPORT_ROLES
from meters.selectors.stock import in_state, list_meters
from meters.services.stock import (
    change_meter_details,
    register_meter,
    return_meter,
    scrap_meter,
    take_in_meters,
)
from meters.web.forms import TableFileForm
from meters.web.register_forms import MeterForm, ReturnForm, ScrapForm

#: A meter whose verification ends within so many days is due.
DUE_DAYS = 365
#: So many refused lines are shown.
MOST_SHOWN = 200
ON_ONE_LINE = {"td": {"class": "text-nowrap"}}


class MeterTable(OfficeTable):
    """Number, make, size, state, where it hangs, when it is to be verified."""

    serial = LinkColumn("meters:meter_detail", attrs=ON_ONE_LINE)
    state = StateColumn(METER_TONES, verbose_name=gettext_lazy("State"), orderable=False)
    supply_number = tables.Column(
        verbose_name=gettext_lazy("Supply number"), orderable=False, attrs=ON_ONE_LINE,
        linkify=lambda record: (
            reverse("meters:connection_detail", args=[record.connection_id]) if record.connection_id else None
        ),
    )  # fmt: skip
    digits = NumberColumn()
    diameter_mm = NumberColumn()
    verify_by = DateColumn()
    scrapped_on = DateColumn()
    spare_columns = ("scrapped_on",)

    class Meta(OfficeTable.Meta):
        model = Meter
        fields = (
            "serial", "state", "supply_number", "make", "model", "diameter_mm", "digits", "made_year",
            "verify_by", "scrapped_on",
        )  # fmt: skip

    def render_made_year(self, value: int) -> str:
        """Write a year without a point between its thousands."""
        return f"{value:d}"

    def value_made_year(self, value: int) -> int:
        """Give the number to a file."""
        return value

    def render_state(self, record: Any) -> Any:
        """Write the state's word as a pill."""
        column: Any = self.columns["state"]
        return column.column.render(MeterState(record.state).label, record, column)

    def value_state(self, record: Any) -> str:
        """Give the word to a file."""
        return str(MeterState(record.state).label)


class MeterFilter(django_filters.FilterSet):
    """Number, state, make, diameter, verification."""

    serial = django_filters.CharFilter(label=gettext_lazy("Meter number"), lookup_expr="istartswith")
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), choices=MeterState.choices, method="keep_state"
    )
    make = django_filters.CharFilter(label=gettext_lazy("Make"), lookup_expr="istartswith")
    diameter_mm = django_filters.NumberFilter(label=gettext_lazy("Diameter (mm)"))
    due = django_filters.ChoiceFilter(
        label=gettext_lazy("Verification"), method="keep_due",
        choices=[("year", gettext_lazy("due within a year")), ("past", gettext_lazy("ended already"))],
    )  # fmt: skip
    verify_to = DayFilter(label=gettext_lazy("To be verified by"), field_name="verify_by", lookup_expr="lte")

    class Meta:
        model = Meter
        fields = ("serial", "state", "make", "diameter_mm", "due", "verify_to")

    def keep_state(self, rows: QuerySet[Meter], name: str, value: str) -> QuerySet[Meter]:
        """Keep those in the state today."""
        return in_state(rows, value, timezone.localdate())

    def keep_due(self, rows: QuerySet[Meter], name: str, value: str) -> QuerySet[Meter]:
        """Keep those whose verification ends soon, or has ended; scrapped ones need none."""
        today = timezone.localdate()
        until = today if value == "past" else today + timedelta(days=DUE_DAYS)
        return rows.filter(scrapped_on__isnull=True, verify_by__lte=until).order_by("verify_by", "pk")


@allow(*CONNECTION_ROLES)
class MeterList(OfficeListView):
    """The register of meters."""

    model = Meter
    table_class = MeterTable
    filterset_class = MeterFilter
    title = gettext_lazy("Meters")
    export_name = "meters"
    empty_text = gettext_lazy("No meter stands in the register yet. Bring a file of them, or add one.")

    def get_rows(self, user: User) -> QuerySet[Any]:
        """Return every meter: they tell nothing of persons."""
        return list_meters(timezone.localdate()).order_by("serial")

    def get_actions(self) -> list[tuple[str, str, str]]:
        """Offer new meters to who may bring them."""
        user, actions = cast(User, self.request.user), []
        if user.has_any_role(*IMPORT_ROLES):
            actions.append((reverse("meters:meter_import"), _("Import meters"), "upload"))
        if user.has_any_role(*EXCHANGE_ROLES):
            actions.append((reverse("meters:meter_create"), _("New meter"), "plus-lg"))
        return actions


@allow(*CONNECTION_ROLES)
@require_GET
def meter_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a meter: what it is, where it hung, what it showed, what changed."""
    user = cast(User, request.user)
    meter = get_object_or_404(list_meters(timezone.localdate()), pk=pk)
    state = MeterState(getattr(meter, "state", ""))
    today = timezone.localdate()
    context = {
        "meter": meter,
        "state": state.label,
        "tone": METER_TONES[state],
        "is_due": meter.verify_by is not None
        and meter.scrapped_on is None
        and meter.verify_by <= today + timedelta(days=DUE_DAYS),
        "installations": meter.installations.select_related("connection").order_by("-period"),
        "may_change": user.has_any_role(*EXCHANGE_ROLES),
        "may_scrap": state == MeterState.IN_STORE,
        "may_return": state == MeterState.SCRAPPED,
        "changes": list_changes(meter) if user.has_any_role(*HISTORY_ROLES) else None,
    }
    return render(request, "meters/meter_detail.html", context)


def _page(request: HttpRequest, form: Form, meter: Meter | None, title: str, press: str) -> HttpResponse:
    back = reverse("meters:meter_detail", args=[meter.pk]) if meter else reverse("meters:meter_list")
    context = {"form": form, "of_meter": meter, "title": title, "press": press, "back": back}
    return render(request, "meters/meter_form.html", context, status=422 if form.is_bound else 200)


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


@allow(*EXCHANGE_ROLES)
@require_http_methods(["GET", "POST"])
def meter_create(request: HttpRequest) -> HttpResponse:
    """Put a meter into the store."""
    form = MeterForm(_posted(request))
    if form.is_bound and form.is_valid():
        try:
            meter = register_meter(actor=cast(User, request.user), new=form.get_meter())
        except DomainError as error:
            form.add_error("serial", str(error))
        else:
            messages.success(request, _("The meter is in store."))
            return redirect("meters:meter_detail", pk=meter.pk)
    return _page(request, form, None, _("New meter"), _("Put into the store"))


@allow(*EXCHANGE_ROLES)
@require_http_methods(["GET", "POST"])
def meter_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what the register says of a meter."""
    meter = get_object_or_404(Meter, pk=pk)
    form = MeterForm(_posted(request), initial=MeterForm.initial_of(meter))
    if form.is_bound and form.is_valid():
        try:
            change_meter_details(actor=cast(User, request.user), meter=meter, details=form.get_meter())
        except DomainError as error:
            form.add_error("digits" if error.code == "too_few_digits" else "serial", str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("meters:meter_detail", pk=pk)
    return _page(request, form, meter, _("Edit the meter"), _("Save"))


@allow(*EXCHANGE_ROLES)
@require_http_methods(["GET", "POST"])
def meter_scrap(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a meter out of the store for good."""
    meter = get_object_or_404(Meter, pk=pk)
    form = ScrapForm(_posted(request), initial={"scrapped_on": timezone.localdate()})
    if form.is_bound and form.is_valid():
        try:
            scrap_meter(actor=cast(User, request.user), meter=meter, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The meter is scrapped."))
            return redirect("meters:meter_detail", pk=pk)
    return _page(request, form, meter, _("Scrap the meter"), _("Scrap the meter"))


@allow(*EXCHANGE_ROLES)
@require_http_methods(["GET", "POST"])
def meter_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring a scrapped meter back to the store."""
    meter = get_object_or_404(Meter, pk=pk)
    form = ReturnForm(_posted(request))
    if form.is_bound and form.is_valid():
        try:
            return_meter(actor=cast(User, request.user), meter=meter, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The meter is in store."))
            return redirect("meters:meter_detail", pk=pk)
    return _page(request, form, meter, _("Bring back to the store"), _("Bring back to the store"))


@allow(*IMPORT_ROLES)
@require_http_methods(["GET", "POST"])
def meter_import(request: HttpRequest) -> HttpResponse:
    """Bring the meters of a file into the store; show what was not taken and why."""
    title = _("File of meters")
    form = TableFileForm(_posted(request), request.FILES or None, title=title)
    report = None
    if form.is_bound and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            report = take_in_meters(
                actor=cast(User, request.user), content=upload.read(), file_name=upload.name
            )
        except DomainError as error:
            form.add_error("file", str(error))
    context = {
        "form": form, "report": report, "refused": report.refused[:MOST_SHOWN] if report else [],
        "back": reverse("meters:meter_list"),
    }  # fmt: skip
    status = 422 if form.is_bound and report is None else 200
    return render(request, "meters/meter_import.html", context, status=status)
