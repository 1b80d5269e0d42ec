"""What the map's editor asks beside the drawing: attributes of a new pipe, and what is to be put on the map."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gis_core.pages.amounts import AmountField
from network.choices import Lifecycle, NodeKind, PipeKind, ValveKind
from network.models import Material, PipeSize, SupplySystem

#: What stands at a place without being a node: put into a pipe.
SHUT_OFF = "shutoff"
PUMP = "pump"


def put_choices() -> list[tuple[str, Any]]:
    """Return what can be put on the map: valves and pumps go into a pipe, nodes onto one or beside it."""
    return [
        (SHUT_OFF, gettext_lazy("Shut-off valve")),
        *((kind.value, kind.label) for kind in NodeKind),
        *((kind.value, kind.label) for kind in ValveKind),
        (PUMP, gettext_lazy("Pump")),
    ]


class _InSystem(forms.Form):
    system = forms.ModelChoiceField(
        label=gettext_lazy("Supply system"), empty_label=None,
        queryset=SupplySystem.objects.order_by("-medium", "name"),
        help_text=gettext_lazy("Where the drawing touches nothing; else it is the system of what it touches"),
    )  # fmt: skip
    code = forms.CharField(
        label=gettext_lazy("Code"), max_length=60, required=False,
        help_text=gettext_lazy("Left empty, the next free one"),
    )  # fmt: skip


class DrawnPipeForm(_InSystem):
    """A pipe that is being drawn."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=PipeKind.choices, initial=PipeKind.DISTRIBUTION
    )
    size = forms.ModelChoiceField(
        label=gettext_lazy("Size of the catalogue"), required=False,
        queryset=PipeSize.objects.filter(is_offered=True).select_related("material"),
        help_text=gettext_lazy("It brings its material and inner diameter"),
    )  # fmt: skip
    diameter_mm = AmountField(
        label=gettext_lazy("Diameter (mm)"), min_value=1, max_digits=8, decimal_places=3, required=False,
        help_text=gettext_lazy("Or write it yourself"),
    )  # fmt: skip
    material = forms.ModelChoiceField(
        label=gettext_lazy("Material"), queryset=Material.objects.filter(is_offered=True), required=False
    )
    laid_year = forms.IntegerField(
        label=gettext_lazy("Year laid"), min_value=1850, max_value=2200, required=False
    )
    lifecycle = forms.ChoiceField(
        label=gettext_lazy("Lifecycle"), choices=Lifecycle.choices, initial=Lifecycle.IN_SERVICE
    )
    field_order = ("kind", "size", "diameter_mm", "material", "laid_year", "lifecycle", "code", "system")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Name sizes with their material."""
        super().__init__(*args, **kwargs)
        self.fields["size"].label_from_instance = lambda size: f"{size.material.code} {size}"  # type: ignore[attr-defined]  # a ModelChoiceField

    def clean(self) -> dict[str, Any]:
        """Take what a chosen size says; without one the diameter is written."""
        cleaned = super().clean() or {}
        size = cleaned.get("size")
        if size is not None:
            cleaned.update(
                diameter_mm=cleaned.get("diameter_mm") or size.inner_mm,
                material=cleaned.get("material") or size.material,
            )
        elif cleaned.get("diameter_mm") is None and "diameter_mm" not in self.errors:
            self.add_error("diameter_mm", _("Choose a size, or write the diameter."))
        return cleaned

    def attributes(self) -> dict[str, Any]:
        """Return what is written on the pipe."""
        names = ("kind", "diameter_mm", "material", "laid_year", "lifecycle")
        return {name: self.cleaned_data[name] for name in names if self.cleaned_data[name] not in (None, "")}


class DrawnServiceForm(forms.Form):
    """A service line that is being drawn: it is of its main's system."""

    diameter_mm = AmountField(
        label=gettext_lazy("Diameter (mm)"), min_value=1, max_digits=8, decimal_places=3, required=False
    )
    material = forms.ModelChoiceField(
        label=gettext_lazy("Material"), queryset=Material.objects.filter(is_offered=True), required=False
    )
    laid_year = forms.IntegerField(
        label=gettext_lazy("Year laid"), min_value=1850, max_value=2200, required=False
    )
    lifecycle = forms.ChoiceField(
        label=gettext_lazy("Lifecycle"), choices=[("", gettext_lazy("As its main")), *Lifecycle.choices],
        required=False,
    )  # fmt: skip
    code = forms.CharField(
        label=gettext_lazy("Code"), max_length=60, required=False,
        help_text=gettext_lazy("Left empty, the next free one"),
    )  # fmt: skip

    def attributes(self) -> dict[str, Any]:
        """Return what is written on the service line."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "code"}
        return {name: value for name, value in given.items() if value not in (None, "")}


class PutForm(_InSystem):
    """Something that is put on the map."""

    what = forms.ChoiceField(label=gettext_lazy("What"))
    field_order = ("what", "code", "system")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer all that can be put."""
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = put_choices()  # type: ignore[attr-defined]  # a ChoiceField
