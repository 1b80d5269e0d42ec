"""Forms of documents of the register."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib.gis.geos import Point
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gis_core.domain.coordinates import DEGREES, move_point
from gis_core.models import User
from gis_core.pages.amounts import AmountField
from gis_core.pages.choosing import SearchChoiceField
from gis_core.pages.days import DayField
from meters.choices import DocumentEffect
from meters.domain.meter_lines import NewMeter
from meters.models import DocumentKind, Installation
from meters.services.documents import Execution
from meters.web.forms import ConnectionForm, give_user
from parties.selectors.choosing import PARTIES

#: What a new connection's draft leaves for the visit, or for the payer that stands in the register.
_LATER = (
    "opened_on", "meter_serial", "meter_diameter", "meter_digits", "start_reading", "payer_kind", "payer_name",
    "payer_first_name", "payer_father_name", "payer_afm", "payer_email", "payer_mobile",
)  # fmt: skip


def reading_field(installation: Installation, *, required: bool = True) -> AmountField:
    """Return the field of what a meter shows."""
    words = _("Reading of %(serial)s (m³)") % {"serial": installation.meter.serial}
    return AmountField(label=words, min_value=0, max_digits=12, decimal_places=3, required=required)


class DraftForm(forms.Form):
    """A draft on a connection: the day, what the kind asks, a note."""

    effective_on = DayField(label=gettext_lazy("In force from"))
    party = SearchChoiceField(
        PARTIES, label=gettext_lazy("Who pays from then on"),
        help_text=gettext_lazy("Write a name or a tax number (ΑΦΜ) and choose."),
    )  # fmt: skip
    is_tenant = forms.BooleanField(label=gettext_lazy("They are tenants"), required=False)
    is_for_debt = forms.BooleanField(label=gettext_lazy("For debt"), required=False)
    slot = forms.TypedChoiceField(label=gettext_lazy("Which meter"), coerce=int)
    serial = forms.CharField(
        label=gettext_lazy("Number of the meter that comes"), max_length=40, required=False,
        help_text=gettext_lazy("Leave it empty where the technician chooses from the store."),
    )  # fmt: skip
    note = forms.CharField(
        label=gettext_lazy("Note"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    #: Fields beside day and note, by the effect.
    _ASKED: ClassVar[Mapping[str, frozenset[str]]] = {
        DocumentEffect.TRANSFER: frozenset({"party", "is_tenant"}),
        DocumentEffect.DISCONNECT: frozenset({"is_for_debt"}),
        DocumentEffect.EXCHANGE: frozenset({"slot", "serial"}),
    }

    def __init__(
        self, *args: Any, kind: DocumentKind, hanging: Sequence[Installation], user: User, **kwargs: Any
    ) -> None:
        """Ask what the kind's effect needs; a kind that needs no visit asks for the readings here."""
        super().__init__(*args, **kwargs)
        self.kind, self.hanging = kind, hanging
        keep = self._ASKED.get(kind.effect, frozenset()) | {"effective_on", "note"}
        for name in set(self.fields) - keep:
            del self.fields[name]
        if "slot" in self.fields:
            choices = [(row.slot, f"{row.slot} · {row.meter.serial}") for row in hanging]
            self.fields["slot"].choices = choices  # type: ignore[attr-defined]  # it is a choice field
        if not kind.needs_visit and kind.effect != DocumentEffect.CONNECT:
            for row in hanging:
                self.fields[f"reading_{row.pk}"] = reading_field(row)
        give_user(self, user)

    def get_data(self) -> dict[str, Any]:
        """Return what the document keeps for its effect."""
        given = self.cleaned_data
        data = {
            name: given[name] for name in ("is_tenant", "is_for_debt", "slot", "serial") if given.get(name)
        }
        readings = {
            str(row.pk): str(given[f"reading_{row.pk}"])
            for row in self.hanging
            if given.get(f"reading_{row.pk}") is not None
        }
        return {**data, **({"readings": readings} if readings else {})}


