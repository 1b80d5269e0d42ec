"""What is filled in at the front desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gis_core.choices import LanguageChoice
from gis_core.errors import DomainError
from parties.choices import ConsentPurpose, ContactKind, PartyKind
from parties.services.parties import checked_afm, checked_contact


class PartyForm(forms.Form):
    """A person or an organisation."""

    kind = forms.ChoiceField(label=_("Kind"), choices=PartyKind.choices)
    name = forms.CharField(label=_("Surname or name of organisation"), max_length=150)
    first_name = forms.CharField(label=_("First name"), max_length=80, required=False)
    father_name = forms.CharField(label=_("Father's name"), max_length=80, required=False)
    afm = forms.CharField(
        label=_("Tax number (ΑΦΜ)"), max_length=14, required=False,
        help_text=_("Nine digits; leave empty if it is not known."),
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("Language of letters"), choices=LanguageChoice.choices, initial=LanguageChoice.GREEK
    )

    def clean_afm(self) -> str | None:
        """Refuse what is no tax number, beside its field."""
        try:
            return checked_afm(self.cleaned_data["afm"])
        except DomainError as error:
            raise forms.ValidationError(str(error), code=error.code) from None


class NewPartyForm(PartyForm):
    """A party with the ways to reach it, by which it may be known already."""

    email = forms.CharField(label=_("E-mail"), max_length=254, required=False)
    mobile = forms.CharField(label=_("Mobile telephone"), max_length=20, required=False)
    is_another = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean_email(self) -> str:
        """Refuse what is no address, beside its field."""
        return _clean_contact(ContactKind.EMAIL, self.cleaned_data["email"])

    def clean_mobile(self) -> str:
        """Refuse what is no mobile number, beside its field."""
        return _clean_contact(ContactKind.MOBILE, self.cleaned_data["mobile"])


def _clean_contact(kind: ContactKind, value: str) -> str:
    try:
        return checked_contact(kind, value) if value.strip() else ""
    except DomainError as error:
        raise forms.ValidationError(str(error), code=error.code) from None


class ContactForm(forms.Form):
    """A way to reach a party."""

    kind = forms.ChoiceField(label=_("Kind"), choices=ContactKind.choices)
    value = forms.CharField(label=_("Address or number"), max_length=254)
    is_preferred = forms.BooleanField(label=_("Preferred among those of its kind"), required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse what has not the form of its kind, beside the field."""
        cleaned = super().clean() or {}
        if "kind" in cleaned and "value" in cleaned:
            try:
                cleaned["value"] = checked_contact(cleaned["kind"], cleaned["value"])
            except DomainError as error:
                self.add_error("value", forms.ValidationError(str(error), code=error.code))
        return cleaned


class ConsentForm(forms.Form):
    """What a party agreed to, and how we know."""

    purpose = forms.ChoiceField(label=_("Purpose"), choices=ConsentPurpose.choices)
    channel = forms.ChoiceField(label=_("Channel"), choices=ContactKind.choices)
    evidence = forms.CharField(
        label=_("Evidence"),
        max_length=200,
        help_text=_("For example: signed form of 12/03/2026, protocol 417"),
    )
