"""Forms of readings and of what the law protects."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gis_core.models import User
from gis_core.pages.amounts import AmountField
from gis_core.pages.choosing import SearchChoiceField, SearchInput
from gis_core.pages.days import DayField
from meters.choices import SensitivityKind, UseKind
from meters.domain.meter_lines import NewMeter
from meters.models import Installation
from network.selectors.choosing import STREETS
from parties.choices import PartyKind
from parties.selectors.choosing import PARTIES

#: A change of payer can be written down so many days ahead.
FARTHEST_DAYS = 366


def give_user(form: forms.Form, user: User) -> None:
    """Let the form's fields that search offer what the user may see."""
    for field in form.fields.values():
        if isinstance(field, SearchChoiceField):
            field.user = user


class ReadingForm(forms.Form):
    """What a meter shows."""

    read_on = DayField(label=_("Read on"))
    value_m3 = AmountField(label=_("Reading (m³)"), min_value=0, max_digits=12, decimal_places=3)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def __init__(self, *args: Any, hanging: Sequence[Installation] = (), **kwargs: Any) -> None:
        """Ask which meter it is where several hang there, by their places."""
        super().__init__(*args, **kwargs)
        if len(hanging) > 1:
            self.fields["meter"] = forms.ChoiceField(
                label=_("Meter"), choices=[(str(row.slot), row.meter.serial) for row in hanging]
            )
            self.order_fields(["meter", *self.fields])


