"""Who gets into which page of the network."""

from typing import Any

from gis_core.choices import STAFF_ROLES, Role
from tests.world import build_network


def _pipe() -> dict[str, Any]:
    return {"pk": build_network().pipes["p3"].pk}


def _streets() -> dict[str, Any]:
    return {"name": "streets"}


def _street_item() -> dict[str, Any]:
    return {"name": "streets", "pk": next(iter(build_network().streets.values())).pk}


def _export() -> dict[str, Any]:
    return {"pk": build_network().system.pk, "form": "xlsx"}


STAFF = frozenset(STAFF_ROLES)
EDITORS = frozenset({Role.ADMINISTRATOR, Role.PLANNER})
CREWS = EDITORS | {Role.TECHNICIAN}
EVERYBODY = frozenset(Role) | {"anonymous"}

ROWS: dict[str, dict[str, Any]] = {
    "network:pipe_list": {"roles": STAFF},
    "network:pipe_detail": {"roles": STAFF, "kwargs": _pipe},
    "network:pipe_edit": {"roles": EDITORS, "kwargs": _pipe},
    "network:node_list": {"roles": STAFF},
    "network:valve_list": {"roles": STAFF},
    "network:pump_list": {"roles": STAFF},
    "network:pump_detail": {"roles": STAFF},
    "network:pump_edit": {"roles": EDITORS},
    "network:node_detail": {"roles": STAFF},
    "network:node_edit": {"roles": EDITORS},
    "network:valve_detail": {"roles": STAFF},
    "network:valve_edit": {"roles": EDITORS},
    "network:shutoff_list": {"roles": STAFF},
    "network:shutoff_detail": {"roles": STAFF},
    "network:shutoff_edit": {"roles": EDITORS},
    "network:shutoff_near": {"roles": CREWS},
    "network:shutoff_check": {"roles": CREWS},
    "network:service_line_list": {"roles": STAFF},
    "network:service_line_detail": {"roles": STAFF},
    "network:service_line_edit": {"roles": EDITORS},
    "network:building_list": {"roles": STAFF},
    "network:building_detail": {"roles": STAFF},
    "network:building_edit": {"roles": EDITORS},
    "network:station_list": {"roles": STAFF},
    "network:station_create": {"roles": EDITORS},
    "network:station_detail": {"roles": STAFF},
    "network:station_edit": {"roles": EDITORS},
    "network:object_attach": {"roles": CREWS},
    "network:material_list": {"roles": STAFF},
    "network:material_create": {"roles": EDITORS},
    "network:material_edit": {"roles": EDITORS},
    "network:pipe_size_list": {"roles": STAFF},
    "network:pipe_size_create": {"roles": EDITORS},
    "network:pipe_size_edit": {"roles": EDITORS},
    "network:asset_type_list": {"roles": STAFF},
    "network:asset_type_create": {"roles": EDITORS},
    "network:asset_type_edit": {"roles": EDITORS},
    "network:editor_snap": {"roles": EDITORS},
    "network:editor_shape": {"roles": EDITORS},
    "network:editor_hanging": {"roles": EDITORS},
    "network:editor_form": {"roles": EDITORS},
    "network:editor_act": {"roles": EDITORS},
    "network:editor_edits": {"roles": EDITORS},
    "network:critical_valve_list": {"roles": STAFF},
    "network:segment_list": {"roles": STAFF},
    "network:segment_detail": {"roles": STAFF},
    "network:criticality_start": {"roles": EDITORS},
    "network:topology_report": {"roles": STAFF},
    "network:topology_start": {"roles": EDITORS},
    "network:topology_finding_list": {"roles": STAFF},
    "network:topology_repair": {"roles": EDITORS},
    "network:topology_repair_all": {"roles": EDITORS},
    "network:zone_list": {"roles": STAFF},
    "network:zone_create": {"roles": EDITORS},
    "network:zone_detail": {"roles": STAFF},
    "network:zone_edit": {"roles": EDITORS},
    "network:zone_inlet_create": {"roles": EDITORS},
    "network:zone_inlet_delete": {"roles": EDITORS},
    "network:zone_compute": {"roles": EDITORS},
    "network:zone_take_area": {"roles": EDITORS},
    "network:zone_node_choices": {"roles": STAFF},
    "network:zone_pipe_choices": {"roles": STAFF},
    "network:zone_kind": {"roles": STAFF, "kwargs": lambda: {"kind": "dma"}},
    "network:zone_kind_compute": {"roles": EDITORS, "kwargs": lambda: {"kind": "dma"}},
    "network:zone_orphan_list": {"roles": STAFF, "kwargs": lambda: {"kind": "dma"}},
    "network:scenario_list": {"roles": STAFF},
    "network:scenario_create": {"roles": EDITORS},
    "network:scenario_detail": {"roles": STAFF},
    "network:scenario_show": {"roles": EDITORS},
    "network:scenario_delete": {"roles": EDITORS},
    "network:street_list": {"roles": STAFF},
    "network:street_choices": {"roles": STAFF},
    "network:place_choices": {"roles": STAFF},
    "network:network_import": {"roles": EDITORS},
    "network:exchange": {"roles": STAFF},
    "network:exchange_profile_delete": {"roles": EDITORS},
    "network:exchange_upload": {"roles": EDITORS},
    "network:exchange_mapping": {"roles": EDITORS},
    "network:exchange_outline": {"roles": EDITORS},
    "network:exchange_report": {"roles": EDITORS},
    "network:exchange_report_objects": {"roles": EDITORS},
    "network:exchange_report_file": {"roles": EDITORS},
    "network:exchange_export": {"roles": STAFF, "kwargs": _export},
    "network:exchange_file": {"roles": STAFF},
    "network:street_import": {"roles": EDITORS},
    "network:street_import_check": {"roles": EDITORS},
    "network:street_import_refused": {"roles": EDITORS},
    "network:address_suggest": {"roles": EVERYBODY},
    "network:qgis_project": {"roles": frozenset({Role.ADMINISTRATOR})},
    "network:qgis_service": {"roles": frozenset({Role.ADMINISTRATOR})},
    "ogc:landing": {"roles": EVERYBODY},
    "ogc:api": {"roles": EVERYBODY},
    "ogc:conformance": {"roles": EVERYBODY},
    "ogc:collections": {"roles": EVERYBODY},
    "ogc:collection": {"roles": EVERYBODY, "kwargs": _streets},
    "ogc:items": {"roles": EVERYBODY, "kwargs": _streets},
    "ogc:item": {"roles": EVERYBODY, "kwargs": _street_item},
    "api_node_list": {"roles": STAFF},
    "api_pipe_list": {"roles": STAFF},
    "api_pipe_detail": {"roles": STAFF, "kwargs": _pipe},
    "api_pump_list": {"roles": STAFF},
    "api_valve_list": {"roles": STAFF},
    "api_zone_list": {"roles": STAFF},
    "api_address_find": {"roles": STAFF},
    "api_street_list": {"roles": STAFF},
}