class NewConnectionForm(ConnectionForm):
    """A connection that is to be made: its place, use, route and payer; the meter comes with the visit."""

    effective_on = DayField(label=gettext_lazy("In force from"))
    note = forms.CharField(label=gettext_lazy("Note"), max_length=400, required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        """Leave out what the visit tells; the payer stands in the register."""
        super().__init__(*args, user=user, **kwargs)
        for name in _LATER:
            self.fields.pop(name, None)
        payer = self.fields["payer"]
        payer.required = True
        payer.help_text = _("Write a name or a tax number (ΑΦΜ) and choose.")

    def get_cells(self) -> dict[str, str]:
        """Return the values as the cells of a line."""
        left = {"payer", "effective_on", "note"}
        given = {name: value for name, value in self.cleaned_data.items() if name not in left}
        cells = {name: "" if value is None else str(value) for name, value in given.items()}
        cells["has_sewer"] = "yes" if given["has_sewer"] else "no"
        # Written so that no point can be taken for one between thousands.
        for name in ("lon", "lat"):
            value = given[name]
            cells[name] = "" if value is None else f"{value:.7f}".replace(".", ",")
        return cells


class ExecutionForm(forms.Form):
    """What was done on the spot: readings, the meter that was hung, the seal, the device's position."""

    executed_on = DayField(label=gettext_lazy("Day"))
    meter_serial = forms.CharField(
        label=gettext_lazy("Number of the meter that was hung"), max_length=40,
        help_text=gettext_lazy("A number that is not in the register becomes a new meter."),
    )  # fmt: skip
    start_m3 = AmountField(
        label=gettext_lazy("First reading of the meter that comes (m³)"), min_value=0, max_digits=12,
        decimal_places=3, initial=0,
    )  # fmt: skip
    diameter_mm = forms.IntegerField(
        label=gettext_lazy("Meter diameter (mm)"), min_value=8, max_value=1000, initial=15
    )
    digits = forms.IntegerField(label=gettext_lazy("Meter digits"), min_value=3, max_value=9, initial=5)
    seal_number = forms.CharField(label=gettext_lazy("Seal"), max_length=30, required=False)
    result = forms.CharField(
        label=gettext_lazy("What was done"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    longitude = forms.FloatField(required=False, widget=forms.HiddenInput, min_value=-180, max_value=180)
    latitude = forms.FloatField(required=False, widget=forms.HiddenInput, min_value=-90, max_value=90)
    accuracy = forms.FloatField(required=False, widget=forms.HiddenInput, min_value=0)

    def __init__(
        self, *args: Any, hanging: Sequence[Installation], asks_meter: bool, asks_seal: bool, **kwargs: Any
    ) -> None:
        """Ask for the reading of every meter that hangs there, and for what comes where one comes."""
        super().__init__(*args, **kwargs)
        self.hanging = hanging
        for row in hanging:
            self.fields[f"reading_{row.pk}"] = reading_field(row)
        if not asks_meter:
            for name in ("meter_serial", "start_m3", "diameter_mm", "digits"):
                del self.fields[name]
        if not asks_seal:
            del self.fields["seal_number"]
        readings = [f"reading_{row.pk}" for row in hanging]
        self.order_fields(["executed_on", *readings, "meter_serial", "start_m3", "diameter_mm", "digits"])

    def get_execution(self) -> Execution:
        """Return what was done."""
        given = self.cleaned_data
        meter = None
        if "meter_serial" in self.fields:
            meter = NewMeter(
                given["meter_serial"].strip(), diameter_mm=given["diameter_mm"], digits=given["digits"]
            )
        return Execution(
            executed_on=given["executed_on"], meter=meter, start_m3=given.get("start_m3") or Decimal(0),
            readings_m3={row.pk: given[f"reading_{row.pk}"] for row in self.hanging},
            seal_number=given.get("seal_number", ""), point=self._point(), accuracy_m=given["accuracy"],
            result=given["result"],
        )  # fmt: skip

    def _point(self) -> Point | None:
        longitude, latitude = self.cleaned_data["longitude"], self.cleaned_data["latitude"]
        if longitude is None or latitude is None:
            return None
        x, y = move_point(longitude, latitude, source=DEGREES, target=settings.STORAGE_SRID)
        return Point(x, y, srid=settings.STORAGE_SRID) if abs(x) < 1e8 and abs(y) < 1e8 else None


class EvidenceForm(forms.Form):
    """A file that shows why."""

    file = forms.FileField(
        label=gettext_lazy("File"), help_text=gettext_lazy("PDF or photo, at most 10 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf,image/*"}),
    )  # fmt: skip


class KindForm(forms.ModelForm):  # type: ignore[type-arg]  # django-stubs: generic, Django: not
    """A kind of document."""

    class Meta:
        model = DocumentKind
        fields = (
            "code", "name_el", "name_en", "effect", "series_code", "needs_evidence", "needs_visit", "fee",
            "fee_vat_percent", "reversal", "is_offered",
        )  # fmt: skip
        field_classes: ClassVar = {"fee": AmountField, "fee_vat_percent": AmountField}
