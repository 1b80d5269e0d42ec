"""Forms of readings and of what the law protects."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from gis_core.pages.amounts import AmountField
from meters.choices import SensitivityKind, UseKind
from parties.choices import PartyKind


class ReadingForm(forms.Form):
    """What a meter shows."""

    read_on = forms.DateField(label=_("Read on"), widget=forms.DateInput(attrs={"placeholder": "dd/mm/yyyy"}))
    value_m3 = AmountField(label=_("Reading (m³)"), min_value=0, max_digits=12, decimal_places=3)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)


class ReadingFileForm(forms.Form):
    """A file of readings."""

    file = forms.FileField(
        label=_("File of readings (CSV)"),
        help_text=_("Columns: supply number or meter, day, reading, note. Greek or English headers."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,text/csv"}),
    )


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
    valid_from = forms.DateField(label=_("From"))
    expires_on = forms.DateField(label=_("Expires"))
    consent_on = forms.DateField(
        label=_("Consent given on"), required=False, help_text=_("Needed for persons, not for institutions.")
    )


class ConnectionForm(forms.Form):
    """A connection with its meter and its payer; cells under the names of an import's columns."""

    supply_number = forms.CharField(label=_("Supply number"), max_length=30)
    use = forms.ChoiceField(label=_("Use"), choices=UseKind.choices)
    opened_on = forms.DateField(label=_("Day of connection"))
    street = forms.CharField(label=_("Street"), max_length=150)
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
    payer_kind = forms.ChoiceField(label=_("Kind of payer"), choices=PartyKind.choices)
    payer_name = forms.CharField(label=_("Surname or name of the organisation"), max_length=150)
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

    def get_cells(self) -> dict[str, str]:
        """Return the values as the cells of a line."""
        cells = {name: "" if value is None else str(value) for name, value in self.cleaned_data.items()}
        cells["has_sewer"] = "yes" if self.cleaned_data["has_sewer"] else "no"
        # Written so that no point can be taken for one between thousands.
        for name, decimals in (("start_reading", 3), ("lon", 7), ("lat", 7)):
            value = self.cleaned_data[name]
            cells[name] = "" if value is None else f"{value:.{decimals}f}".replace(".", ",")
        return cells
