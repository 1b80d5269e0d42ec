"""What consumers fill in."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from gis_core.pages.amounts import AmountField


class ClaimForm(forms.Form):
    """Supply number and the total of a recent bill."""

    supply_number = forms.CharField(
        label=_("Supply number"),
        max_length=30,
        help_text=_("You find it at the top of every bill, for example 07-0114."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    bill_total = AmountField(
        label=_("Total of a recent bill (€)"),
        max_digits=10,
        decimal_places=2,
        min_value=Decimal("0.01"),
        help_text=_("The amount of one bill of the last year, for example 84,20."),
    )

    def clean_supply_number(self) -> str:
        """Drop spaces that people copy along."""
        value: str = self.cleaned_data["supply_number"]
        return "".join(value.split())
