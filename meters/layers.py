"""Map layers of connections."""

from django.utils.translation import gettext_lazy as _

from gis_core.tiles.registry import Layer, register_layer
from meters.querysets import CONNECTION_ROLES

register_layer(
    Layer(
        name="connections", title=_("Connections"), table="meters_connection", kind="point",
        columns={"supply_number": "supply_number", "status": "status", "use": "use"},
        style={"draw": "dot", "color": "connection"}, order=50, roles=CONNECTION_ROLES, min_zoom=13, detail_zoom=15,
        search_columns=("supply_number", "address"),
    )
)  # fmt: skip
