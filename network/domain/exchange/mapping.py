"""How a file is to be taken: which layer is what, which column is which, where it lies, how far it may be off."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from network.domain.exchange.targets import Role

#: Millimetres in the units that diameters come in.
MILLIMETRES = {"mm": 1.0, "cm": 10.0, "m": 1000.0, "in": 25.4}
#: Metres in the units of a local grid.
METRES = {"m": 1.0, "ft": 0.3048}


@dataclass(frozen=True)
class LayerMapping:
    """One layer: what it is, `columns` ours → theirs, `values` ours → (theirs → ours), `defaults` ours → value."""

    role: Role = Role.IGNORED
    columns: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)
    diameter_unit: str = "mm"


@dataclass(frozen=True)
class Mapping:
    """The whole file. `epsg` is the system of layers that say none, or of all; `anchor` puts down a local grid.

    Distances in metres: `tolerance_m` between ends that are one node, `reach_m` from a valve, hydrant or service
    line to its pipe, `at_end_m` within which a valve belongs to a pipe's end rather than splitting it.
    """

    layers: dict[str, LayerMapping] = field(default_factory=dict)
    epsg: int | None = None
    overrides_crs: bool = False
    anchor: tuple[float, float] | None = None
    unit: str = "m"
    tolerance_m: float = 0.1
    reach_m: float = 5.0
    at_end_m: float = 5.0
    joins_middles: bool = True
    leaves_out_refused: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return what is kept as a profile."""
        return asdict(self)

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Mapping:
        """Return the mapping of a profile."""
        layers = {
            name: LayerMapping(**{**layer, "role": Role(layer["role"])})
            for name, layer in value["layers"].items()
        }
        anchor = value.get("anchor")
        known = {
            key: value[key]
            for key in cls.__dataclass_fields__
            if key in value and key not in {"layers", "anchor"}
        }
        return cls(layers=layers, anchor=(float(anchor[0]), float(anchor[1])) if anchor else None, **known)
