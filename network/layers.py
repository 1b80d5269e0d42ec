"""Map layers of the network."""

from django.utils.translation import gettext_lazy as _

from gis_core.choices import STAFF_ROLES, Role
from gis_core.tiles.registry import Layer, register_layer

NETWORK_ROLES = STAFF_ROLES - {Role.PROCUREMENT}

register_layer(
    Layer(
        name="streets", title=_("Streets"), table="network_street", kind="line", columns={"name": "name"},
        style={"draw": "street", "label": "name"}, order=10, public=True, min_zoom=11, detail_zoom=11,
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
        name="pipes", title=_("Pipes"), table="network_pipe", kind="line",
        columns={"code": "code", "diameter_mm": "diameter_mm", "status": "status"},
        style={"draw": "pipe", "main_from_mm": 150}, order=30, roles=NETWORK_ROLES, min_zoom=8, detail_zoom=14,
        rank="diameter_mm",
    )
)  # fmt: skip
register_layer(
    Layer(
        name="valves", title=_("Valves"), table="network_valve", kind="line",
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
        name="sources", title=_("Reservoirs and tanks"), table="network_node", kind="point",
        columns={"code": "code", "kind": "kind"}, where="s.kind <> 'junction'",
        rows=lambda nodes: nodes.exclude(kind="junction"),
        style={"draw": "symbol", "symbol": "tank", "label": "code"}, order=64, roles=NETWORK_ROLES, min_zoom=9,
        detail_zoom=9,
    )
)  # fmt: skip
