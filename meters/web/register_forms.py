"""Forms of the register: a connection's particulars and status, roles, moves, meters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.gis.geos import Point
from django.utils.translation import gettext_lazy as _

from gis_core.models import User
from gis_core.pages.amounts import AmountField
from gis_core.pages.choosing import SearchChoiceField, SearchInput
from gis_core.pages.days import DayField
from meters.choices import ConnectionStatus, LiabilityRole, StopValveState, UseKind
from meters.domain.meter_lines import OLDEST, NewMeter
from meters.models import Connection, Installation, Meter
from meters.services.connection_changes import Particulars
from meters.web.forms import give_user
from network.models import ServiceLine
from network.selectors.choosing import STREETS
from parties.selectors.choosing import PARTIES

#: Service lines that end nearer than so many metres to the connection are offered.
NEAR_M = 60
#: So many of them at most.
MOST_LINES = 30


class ParticularsForm(forms.Form):
    """What the register says of a connection."""

    use = forms.ChoiceField(label=_("Use"), choices=UseKind.choices)
    households = forms.IntegerField(label=_("Households"), min_value=0, max_value=2000)
    people = forms.IntegerField(label=_("People"), min_value=0, max_value=100_000)
    has_sewer = forms.BooleanField(label=_("Connected to the sewer"), required=False)
    street = forms.CharField(label=_("Street"), max_length=150, widget=SearchInput(STREETS.url_name))
    house_number = forms.CharField(label=_("House number"), max_length=10, required=False)
    postcode = forms.CharField(label=_("Postcode"), max_length=6, required=False)
    route = forms.CharField(label=_("Route"), max_length=10)
    route_position = forms.IntegerField(
        label=_("Position on the route"), min_value=0, max_value=2_000_000_000, required=False,
        help_text=_("Empty: last on a new route."),
    )  # fmt: skip
    service_line = forms.ModelChoiceField(
        label=_("Service line"), queryset=ServiceLine.objects.none(), required=False,
        help_text=_("Those that lie near the connection."),
    )  # fmt: skip
    shutoff_state = forms.ChoiceField(label=_("Stop valve"), choices=StopValveState.choices)
    shutoff_note = forms.CharField(label=_("Where the stop valve is"), max_length=200, required=False)
    legacy_number = forms.CharField(label=_("Number in an earlier system"), max_length=40, required=False)
    lon = forms.FloatField(required=False, widget=forms.HiddenInput)
    lat = forms.FloatField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, connection: Connection, **kwargs: Any) -> None:
        """Offer the service lines around the connection, and the one that it has."""
        super().__init__(*args, **kwargs)
        near = ServiceLine.objects.filter(geom__dwithin=(connection.geom, NEAR_M)).order_by("code", "pk")
        offered = set(near.values_list("pk", flat=True)[:MOST_LINES])
        if connection.service_line_id is not None:
            offered.add(connection.service_line_id)
        lines: Any = self.fields["service_line"]
        lines.queryset = ServiceLine.objects.filter(pk__in=offered).order_by("code", "pk")

    def get_particulars(self) -> Particulars:
        """Return what was written, the point in EPSG:2100."""
        given = dict(self.cleaned_data)
        lon, lat = given.pop("lon"), given.pop("lat")
        point = None
        if lon is not None and lat is not None and {"lon", "lat"} & set(self.changed_data):
            point = Point(lon, lat, srid=4326)
            point.transform(2100)
        given["use"], given["shutoff_state"] = UseKind(given["use"]), StopValveState(given["shutoff_state"])
        return Particulars(**given, point=point)


class StatusForm(forms.Form):
    """Whether water runs, and why."""

    status = forms.ChoiceField(label=_("Status"), choices=ConnectionStatus.choices)
    reason = forms.CharField(
        label=_("Why"), max_length=200, help_text=_("It stands in the history beside your name.")
    )


class RoleForm(forms.Form):
    """A role of somebody on a connection; who pays is changed by a move."""

    party = SearchChoiceField(
        PARTIES, label=_("Who"),
        help_text=_("Write a name or a tax number (ΑΦΜ) and choose. Without a choice the tax number is enough."),
    )  # fmt: skip
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[choice for choice in LiabilityRole.choices if choice[0] != LiabilityRole.PAYER],
    )
    since = DayField(label=_("From"))
    last_day = DayField(label=_("Last day"), required=False, help_text=_("Empty: until further notice."))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        """Offer the parties that the user may see."""
        super().__init__(*args, **kwargs)
        give_user(self, user)


class RoleEndForm(forms.Form):
    """The last day of a role."""

    last_day = DayField(label=_("Last day"))


class MoveForm(forms.Form):
    """Who comes on which day, and what each meter shows."""

    moved_on = DayField(label=_("Day of the move"), help_text=_("Who goes is liable until the day before."))
    in_party = SearchChoiceField(PARTIES, label=_("Who comes"), required=False)
    is_tenant = forms.BooleanField(label=_("Comes as a tenant"), required=False)
    forwarding_address = forms.CharField(
        label=_("Address of the one who goes"), max_length=254, required=False,
        help_text=_("Where the last bill is sent."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, user: User, hanging: Sequence[Installation], owner: str, **kwargs: Any
    ) -> None:
        """Ask for a reading of every meter that hangs there, and say who takes over where nobody comes."""
        super().__init__(*args, **kwargs)
        give_user(self, user)
        self.fields["in_party"].help_text = (
            _("Empty: the owner takes over, %(owner)s.") % {"owner": owner}
            if owner
            else _("Write a name or a tax number (ΑΦΜ) and choose.")
        )
        self._names = {installation.pk: f"reading_{installation.pk}" for installation in hanging}
        for installation in hanging:
            self.fields[self._names[installation.pk]] = AmountField(
                label=_("Reading of meter %(serial)s on that day (m³)")
                % {"serial": installation.meter.serial},
                min_value=0, max_digits=12, decimal_places=3,
            )  # fmt: skip
        self.order_fields(["moved_on", "in_party", "is_tenant", *self._names.values(), "forwarding_address"])

    def get_readings(self) -> dict[int, Any]:
        """Return the readings by their installations."""
        return {pk: self.cleaned_data[name] for pk, name in self._names.items()}


class RemoveForm(forms.Form):
    """A meter that goes and none that comes."""

    removed_on = DayField(label=_("Day of removal"))
    last_m3 = AmountField(
        label=_("Last reading of the meter that goes (m³)"), min_value=0, max_digits=12, decimal_places=3
    )


class ReinstallForm(forms.Form):
    """The meter that hung there comes back."""

    since = DayField(label=_("Day of installation"))
    start_m3 = AmountField(
        label=_("First reading of the meter that comes (m³)"), min_value=0, max_digits=12, decimal_places=3
    )
    seal_number = forms.CharField(label=_("Seal"), max_length=30, required=False)


class MeterForm(forms.Form):
    """What the register says of a meter."""

    serial = forms.CharField(label=_("Meter number"), max_length=40)
    make = forms.CharField(label=_("Make"), max_length=60, required=False)
    model = forms.CharField(label=_("Model"), max_length=60, required=False)
    digits = forms.IntegerField(label=_("Meter digits"), min_value=3, max_value=9, initial=5)
    diameter_mm = forms.IntegerField(label=_("Meter diameter (mm)"), min_value=8, max_value=1000, initial=15)
    made_year = forms.IntegerField(label=_("Year made"), min_value=OLDEST, max_value=2100, required=False)
    verify_by = DayField(label=_("To be verified by"), required=False)

    @staticmethod
    def initial_of(meter: Meter) -> dict[str, Any]:
        """Return what stands of the meter."""
        names = ("serial", "make", "model", "digits", "diameter_mm", "made_year", "verify_by")
        return {name: getattr(meter, name) for name in names}

    def get_meter(self) -> NewMeter:
        """Return what was written."""
        return NewMeter(**{**self.cleaned_data, "serial": self.cleaned_data["serial"].strip()})


class ScrapForm(forms.Form):
    """When a meter left the store for good, and why."""

    scrapped_on = DayField(label=_("Scrapped on"))
    reason = forms.CharField(label=_("Why"), max_length=200)


class ReturnForm(forms.Form):
    """Why a scrapped meter comes back."""

    reason = forms.CharField(label=_("Why"), max_length=200)
