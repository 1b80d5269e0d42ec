"""What the pages know of each kind of object: its words, its facts, its form, its layer, what belongs to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.text import capfirst

from network.choices import (
    SEWER_NODE_KINDS,
    SEWER_PIPE_KINDS,
    SOURCE_KINDS,
    Lifecycle,
    LinkStatus,
    NodeKind,
    ValveCondition,
    ValveState,
)
from network.layers import APPURTENANCES
from network.models import Building, Node, Pipe, Pump, ServiceLine, ShutoffValve, Station, Valve
from network.web import object_forms as forms

LINK_TONES: dict[str, str] = {LinkStatus.OPEN: "good", LinkStatus.CLOSED: "bad", LinkStatus.ACTIVE: "info"}
STATE_TONES: dict[str, str] = {
    ValveState.OPEN: "good",
    ValveState.THROTTLED: "warn",
    ValveState.CLOSED: "bad",
}
CONDITION_TONES: dict[str, str] = {
    ValveCondition.WORKING: "good", ValveCondition.STUCK: "bad", ValveCondition.BURIED: "warn",
    ValveCondition.NOT_FOUND: "warn",
}  # fmt: skip
LIFECYCLE_TONES: dict[str, str] = {
    Lifecycle.IN_SERVICE: "good", Lifecycle.PLANNED: "info", Lifecycle.ABANDONED: "",
}  # fmt: skip
#: Fields whose words stand as pills beside the heading.
TONES = {
    "status": LINK_TONES, "state": STATE_TONES, "condition": CONDITION_TONES, "lifecycle": LIFECYCLE_TONES,
    "use": {},
}  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """A kind of object with its pages; `list_name`, `detail_name` and `edit_name` are names of addresses."""

    slug: str
    model: type[Model]
    form: type[forms.ObjectForm]
    layer: Callable[[Any], str]
    pills: Sequence[str]
    facts: Sequence[str]
    joined: Sequence[str] = ("system",)
    has_own_kind: bool = False

    @property
    def list_name(self) -> str:
        """The list's address."""
        return f"network:{self.slug}_list"

    @property
    def detail_name(self) -> str:
        """The card's address."""
        return f"network:{self.slug}_detail"

    @property
    def edit_name(self) -> str:
        """The form's address."""
        return f"network:{self.slug}_edit"

    def title(self, record: Any) -> str:
        """Return what it is and what it is called: Hydrant H-12."""
        word = record.get_kind_display() if self.has_own_kind else self.model._meta.verbose_name
        return f"{capfirst(str(word))} {record}"


def _layer_of_node(node: Node) -> str:
    if node.kind in SOURCE_KINDS:
        return "sources"
    if node.kind in SEWER_NODE_KINDS:
        return "manholes"
    return "appurtenances" if NodeKind(node.kind) in APPURTENANCES else "junctions"


KINDS: dict[str, Kind] = {
    kind.slug: kind
    for kind in (
        Kind(
            "pipe", Pipe, forms.PipeForm, lambda pipe: "sewers" if pipe.kind in SEWER_PIPE_KINDS else "pipes",
            ("status", "lifecycle"),
            ("system", "kind", "diameter_mm", "material", "laid_year", "length_m", "model_length_m", "roughness",
             "depth_m", "start_invert_m", "end_invert_m", "slope", "has_check_valve", "owner", "remarks"),
            ("system", "material", "owner", "start_node", "end_node"),
        ),
        Kind(
            "node", Node, forms.NodeForm, _layer_of_node, ("lifecycle",),
            ("system", "asset_type", "station", "elevation_m", "invert_m", "installed_year", "demand_l_s",
             "tank_diameter_m", "tank_level_m", "tank_min_level_m", "tank_max_level_m", "remarks"),
            ("system", "asset_type", "station"), has_own_kind=True,
        ),
        Kind(
            "shutoff", ShutoffValve, forms.ShutoffForm, lambda valve: "shutoff_valves",
            ("state", "condition", "lifecycle"),
            ("system", "asset_type", "diameter_mm", "turns", "installed_year", "last_worked_on", "last_worked_by",
             "offset_m", "remarks"),
            ("system", "asset_type", "pipe", "pipe__start_node", "pipe__end_node", "last_worked_by"),
        ),
        Kind(
            "service_line", ServiceLine, forms.ServiceLineForm, lambda line: "service_lines", ("lifecycle",),
            ("system", "material", "diameter_mm", "laid_year"), ("system", "material", "pipe"),
        ),
        Kind(
            "station", Station, forms.StationForm, lambda station: "stations", ("lifecycle",),
            ("code", "kind"), (),
        ),
        Kind(
            "valve", Valve, forms.ControlValveForm, lambda valve: "valves", ("status", "lifecycle"),
            ("system", "diameter_mm", "setting", "station"), ("system", "station", "start_node", "end_node"),
            has_own_kind=True,
        ),
        Kind(
            "pump", Pump, forms.PumpForm, lambda pump: "pumps", ("status", "lifecycle"),
            ("system", "power_kw", "speed", "station"), ("system", "station", "start_node", "end_node"),
        ),
        Kind(
            "building", Building, forms.BuildingForm, lambda building: "buildings", ("use",),
            ("name", "storeys", "dwellings", "street", "number"), (),
        ),
    )
}  # fmt: skip
#: Which kind a layer of the map shows.
KIND_OF_LAYER = {
    "pipes": "pipe", "sewers": "pipe", "junctions": "node", "manholes": "node", "appurtenances": "node",
    "sources": "node", "shutoff_valves": "shutoff", "service_lines": "service_line", "stations": "station",
    "valves": "valve", "pumps": "pump", "buildings": "building",
}  # fmt: skip
