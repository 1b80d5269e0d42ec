"""Map layers of faults."""

from django.utils.translation import gettext_lazy as _

from faults.querysets import FAULT_ROLES
from gis_core.tiles.registry import Layer, register_layer

register_layer(
    Layer(
        name="faults", title=_("Open faults"), table="faults_fault", kind="point",
        columns={"number": "number", "category": "category", "priority": "priority"},
        where="s.state NOT IN ('restored', 'rejected')", rows=lambda faults: faults.open(),
        style={"draw": "pin", "color": "fault"}, order=80, roles=FAULT_ROLES, min_zoom=8, detail_zoom=8,
    )
)  # fmt: skip
