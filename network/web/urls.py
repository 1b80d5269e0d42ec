"""Addresses of the network's pages."""

from django.urls import path

from network.web import (
    asset_lists,
    buildings,
    catalogues,
    choices,
    criticality,
    editor,
    exchange,
    exchange_profiles,
    lists,
    objects,
    pages,
    qgis,
    scenarios,
    shutoffs,
    stations,
    streets,
    suggest,
    topology,
    topology_findings,
    zone_pages,
    zones,
)

app_name = "network"
urlpatterns = [
    path("pipes/", lists.PipeList.as_view(), name="pipe_list"),
    path("nodes/", lists.NodeList.as_view(), name="node_list"),
    path("valves/", lists.ValveList.as_view(), name="valve_list"),
    path("pumps/", asset_lists.PumpList.as_view(), name="pump_list"),
    path("shutoff-valves/", asset_lists.ShutoffList.as_view(), name="shutoff_list"),
    path("shutoff-valves/near/", shutoffs.shutoff_near, name="shutoff_near"),
    path("shutoff-valves/<int:pk>/check/", shutoffs.shutoff_check, name="shutoff_check"),
    path("service-lines/", asset_lists.ServiceLineList.as_view(), name="service_line_list"),
    path("buildings/", buildings.BuildingList.as_view(), name="building_list"),
    path("stations/", asset_lists.StationList.as_view(), name="station_list"),
    path("stations/new/", stations.station_create, name="station_create"),
    path("objects/<slug:slug>/<int:pk>/files/", objects.object_attach, name="object_attach"),
    path("editor/snap/", editor.snap, name="editor_snap"),
    path("editor/objects/<slug:slug>/<int:pk>/", editor.shape, name="editor_shape"),
    path("editor/objects/<slug:slug>/<int:pk>/hanging/", editor.hanging, name="editor_hanging"),
    path("editor/forms/<slug:name>/", editor.form, name="editor_form"),
    path("editor/acts/<slug:name>/", editor.act, name="editor_act"),
    path("editor/edits/", editor.own_edits, name="editor_edits"),
    path("criticality/", criticality.CriticalValveList.as_view(), name="critical_valve_list"),
    path("criticality/segments/", criticality.SegmentList.as_view(), name="segment_list"),
    path("criticality/segments/<int:pk>/", criticality.segment_detail, name="segment_detail"),
    path("criticality/new/", criticality.criticality_start, name="criticality_start"),
    path("topology/", topology.topology_report, name="topology_report"),
    path("topology/new/", topology.topology_start, name="topology_start"),
    path("topology/findings/", topology_findings.FindingList.as_view(), name="topology_finding_list"),
    path("topology/findings/<int:pk>/repair/", topology.topology_repair, name="topology_repair"),
    path("topology/<int:pk>/repair/<slug:check>/", topology.topology_repair_all, name="topology_repair_all"),
    path("scenarios/", scenarios.ScenarioList.as_view(), name="scenario_list"),
    path("scenarios/new/", scenarios.scenario_create, name="scenario_create"),
    path("scenarios/<int:pk>/", scenarios.scenario_detail, name="scenario_detail"),
    path("scenarios/<int:pk>/show/", scenarios.scenario_show, name="scenario_show"),
    path("scenarios/<int:pk>/delete/", scenarios.scenario_delete, name="scenario_delete"),
    path("zones/", lists.ZoneList.as_view(), name="zone_list"),
    path("zones/new/", zones.zone_create, name="zone_create"),
    path("zones/<int:pk>/", zones.zone_detail, name="zone_detail"),
    path("zones/<int:pk>/edit/", zones.zone_edit, name="zone_edit"),
    path("zones/<int:pk>/inlets/new/", zone_pages.zone_inlet_create, name="zone_inlet_create"),
    path("zones/<int:pk>/inlets/<int:inlet>/delete/", zone_pages.zone_inlet_delete, name="zone_inlet_delete"),
    path("zones/<int:pk>/compute/", zone_pages.zone_compute, name="zone_compute"),
    path("zones/<int:pk>/take-area/", zone_pages.zone_take_area, name="zone_take_area"),
    path("zones/nodes/choices/", zone_pages.zone_node_choices, name="zone_node_choices"),
    path("zones/pipes/choices/", zone_pages.zone_pipe_choices, name="zone_pipe_choices"),
    path("zones/kinds/<slug:kind>/", zone_pages.ZoneKindList.as_view(), name="zone_kind"),
    path("zones/kinds/<slug:kind>/compute/", zone_pages.zone_kind_compute, name="zone_kind_compute"),
    path("zones/kinds/<slug:kind>/without/", zone_pages.OrphanList.as_view(), name="zone_orphan_list"),
    path("streets/", lists.StreetList.as_view(), name="street_list"),
    path("streets/choices/", choices.street_choices, name="street_choices"),
    path("places/choices/", choices.place_choices, name="place_choices"),
    path("streets/import/", streets.street_import, name="street_import"),
    path("streets/import/<str:ticket>/", streets.street_import_check, name="street_import_check"),
    path(
        "streets/import/<str:ticket>/refused.csv", streets.street_import_refused, name="street_import_refused"
    ),
    path("import/", pages.network_import, name="network_import"),
    path("exchange/", exchange.exchange, name="exchange"),
    path("exchange/upload/", exchange.exchange_upload, name="exchange_upload"),
    path(
        "exchange/profiles/<int:pk>/delete/",
        exchange_profiles.exchange_profile_delete,
        name="exchange_profile_delete",
    ),
    path("exchange/import/<str:ticket>/", exchange.exchange_mapping, name="exchange_mapping"),
    path("exchange/import/<str:ticket>/outline.geojson", exchange.exchange_outline, name="exchange_outline"),
    path("exchange/report/<str:ticket>/", exchange.exchange_report, name="exchange_report"),
    path(
        "exchange/report/<str:ticket>/objects.geojson",
        exchange.exchange_report_objects,
        name="exchange_report_objects",
    ),
    path(
        "exchange/report/<str:ticket>/report.csv", exchange.exchange_report_file, name="exchange_report_file"
    ),
    path("exchange/export/<int:pk>/<slug:form>/", exchange.exchange_export, name="exchange_export"),
    path("exchange/files/<str:ticket>/", exchange.exchange_file, name="exchange_file"),
    path("exchange/qgis/hydria.qgz", qgis.project, name="qgis_project"),
    path("exchange/qgis/pg_service.conf", qgis.service, name="qgis_service"),
    path("addresses/", suggest.address_suggest, name="address_suggest"),
]
#: Cards and forms, one view for all kinds.
_FOLDERS = {
    "pipe": "pipes", "node": "nodes", "shutoff": "shutoff-valves", "service_line": "service-lines",
    "station": "stations", "valve": "valves", "pump": "pumps", "building": "buildings",
}  # fmt: skip
for _slug, _folder in _FOLDERS.items():
    _kind = {"slug": _slug}
    urlpatterns += [
        path(f"{_folder}/<int:pk>/", objects.object_detail, _kind, name=f"{_slug}_detail"),
        path(f"{_folder}/<int:pk>/edit/", objects.object_edit, _kind, name=f"{_slug}_edit"),
    ]
_CATALOGUES = {
    "material": ("materials", catalogues.MaterialList),
    "pipe_size": ("sizes", catalogues.SizeList),
    "asset_type": ("types", catalogues.TypeList),
}
for _slug, (_folder, _list) in _CATALOGUES.items():
    _kind = {"slug": _slug}
    urlpatterns += [
        path(f"catalogues/{_folder}/", _list.as_view(), name=f"{_slug}_list"),
        path(f"catalogues/{_folder}/new/", catalogues.entry_edit, _kind, name=f"{_slug}_create"),
        path(f"catalogues/{_folder}/<int:pk>/", catalogues.entry_edit, _kind, name=f"{_slug}_edit"),
    ]
