"""Addresses of the network's pages."""

from django.urls import path

from network.web import choices, lists, pages, streets, suggest, zones

app_name = "network"
urlpatterns = [
    path("pipes/", lists.PipeList.as_view(), name="pipe_list"),
    path("pipes/<int:pk>/", pages.pipe_detail, name="pipe_detail"),
    path("pipes/<int:pk>/edit/", pages.pipe_edit, name="pipe_edit"),
    path("nodes/", lists.NodeList.as_view(), name="node_list"),
    path("valves/", lists.ValveList.as_view(), name="valve_list"),
    path("zones/", lists.ZoneList.as_view(), name="zone_list"),
    path("zones/new/", zones.zone_create, name="zone_create"),
    path("zones/<int:pk>/", zones.zone_detail, name="zone_detail"),
    path("zones/<int:pk>/edit/", zones.zone_edit, name="zone_edit"),
    path("streets/", lists.StreetList.as_view(), name="street_list"),
    path("streets/choices/", choices.street_choices, name="street_choices"),
    path("streets/import/", streets.street_import, name="street_import"),
    path("streets/import/<str:ticket>/", streets.street_import_check, name="street_import_check"),
    path(
        "streets/import/<str:ticket>/refused.csv", streets.street_import_refused, name="street_import_refused"
    ),
    path("import/", pages.network_import, name="network_import"),
    path("addresses/", suggest.address_suggest, name="address_suggest"),
]
