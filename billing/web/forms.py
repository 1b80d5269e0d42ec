"""What billing clerks and cashiers fill in."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounting.errors import PeriodClosed
from accounting.selectors.periods import find_closed_until
from billing.choices import PaymentMethod
from gis_core.pages.amounts import AmountField
from gis_core.pages.days import DayField
from meters.models import Connection, Route

#: How far back money that was taken may be written down at the till.
LONGEST_BACK = timedelta(days=366)


def _refuse_closed(day: date) -> None:
    """Refuse a day whose books are closed."""
    closed_until = find_closed_until()
    if closed_until is not None and day <= closed_until:
        raise forms.ValidationError(str(PeriodClosed(day=day, closed_until=closed_until)))


class RunForm(forms.Form):
    """A new bill run: which readings, when issued, when due."""

    title = forms.CharField(label=_("Title"), max_length=120, help_text=_("For example: 4th quarter 2026"))
    route = forms.ModelChoiceField(
        label=_("Route"), queryset=Route.objects.order_by("code"), required=False, empty_label=_("All routes")
    )
    connection = forms.ModelChoiceField(
        label=_("Only this connection"), queryset=Connection.objects.all(), to_field_name="supply_number",
        required=False, widget=forms.TextInput,
        help_text=_("Its supply number, for a bill out of turn; empty for the whole route."),
        error_messages={"invalid_choice": _("No connection has this supply number.")},
    )  # fmt: skip
    read_from = DayField(label=_("Closing readings from"))
    read_to = DayField(
        label=_("Closing readings to"),
        help_text=_("The last reading in these days closes the bill."),
    )
    issue_date = DayField(label=_("Date of issue"))
    due_date = DayField(label=_("To be paid by"))

    def clean_issue_date(self) -> date:
        """Refuse days whose books are closed."""
        day: date = self.cleaned_data["issue_date"]
        _refuse_closed(day)
        return day

    def clean(self) -> dict[str, Any]:
        """Refuse days in the wrong order, saying which."""
        cleaned = super().clean() or {}
        if cleaned.get("connection") and cleaned.get("route"):
            self.add_error("connection", _("Choose a route or one connection, not both."))
        first, last = cleaned.get("read_from"), cleaned.get("read_to")
        issue, due = cleaned.get("issue_date"), cleaned.get("due_date")
        if first and last and last < first:
            self.add_error("read_to", _("This day is before the first one."))
        if issue and due and due < issue:
            self.add_error("due_date", _("A bill cannot be due before it is issued."))
        if issue and last and issue < last:
            self.add_error("issue_date", _("A bill cannot be issued before its closing readings."))
        return cleaned


class PaymentForm(forms.Form):
    """Money at the till."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    amount = AmountField(
        label=_("Amount received (€)"),
        max_digits=10,
        decimal_places=2,
        min_value=Decimal("0.01"),
        help_text=_("Any amount: it covers the oldest charges first; what is left over stays as credit."),
    )
    method = forms.ChoiceField(label=_("Method"), choices=PaymentMethod.choices, initial=PaymentMethod.CASH)
    received_on = DayField(label=_("Received on"), initial=timezone.localdate)

    def clean_received_on(self) -> date:
        """Refuse days that have not come, that lie too far back, and those whose books are closed."""
        day: date = self.cleaned_data["received_on"]
        today = timezone.localdate()
        if day > today:
            raise forms.ValidationError(_("This day has not come yet."))
        if day < today - LONGEST_BACK:
            raise forms.ValidationError(_("This day lies more than a year back. Is the year right?"))
        _refuse_closed(day)
        return day


class TariffVersionForm(forms.Form):
    """A new version of a tariff: when it starts, by which decision; prices are copied and then edited."""

    name = forms.CharField(label=_("Name of the tariff"), max_length=120)
    valid_from = DayField(label=_("In force from"))
    decision = forms.CharField(label=_("Decision of the board"), max_length=60, required=False)
    ada = forms.CharField(label="ΑΔΑ", max_length=20, required=False)
