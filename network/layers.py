"""Map layers of the network."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from gis_core.choices import STAFF_ROLES, Role
from gis_core.tiles.registry import Layer, register_layer
from network.choices import (
    SEWER_NODE_KINDS,
    SEWER_PIPE_KINDS,
    SOURCE_KINDS,
    CriticalityGrade,
    Lifecycle,
    LinkStatus,
    NodeKind,
    ValveCondition,
    ValveState,
)

NETWORK_ROLES = STAFF_ROLES - {Role.PROCUREMENT}
#: What stands on nodes along the streets.
APPURTENANCES = (
    NodeKind.HYDRANT,
    NodeKind.AIR_VALVE,
    NodeKind.WASH_OUT,
    NodeKind.FLOW_METER,
    NodeKind.PRESSURE_GAUGE,
    NodeKind.SAMPLING_POINT,
)

_UNWORKABLE = (ValveCondition.STUCK, ValveCondition.BURIED, ValveCondition.NOT_FOUND)
_UNUSED = (Lifecycle.PLANNED, Lifecycle.ABANDONED)


def _legend(name: str, values: Iterable[Any]) -> list[dict[str, Any]]:
    """Return lines of the legend: a word, and the property that makes the symbol of it."""
    return [{"title": value.label, "look": {name: value.value}} for value in values]


register_layer(
    Layer(
        name="streets", title=_("Streets"), table="network_street", kind="line", columns={"name": "name"},
        style={"draw": "street", "label": "name"}, order=10, public=True, min_zoom=11, detail_zoom=11,
    )
)  # fmt: skip
register_layer(
    Layer(
        name="buildings", title=_("Buildings"), table="network_building", kind="polygon",
        columns={"code": "code", "name": "name", "use": "use"}, style={"draw": "area", "color": "building"},
        order=12, roles=NETWORK_ROLES, min_zoom=15, detail_zoom=15,
    )
)  # fmt: skip
register_layer(
    Layer(
        name="zones", title=_("Zones"), table="network_zone", kind="polygon",
        columns={"code": "code", "name": "name", "kind": "kind"},
        style={"draw": "area", "color": "zone", "label": "name"}, order=15, roles=NETWORK_ROLES, min_zoom=8,
        is_on=False,
    )
)  # fmt: skip
register_layer(
    Layer(
        name="computed_zones", title=_("Computed zones"), table="network_computedzone", kind="polygon",
        columns={"code": "code", "name": "name", "kind": "kind"},
        style={"draw": "area", "color": "computed", "label": "name"}, order=16, roles=NETWORK_ROLES, min_zoom=8,
        is_on=False,
    )
)  # fmt: skip
register_layer(
    Layer(
        name="pipes", title=_("Pipes"), table="network_pipe", kind="line",
        columns={"code": "code", "diameter_mm": "diameter_mm", "status": "status", "lifecycle": "lifecycle"},
        where="s.kind NOT IN ('gravity', 'rising')", rows=lambda pipes: pipes.exclude(kind__in=SEWER_PIPE_KINDS),
        style={
            "draw": "pipe", "main_from_mm": 150,
            "legend": [*_legend("status", [LinkStatus.CLOSED]), *_legend("lifecycle", _UNUSED)],
        },
        order=30, roles=NETWORK_ROLES, min_zoom=8, detail_zoom=14,
        rank="diameter_mm",
    )
)  # fmt: skip
register_layer(
    Layer(
        name="sewers", title=_("Sewers"), table="network_pipe", kind="line",
        columns={"code": "code", "diameter_mm": "diameter_mm", "kind": "kind", "lifecycle": "lifecycle"},
        where="s.kind IN ('gravity', 'rising')", rows=lambda pipes: pipes.filter(kind__in=SEWER_PIPE_KINDS),
        style={"draw": "pipe", "main_from_mm": 300, "color": "sewer", "arrows": True},
        order=28, roles=NETWORK_ROLES, min_zoom=8,
        detail_zoom=14, rank="diameter_mm",
    )
)  # fmt: skip
register_layer(
    Layer(
        name="service_lines", title=_("Service lines"), table="network_serviceline", kind="line",
        columns={"code": "code", "lifecycle": "lifecycle"},
        style={"draw": "pipe", "main_from_mm": 9999, "color": "service"}, order=26,
        roles=NETWORK_ROLES, min_zoom=15, detail_zoom=15,
    )
)  # fmt: skip
register_layer(
    Layer(
        name="junctions", title=_("Junctions"), table="network_node", kind="point",
        columns={"code": "code", "kind": "kind", "lifecycle": "lifecycle"},
        where="s.kind IN ('junction', 'fitting')",
        rows=lambda nodes: nodes.filter(kind__in=[NodeKind.JUNCTION, NodeKind.FITTING]),
        style={"draw": "symbol", "symbol": "junction"}, order=40, roles=NETWORK_ROLES, min_zoom=15, detail_zoom=15,
        is_on=False,
    )
)  # fmt: skip
register_layer(
    Layer(
        name="manholes", title=_("Manholes"), table="network_node", kind="point",
        columns={"code": "code", "kind": "kind", "lifecycle": "lifecycle"}, where="s.kind IN ('manhole', 'outfall')",
        rows=lambda nodes: nodes.filter(kind__in=[NodeKind.MANHOLE, NodeKind.OUTFALL]),
        style={"draw": "symbol", "symbol": "manhole", "legend": _legend("kind", SEWER_NODE_KINDS)},
        order=42, roles=NETWORK_ROLES, min_zoom=14, detail_zoom=14,
    )
)  # fmt: skip
register_layer(
    Layer(
        name="appurtenances", title=_("Hydrants and fittings"), table="network_node", kind="point",
        columns={"code": "code", "kind": "kind", "lifecycle": "lifecycle"},
        where="s.kind IN ('hydrant', 'air_valve', 'wash_out', 'flow_meter', 'gauge', 'sampling')",
        rows=lambda nodes: nodes.filter(kind__in=APPURTENANCES),
        style={"draw": "symbol", "symbol": "appurtenance", "legend": _legend("kind", APPURTENANCES)},
        order=58, roles=NETWORK_ROLES, min_zoom=14, detail_zoom=14,
    )
)  # fmt: skip
register_layer(
    Layer(
        name="shutoff_valves", title=_("Shut-off valves"), table="network_shutoffvalve", kind="point",
        columns={"code": "code", "state": "state", "condition": "condition", "lifecycle": "lifecycle"},
        style={
            "draw": "symbol", "symbol": "shutoff",
            "legend": [*_legend("state", ValveState), *_legend("condition", _UNWORKABLE)],
        },
        order=61, roles=NETWORK_ROLES, min_zoom=14, detail_zoom=14,
    )
)  # fmt: skip
register_layer(
    Layer(
        name="stations", title=_("Stations"), table="network_station", kind="point",
        columns={"code": "code", "name": "name", "kind": "kind"},
        style={"draw": "symbol", "symbol": "station", "label": "name"}, order=66, roles=NETWORK_ROLES, min_zoom=10,
        detail_zoom=10,
    )
)  # fmt: skip
register_layer(
    Layer(
        name="valves", title=_("Control valves"), table="network_valve", kind="line",
        columns={"code": "code", "kind": "kind", "status": "status"},
        style={"draw": "symbol", "symbol": "valve"}, order=60, roles=NETWORK_ROLES, min_zoom=12, detail_zoom=12,
        as_point=True,
    )
)  # fmt: skip
register_layer(
    Layer(
        name="pumps", title=_("Pumps"), table="network_pump", kind="line",
        columns={"code": "code", "status": "status"},
        style={"draw": "symbol", "symbol": "pump"}, order=62, roles=NETWORK_ROLES, min_zoom=12, detail_zoom=12,
        as_point=True,
    )
)  # fmt: skip
register_layer(
    Layer(
        name="sources", title=_("Sources and tanks"), table="network_node", kind="point",
        columns={"code": "code", "kind": "kind"}, where="s.kind IN ('reservoir', 'tank', 'well', 'spring', 'plant')",
        rows=lambda nodes: nodes.filter(kind__in=SOURCE_KINDS),
        style={"draw": "symbol", "symbol": "tank", "label": "code", "legend": _legend("kind", SOURCE_KINDS)},
        order=64, roles=NETWORK_ROLES, min_zoom=9, detail_zoom=9,
    )
)  # fmt: skip
register_layer(
    Layer(
        name="criticality", title=_("Criticality of valves"), table="network_criticalvalve", kind="point",
        columns={"code": "code", "grade": "grade", "rank": "rank"},
        style={"draw": "symbol", "symbol": "critical", "legend": _legend("grade", CriticalityGrade)}, order=63,
        roles=NETWORK_ROLES, min_zoom=12, detail_zoom=14, is_on=False,
    )
)  # fmt: skip

#: Tiles and lists hold the results of the scenario that is shown, one of each system.
_SHOWN = "s.scenario_id IN (SELECT id FROM network_scenario WHERE is_shown)"
_SPEEDS = (
    (_("Hardly moving"), 0.0), (_("Up to 1 m/s"), 0.5), (_("1 to 2 m/s"), 1.5), (_("Above 2 m/s"), 2.5)
)  # fmt: skip
_PRESSURES = (
    (_("Without water"), {"is_dry": True}), (_("Below 20 m"), {"pressure": 10}), (_("20 to 60 m"), {"pressure": 40}),
    (_("Above 60 m"), {"pressure": 70}),
)  # fmt: skip

register_layer(
    Layer(
        name="velocities", title=_("Velocities (scenario)"), table="network_linkresult", kind="line",
        columns={"code": "code", "velocity": "highest_velocity_m_s", "flow": "highest_flow_l_s"},
        where=_SHOWN, rows=lambda results: results.filter(scenario__is_shown=True),
        style={
            "draw": "velocity", "label": "velocity",
            "legend": [{"title": title, "look": {"velocity": speed}} for title, speed in _SPEEDS],
        },
        order=32, roles=NETWORK_ROLES, min_zoom=12, detail_zoom=12, is_on=False,
    )
)  # fmt: skip
register_layer(
    Layer(
        name="pressures", title=_("Pressures (scenario)"), table="network_noderesult", kind="point",
        columns={"code": "code", "pressure": "lowest_pressure_m", "is_dry": "is_dry"},
        where=f"{_SHOWN} AND s.kind NOT IN ('reservoir', 'tank', 'well', 'spring', 'plant')",
        rows=lambda results: results.filter(scenario__is_shown=True).exclude(kind__in=SOURCE_KINDS),
        style={
            "draw": "symbol", "symbol": "pressure", "label": "pressure",
            "legend": [{"title": title, "look": look} for title, look in _PRESSURES],
        },
        order=59, roles=NETWORK_ROLES, min_zoom=12, detail_zoom=14, is_on=False,
    )
)  # fmt: skip
