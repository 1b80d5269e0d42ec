"""Forms of what stands and lies in the streets: one a kind, with the model's own words."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django import forms
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from gis_core.models import User
from gis_core.pages.amounts import AmountField
from gis_core.pages.choosing import SearchChoiceField
from network.choices import AssetClass, LinkStatus, NodeKind
from network.models import Building, Material, Node, Pipe, Pump, ServiceLine, ShutoffValve, Station, Valve
from parties.selectors.choosing import PARTIES

FIRST_YEAR, LAST_YEAR = 1850, 2200
_YEARS = frozenset({"laid_year", "installed_year"})
_CLASS_OF_NODE = {
    NodeKind.HYDRANT: AssetClass.HYDRANT,
    NodeKind.MANHOLE: AssetClass.MANHOLE,
    NodeKind.FLOW_METER: AssetClass.FLOW_METER,
    NodeKind.FITTING: AssetClass.FITTING,
}
_TWO_STATES = [(state.value, state.label) for state in (LinkStatus.OPEN, LinkStatus.CLOSED)]


def fitting_field(field: Any, **kwargs: Any) -> forms.Field | None:
    """Return the form's field of a model's: decimals with a comma or a point, years that can be."""
    words = {"label": capfirst(str(field.verbose_name)), "help_text": field.help_text}
    if isinstance(field, models.DecimalField):
        return AmountField(
            required=not field.blank,
            max_digits=field.max_digits,
            decimal_places=field.decimal_places,
            **words,
        )
    if isinstance(field, models.FloatField):
        return AmountField(required=not field.blank, max_digits=9, decimal_places=3, **words)
    if field.name in _YEARS:
        return forms.IntegerField(required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR, **words)
    return cast("forms.Field | None", field.formfield(**kwargs))


class ObjectForm(forms.ModelForm):  # type: ignore[type-arg]  # django-stubs: generic, Django: not
    """What is written on an object; `version` is the one that the reader saw."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        """Offer of the catalogues what is still ordered, and what the object already has."""
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version
        if "material" in self.fields:
            offered = models.Q(is_offered=True) | models.Q(pk=self.instance.material_id)
            cast(Any, self.fields["material"]).queryset = Material.objects.filter(offered)
        if "asset_type" in self.fields:
            wanted = self.type_class()
            types = cast(Any, self.fields["asset_type"])
            types.queryset = types.queryset.filter(asset_class=wanted) if wanted else types.queryset.none()
            if wanted is None:
                del self.fields["asset_type"]
        for field in self.fields.values():
            if isinstance(field, SearchChoiceField):
                field.user = user

    def type_class(self) -> AssetClass | None:
        """Return what the object's type is a type of."""
        return None

    def values(self) -> dict[str, Any]:
        """Return what is to be written, by the names of the model's fields."""
        return {name: getattr(self.instance, name) for name in self._meta.fields or () if name in self.fields}


class PipeForm(ObjectForm):
    """A pipe."""

    owner = SearchChoiceField(
        PARTIES, required=False, label=gettext_lazy("Owner"),
        help_text=gettext_lazy("Empty where the pipe is the utility's"),
    )  # fmt: skip

    class Meta:
        model = Pipe
        fields = (
            "code", "kind", "lifecycle", "diameter_mm", "material", "laid_year", "roughness", "depth_m",
            "start_invert_m", "end_invert_m", "status", "has_check_valve", "owner", "remarks",
        )  # fmt: skip
        formfield_callback = fitting_field

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """A pipe is open or closed, and wider than nothing."""
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["status"]).choices = _TWO_STATES
        self.fields["diameter_mm"].validators.append(_more_than_nothing)
        if self.instance.owner_id:
            self.initial["owner"] = self.instance.owner


def _more_than_nothing(value: Any) -> None:
    """Refuse nought and less."""
    if value <= 0:
        raise forms.ValidationError(gettext_lazy("This is more than zero."), code="not_positive")


class NodeForm(ObjectForm):
    """A node of any kind."""

    class Meta:
        model = Node
        fields = (
            "code", "kind", "lifecycle", "asset_type", "station", "elevation_m", "invert_m", "installed_year",
            "demand_l_s", "tank_diameter_m", "tank_level_m", "tank_min_level_m", "tank_max_level_m", "remarks",
        )  # fmt: skip
        formfield_callback = fitting_field

    #: What only a tank, or only a sewer's node, has.
    only: ClassVar = {
        "tank": ("tank_diameter_m", "tank_level_m", "tank_min_level_m", "tank_max_level_m"),
        "manhole": ("invert_m",), "outfall": ("invert_m",), "junction": ("demand_l_s",),
    }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Leave out what the node's kind does not have."""
        super().__init__(*args, **kwargs)
        kind = self.data.get("kind") or self.instance.kind
        kept = set(self.only.get(kind, ()))
        for name in {name for names in self.only.values() for name in names} - kept:
            del self.fields[name]

    def type_class(self) -> AssetClass | None:
        """Return the class of the node's kind, where the catalogue has one."""
        return _CLASS_OF_NODE.get(NodeKind(self.instance.kind))


class ShutoffForm(ObjectForm):
    """A shut-off valve; where it stands is moved on the map, what was found there is written by a check."""

    class Meta:
        model = ShutoffValve
        fields = (
            "code", "lifecycle", "asset_type", "diameter_mm", "state", "condition", "turns", "installed_year",
            "offset_m", "remarks",
        )  # fmt: skip
        formfield_callback = fitting_field

    def type_class(self) -> AssetClass | None:
        """Return valves."""
        return AssetClass.SHUT_OFF_VALVE


class ServiceLineForm(ObjectForm):
    """A service line."""

    class Meta:
        model = ServiceLine
        fields = ("code", "lifecycle", "material", "diameter_mm", "laid_year")
        formfield_callback = fitting_field


class StationForm(ObjectForm):
    """A station."""

    class Meta:
        model = Station
        fields = ("code", "name", "kind", "lifecycle")
        formfield_callback = fitting_field


class ControlValveForm(ObjectForm):
    """A control valve."""

    class Meta:
        model = Valve
        fields = ("code", "kind", "lifecycle", "diameter_mm", "setting", "status", "station")
        formfield_callback = fitting_field


class PumpForm(ObjectForm):
    """A pump."""

    class Meta:
        model = Pump
        fields = ("code", "lifecycle", "power_kw", "speed", "status", "station")
        formfield_callback = fitting_field

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """A pump runs or stands."""
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["status"]).choices = _TWO_STATES


class BuildingForm(ObjectForm):
    """A building; its outline comes with files."""

    class Meta:
        model = Building
        fields = ("code", "name", "use", "storeys", "dwellings", "street", "number")
        formfield_callback = fitting_field
