"""Forms of readings and of what the law protects."""

from django import forms
from django.utils.translation import gettext_lazy as _

from meters.choices import SensitivityKind


class ReadingForm(forms.Form):
    """What a meter shows."""

    read_on = forms.DateField(label=_("Read on"), widget=forms.DateInput(attrs={"placeholder": "dd/mm/yyyy"}))
    value_m3 = forms.DecimalField(
        label=_("Reading (m³)"), min_value=0, max_digits=12, decimal_places=3, localize=True
    )
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
