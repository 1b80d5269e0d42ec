"""Forms of reading periods, rounds, note codes and windows."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gis_core.models import User
from gis_core.pages.days import DayField
from meters.models import NoteCode, ReadingPeriod, Route
from meters.selectors.rounds import list_readers
from meters.types import NewPeriod


class PeriodForm(forms.Form):
    """A period and the routes that are read in it, each with its reader."""

    code = forms.CharField(label=_("Code"), max_length=20)
    name = forms.CharField(label=pgettext_lazy("reading period", "Name"), max_length=120, required=False)
    starts_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer every route, with those who read."""
        super().__init__(*args, **kwargs)
        readers = list_readers()
        people = [("", "—"), *((str(reader.pk), str(reader)) for reader in readers)]
        self.readers = {str(reader.pk): reader for reader in readers}
        self.routes = list(Route.objects.order_by("code"))
        for route in self.routes:
            self.fields[f"route_{route.pk}"] = forms.BooleanField(
                label=f"{route.code} {route.name}".strip(), required=False
            )
            self.fields[f"reader_{route.pk}"] = forms.ChoiceField(
                label=_("Reader of route %(route)s") % {"route": route.code}, choices=people, required=False
            )

    def rows(self) -> list[tuple[Route, Any, Any]]:
        """Return each route with its two fields."""
        return [(route, self[f"route_{route.pk}"], self[f"reader_{route.pk}"]) for route in self.routes]

    def heads(self) -> list[Any]:
        """Return the fields of the period itself."""
        return [self[name] for name in ("code", "name", "starts_on", "ends_on")]

    def period(self) -> NewPeriod:
        """Return the period that was written."""
        given = self.cleaned_data
        return NewPeriod(given["code"], given["name"], given["starts_on"], given["ends_on"])

    def chosen(self) -> list[Route]:
        """Return the routes that were ticked."""
        return [route for route in self.routes if self.cleaned_data[f"route_{route.pk}"]]

    def given_readers(self) -> dict[int, User]:
        """Return who reads which of them."""
        return {
            route.pk: self.readers[reader]
            for route in self.chosen()
            if (reader := self.cleaned_data[f"reader_{route.pk}"])
        }


class ReaderForm(forms.Form):
    """Who reads a round."""

    reader = forms.ModelChoiceField(
        label=_("Reader"), queryset=User.objects.none(), required=False, empty_label="—"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer those who read."""
        super().__init__(*args, **kwargs)
        self.fields["reader"].queryset = list_readers()  # type: ignore[attr-defined]  # a field of rows


class NoteCodeForm(forms.ModelForm):  # type: ignore[type-arg]  # django-stubs: generic, Django: not
    """A note that readers choose."""

    class Meta:
        model = NoteCode
        fields = ("code", "name_el", "name_en", "prevents_reading", "asks_photo", "position", "is_offered")


class WindowForm(forms.Form):
    """Days on which consumers send their readings."""

    name = forms.CharField(label=pgettext_lazy("reading period", "Name"), max_length=120)
    route = forms.ModelChoiceField(
        label=_("Route"), queryset=Route.objects.order_by("code"), required=False, empty_label=_("All routes")
    )
    first_day = DayField(label=_("First day"))
    last_day = DayField(label=_("Last day"))
    period = forms.ModelChoiceField(
        label=_("Reading period"), queryset=ReadingPeriod.objects.all(), required=False, empty_label="—"
    )
