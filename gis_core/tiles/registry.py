"""Map layers, declared by apps in their `layers.py`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from django.contrib.auth.models import AnonymousUser

from gis_core.choices import Role
from gis_core.models import User
from gis_core.registry import Text

Kind = Literal["point", "line", "polygon"]
_IDENTIFIER = re.compile(r"^[a-z_][a-z0-9_]*$")


#: Edits are noted in cells of this zoom and nearer ones: a tile farther out would never be known to be old.
FARTHEST_ZOOM = 4


def _all_rows(rows: Any) -> Any:
    """Keep all."""
    return rows


@dataclass(frozen=True, eq=False)
class Layer:
    """A table shown on the map.

    Zooms are those of tiles (512 px: one less than the map's). `columns` maps a property of the feature to a column
    of the table. `rank` is the column that says which lines matter most when far: the largest are kept.
    `style` is read by the browser: see gis_core/assets/README.md. `where` says in SQL which rows of the table (as `s`)
    the tiles show, `rows` the same of the model's queryset, for the list beside the map.
    """

    name: str
    title: Text
    table: str
    kind: Kind
    columns: dict[str, str]
    style: dict[str, Any]
    order: int
    roles: frozenset[Role] = frozenset()
    public: bool = False
    min_zoom: int = 10
    detail_zoom: int = 14
    where: str = "true"
    rows: Callable[[Any], Any] = _all_rows
    rank: str = ""
    label: str = ""
    identify_template: str = ""
    is_on: bool = True
    as_point: bool = False  # a line or area shown by a symbol at its middle
    search_columns: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        """Refuse names that are no identifiers: they become part of SQL. Refuse zooms whose edits nobody notes."""
        if self.min_zoom < FARTHEST_ZOOM:
            raise ValueError(f"layer {self.name}: min_zoom is less than {FARTHEST_ZOOM}")
        if (self.where == "true") != (self.rows is _all_rows):
            raise ValueError(f"layer {self.name}: `where` and `rows` say the same or are both left out")
        for name in (
            self.name,
            self.table,
            *self.columns,
            *self.columns.values(),
            *filter(None, [self.rank]),
        ):
            if not _IDENTIFIER.match(name):
                raise ValueError(f"{name!r} is no identifier")

    def admits(self, user: User | AnonymousUser) -> bool:
        """Say whether the user may see the layer."""
        return self.public or (isinstance(user, User) and user.has_any_role(*self.roles))


_layers: dict[str, Layer] = {}


def register_layer(layer: Layer) -> None:
    """Put a layer on the map."""
    _layers[layer.name] = layer


def find_layer(name: str) -> Layer | None:
    """Return the layer or None."""
    return _layers.get(name)


def list_layers(user: User | AnonymousUser, names: Iterable[str] | None = None) -> list[Layer]:
    """Return the layers that the user may see, bottom first; only the named ones when names are given."""
    wanted = set(names) if names is not None else None
    return sorted(
        (la for la in _layers.values() if la.admits(user) and (wanted is None or la.name in wanted)),
        key=lambda la: la.order,
    )


def all_layers() -> list[Layer]:
    """Return every layer, bottom first."""
    return sorted(_layers.values(), key=lambda la: la.order)
