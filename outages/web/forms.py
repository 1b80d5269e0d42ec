"""Forms of cuts and works."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib.gis.geos import MultiPolygon
from django.utils.translation import gettext_lazy as _

from gis_core.errors import DomainError
from gis_core.pages.choosing import SearchInput
from gis_core.pages.days import MomentField
from network.models import Zone
from network.selectors.addresses import find_address
from network.selectors.choosing import ADDRESSES_URL_NAME
from outages.choices import AreaSource, OutageKind
from outages.models import Outage
from outages.selectors.areas import area_around, area_from_geojson, area_of_isolation, area_of_zone
from outages.types import OutagePlan

SMALLEST_M, LARGEST_M = 10, 5_000


def _hold_order(form: forms.BaseForm) -> None:
    """Say beside the end that it comes too early."""
    starts, ends = form.cleaned_data.get("starts_at"), form.cleaned_data.get("ends_at")
    if starts and ends and ends <= starts:
        form.add_error("ends_at", forms.ValidationError(_("The end must be after the start."), code="order"))


class AreaForm(forms.Form):
    """Where: drawn, a circle around an address, or a zone."""

    area_source = forms.ChoiceField(
        label=_("How do you say where?"),
        choices=AreaSource,
        widget=forms.RadioSelect,
        initial=AreaSource.DRAWN,
    )
    area = forms.CharField(label=_("Drawn area"), required=False, widget=forms.HiddenInput)
    address = forms.CharField(
        label=_("Around the address"), required=False, max_length=200, widget=SearchInput(ADDRESSES_URL_NAME)
    )
    radius_m = forms.IntegerField(
        label=_("Radius in metres"), required=False, initial=150, min_value=SMALLEST_M, max_value=LARGEST_M
    )
    isolation = forms.CharField(required=False, max_length=8000, widget=forms.HiddenInput)
    zone = forms.ModelChoiceField(
        label=_("Zone"),
        queryset=Zone.objects.order_by("name"),
        required=False,
        empty_label=_("Choose a zone"),
    )

    shape: MultiPolygon | None = None
    pipe_ids: tuple[int, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the pipes of an isolation where one is given."""
        super().__init__(*args, **kwargs)
        if not self["isolation"].value():
            offered = [choice for choice in AreaSource.choices if choice[0] != AreaSource.ISOLATION]
            cast(forms.ChoiceField, self.fields["area_source"]).choices = offered

    def clean(self) -> dict[str, Any]:
        """Make the area; say beside the right field what is wrong with it."""
        super().clean()
        source = self.cleaned_data.get("area_source")
        make = {
            AreaSource.DRAWN.value: self._drawn,
            AreaSource.RADIUS.value: self._circle,
            AreaSource.ZONE.value: self._of_zone,
            AreaSource.ISOLATION.value: self._of_isolation,
        }.get(str(source))
        if make is not None:
            try:
                self.shape = make()
            except DomainError as error:
                self.add_error(
                    "area_source" if source in (AreaSource.DRAWN, AreaSource.ISOLATION) else None,
                    forms.ValidationError(str(error), code=error.code),
                )
        return self.cleaned_data

    def _drawn(self) -> MultiPolygon:
        return area_from_geojson(self.cleaned_data.get("area") or "")

    def _circle(self) -> MultiPolygon | None:
        hit = find_address(self.cleaned_data.get("address") or "")
        if hit is None:
            self.add_error(
                "address", forms.ValidationError(_("We do not know this address."), code="address")
            )
            return None
        if not self.cleaned_data.get("radius_m"):
            if "radius_m" not in self.errors:
                self.add_error("radius_m", forms.ValidationError(_("Give a radius."), code="radius"))
            return None
        return area_around(hit.point, self.cleaned_data["radius_m"])

    def _of_isolation(self) -> MultiPolygon:
        """Ask the network anew: what was found when the page was opened may be closed or open since."""
        self.pipe_ids, shape = area_of_isolation(self.cleaned_data.get("isolation") or "")
        return shape

    def _of_zone(self) -> MultiPolygon | None:
        zone = self.cleaned_data.get("zone")
        if zone is None:
            self.add_error("zone", forms.ValidationError(_("Choose a zone."), code="zone"))
            return None
        return area_of_zone(zone)


class WhereForm(forms.Form):
    """An address that somebody asks about."""

    q = forms.CharField(
        max_length=200,
        required=False,
        widget=SearchInput(
            ADDRESSES_URL_NAME, {"class": "form-control", "placeholder": _("Street and number")}
        ),
    )


class OutageForm(AreaForm):
    """A cut or works: what, why, when, where, what to do."""

    kind = forms.ChoiceField(label=_("Kind"), choices=OutageKind)
    title = forms.CharField(
        label=_("Title"), max_length=120, help_text=_("As the public reads it: streets and quarter, in Greek")
    )
    reason = forms.CharField(label=_("Reason"), max_length=200)
    starts_at = MomentField(label=_("Starts"))
    ends_at = MomentField(label=_("Water back about"))
    instructions = forms.CharField(
        label=_("What people should do"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    area_note = forms.CharField(
        label=_("Area in words"), required=False, max_length=200, help_text=_("Streets from–to")
    )

    def clean(self) -> dict[str, Any]:
        """Hold the end after the start."""
        super().clean()
        _hold_order(self)
        return self.cleaned_data

    def plan(self, area: MultiPolygon) -> OutagePlan:
        """Return what was written, once the form is valid."""
        given = self.cleaned_data
        return OutagePlan(
            kind=OutageKind(given["kind"]), title=given["title"], reason=given["reason"],
            starts_at=given["starts_at"], ends_at=given["ends_at"], area=area,
            area_source=AreaSource(given["area_source"]), area_note=given["area_note"],
            instructions=given["instructions"], pipe_ids=self.pipe_ids,
            isolation=given["isolation"] if self.pipe_ids else "",
        )  # fmt: skip


class TimesForm(forms.ModelForm):  # type: ignore[type-arg]  # django-stubs: generic, Django: not
    """Other times of what is announced."""

    starts_at = MomentField(label=_("Starts"))
    ends_at = MomentField(label=_("Water back about"))

    class Meta:
        model = Outage
        fields = ("starts_at", "ends_at")

    def clean(self) -> dict[str, Any]:
        """Hold the end after the start, in words before the database does it in its own."""
        super().clean()
        _hold_order(self)
        return self.cleaned_data
