"""The network's entries of the rail."""

from django.utils.translation import gettext_lazy as _

from gis_core.choices import Role
from gis_core.registry import MapTool, NavItem, register_map_tool, register_nav

_GROUP = _("Network")
_ROLES = frozenset(
    {Role.ADMINISTRATOR, Role.PLANNER, Role.TECHNICIAN, Role.DIRECTOR, Role.AUDITOR, Role.FRONT_DESK}
)

for _name, _title, _icon, _order in (
    ("pipe_list", _("Pipes"), "bezier2", 410),
    ("shutoff_list", _("Shut-off valves"), "slash-circle", 415),
    ("valve_list", _("Control valves"), "sliders", 420),
    ("pump_list", _("Pumps"), "fan", 425),
    ("node_list", _("Nodes and tanks"), "diagram-3", 430),
    ("service_line_list", _("Service lines"), "house-up", 432),
    ("building_list", _("Buildings"), "buildings", 433),
    ("station_list", _("Stations"), "building-gear", 434),
    ("critical_valve_list", _("Critical valves"), "sort-down", 436),
    ("topology_report", _("Topology report"), "clipboard-check", 438),
    ("zone_list", _("Zones"), "bounding-box", 440),
    ("scenario_list", _("Hydraulics"), "speedometer2", 445),
    ("street_list", _("Streets"), "signpost-2", 450),
    ("material_list", _("Catalogues"), "book", 460),
    ("exchange", _("Exchange"), "arrow-left-right", 470),
):
    register_nav(NavItem(f"network_{_name}", _title, f"network:{_name}", _icon, _GROUP, _order, _ROLES))

register_map_tool(
    MapTool(
        "network_editor", 10, frozenset({Role.ADMINISTRATOR, Role.PLANNER}), "network/map/tools/editor.html",
        "network/dist/editor.js",
    )
)  # fmt: skip
