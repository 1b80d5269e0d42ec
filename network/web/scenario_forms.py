"""Forms of hydraulic scenarios."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.choices import Medium
from network.models import SupplySystem
from network.services.hydraulics import METERED, MODEL, MOST_HOURS

DEMANDS = ((MODEL, gettext_lazy("Of the model")), (METERED, gettext_lazy("Of metered consumption")))


class DayField(forms.DateField):
    """A day with the browser's own calendar."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ScenarioForm(forms.Form):
    """What a run of EPANET assumes."""

    name = forms.CharField(label=gettext_lazy("Name of the scenario"), max_length=120)
    system = forms.ModelChoiceField(
        label=gettext_lazy("Supply system"), queryset=SupplySystem.objects.filter(medium=Medium.WATER)
    )
    hours = forms.IntegerField(
        label=gettext_lazy("Hours"), min_value=0, max_value=MOST_HOURS, initial=24,
        help_text=gettext_lazy("0 is one moment at average demands; at most 168"),
    )  # fmt: skip
    demands = forms.ChoiceField(label=gettext_lazy("Demands"), choices=DEMANDS, initial=MODEL)
    demands_from = DayField(label=gettext_lazy("Consumption from"), required=False)
    demands_to = DayField(label=gettext_lazy("Consumption to"), required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for both days where the consumption counts."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("demands_from"), cleaned.get("demands_to")
        if cleaned.get("demands") == METERED and not (first and last and first < last):
            self.add_error("demands_to", _("Say from which day to which later one the consumption is taken."))
        return cleaned


class LimitsForm(forms.Form):
    """From where on a pressure is low and a velocity high."""

    below = forms.FloatField(label=gettext_lazy("Pressure below (m)"), required=False, min_value=-100)
    above = forms.FloatField(label=gettext_lazy("Velocity above (m/s)"), required=False, min_value=0)