class TableFileForm(forms.Form):
    """A file of lines."""

    file = forms.FileField(
        help_text=_("A line of headers first, in Greek or English; semicolons or commas between the cells."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,text/csv"}),
    )

    def __init__(self, *args: Any, title: str, **kwargs: Any) -> None:
        """Say which lines."""
        super().__init__(*args, **kwargs)
        self.fields["file"].label = title


class ExchangeForm(forms.Form):
    """A meter that goes and one that comes; without a present meter the first reading only."""

    changed_on = DayField(label=_("Day of exchange"))
    last_m3 = AmountField(
        label=_("Last reading of the meter that goes (m³)"), min_value=0, max_digits=12, decimal_places=3
    )
    serial = forms.CharField(
        label=_("Number of the meter that comes"), max_length=40,
        help_text=_("A number that is not in the register becomes a new meter."),
    )  # fmt: skip
    start_m3 = AmountField(
        label=_("First reading of the meter that comes (m³)"), min_value=0, max_digits=12, decimal_places=3,
        initial=0,
    )  # fmt: skip
    seal_number = forms.CharField(label=_("Seal"), max_length=30, required=False)
    diameter_mm = forms.IntegerField(label=_("Meter diameter (mm)"), min_value=8, max_value=1000, initial=15)
    digits = forms.IntegerField(label=_("Meter digits"), min_value=3, max_value=9, initial=5)

    def __init__(self, *args: Any, has_meter: bool, **kwargs: Any) -> None:
        """Ask for the last reading of the present meter where there is one."""
        super().__init__(*args, **kwargs)
        if not has_meter:
            del self.fields["last_m3"]
            self.fields["changed_on"].label = _("Day of installation")

    def get_meter(self) -> NewMeter:
        """Return the meter that comes."""
        given = self.cleaned_data
        return NewMeter(given["serial"].strip(), diameter_mm=given["diameter_mm"], digits=given["digits"])


class LiabilityForm(forms.Form):
    """Who pays from which day on."""

    party = SearchChoiceField(
        PARTIES, label=_("Who pays"),
        help_text=_("Write a name or a tax number (ΑΦΜ) and choose. Without a choice the tax number is enough."),
    )  # fmt: skip
    since = DayField(label=_("From"), help_text=_("The payer until now is liable until the day before."))
    reading_m3 = AmountField(
        label=_("Reading of that day (m³)"), min_value=0, max_digits=12, decimal_places=3, required=False,
        help_text=_(
            "It divides the bill between the two payers. Without a reading of that day the connection is left out "
            "of billing until one is written."
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        """Offer the parties that the user may see."""
        super().__init__(*args, **kwargs)
        give_user(self, user)

    def clean_since(self) -> date:
        """Refuse a day so far away that it must be a slip of the pen."""
        since: date = self.cleaned_data["since"]
        if since > timezone.localdate() + timedelta(days=FARTHEST_DAYS):
            raise forms.ValidationError(_("This day is more than a year away."), code="far_away")
        return since


class PurposeForm(forms.Form):
    """Why somebody reads sensitivity records."""

    purpose = forms.CharField(
        label=_("Why do you read this?"),
        max_length=200,
        help_text=_("Your name, the time and this are kept."),
    )


class SensitivityForm(forms.Form):
    """A dated record that a cut hurts more here."""

    kind = forms.ChoiceField(label=_("Kind"), choices=SensitivityKind.choices)
    evidence = forms.CharField(label=_("Evidence"), max_length=200)
    valid_from = DayField(label=_("From"))
    expires_on = DayField(label=_("Expires"))
    consent_on = DayField(
        label=_("Consent given on"), required=False, help_text=_("Needed for persons, not for institutions.")
    )


class ConnectionForm(forms.Form):
    """A connection with its meter and its payer; cells under the names of an import's columns."""

    supply_number = forms.CharField(label=_("Supply number"), max_length=30)
    use = forms.ChoiceField(label=_("Use"), choices=UseKind.choices)
    opened_on = DayField(label=_("Day of connection"))
    street = forms.CharField(label=_("Street"), max_length=150, widget=SearchInput(STREETS.url_name))
    house_number = forms.CharField(label=_("House number"), max_length=10, required=False)
    postcode = forms.CharField(label=_("Postcode"), max_length=5, required=False)
    households = forms.IntegerField(label=_("Households"), min_value=0, max_value=2000, initial=1)
    people = forms.IntegerField(label=_("People"), min_value=0, max_value=100_000, initial=1)
    has_sewer = forms.BooleanField(label=_("Connected to the sewer"), required=False, initial=True)
    route = forms.CharField(label=_("Route"), max_length=10)
    route_position = forms.IntegerField(
        label=_("Position on the route"), min_value=0, max_value=2_000_000_000, required=False,
        help_text=_("Empty: last on the route."),
    )  # fmt: skip
    meter_serial = forms.CharField(label=_("Meter number"), max_length=40)
    meter_diameter = forms.IntegerField(
        label=_("Meter diameter (mm)"), min_value=8, max_value=1000, initial=15
    )
    meter_digits = forms.IntegerField(label=_("Meter digits"), min_value=3, max_value=9, initial=5)
    start_reading = AmountField(
        label=_("First reading (m³)"), min_value=0, max_digits=12, decimal_places=3, initial=0
    )
    payer = SearchChoiceField(
        PARTIES, label=_("Payer from the register"), required=False,
        help_text=_("Write a name or a tax number (ΑΦΜ) and choose; or leave it empty and write a new payer."),
    )  # fmt: skip
    payer_kind = forms.ChoiceField(label=_("Kind of payer"), choices=PartyKind.choices)
    payer_name = forms.CharField(
        label=_("Surname or name of the organisation"), max_length=150, required=False
    )
    payer_first_name = forms.CharField(label=_("First name"), max_length=80, required=False)
    payer_father_name = forms.CharField(label=_("Father's name"), max_length=80, required=False)
    payer_afm = forms.CharField(
        label=_("Tax number (ΑΦΜ)"), max_length=12, required=False,
        help_text=_("Who has this number in the register already becomes the payer."),
    )  # fmt: skip
    payer_email = forms.CharField(label=_("E-mail"), max_length=200, required=False)
    payer_mobile = forms.CharField(label=_("Mobile telephone"), max_length=20, required=False)
    lon = forms.DecimalField(required=False, widget=forms.HiddenInput)
    lat = forms.DecimalField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        """Offer the parties that the user may see."""
        super().__init__(*args, **kwargs)
        self.user = user
        give_user(self, user)

    def clean(self) -> dict[str, Any]:
        """Hold to one payer: chosen from the register or written anew."""
        cleaned = super().clean() or {}
        is_written = any(cleaned.get(name) for name in self.WRITTEN)
        if cleaned.get("payer") is not None and is_written:
            self.add_error(
                "payer", _("Either choose a payer from the register or write a new one, not both.")
            )
        elif cleaned.get("payer") is None and not cleaned.get("payer_name") and "payer" not in self.errors:
            self.add_error("payer_name", _("Write who pays, or choose a payer from the register."))
        return cleaned

    WRITTEN = (
        "payer_name", "payer_first_name", "payer_father_name", "payer_afm", "payer_email", "payer_mobile",
    )  # fmt: skip

    def get_cells(self) -> dict[str, str]:
        """Return the values as the cells of a line."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "payer"}
        cells = {name: "" if value is None else str(value) for name, value in given.items()}
        cells["has_sewer"] = "yes" if self.cleaned_data["has_sewer"] else "no"
        # Written so that no point can be taken for one between thousands.
        for name, decimals in (("start_reading", 3), ("lon", 7), ("lat", 7)):
            value = self.cleaned_data[name]
            cells[name] = "" if value is None else f"{value:.{decimals}f}".replace(".", ",")
        return cells
