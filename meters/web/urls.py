"""Addresses of connections, readings and routes."""

from django.urls import path

from meters.web import (
    cards,
    changes,
    choices,
    imports,
    isolation,
    lists,
    registration,
    routes,
    traces,
    walk,
)

app_name = "meters"
urlpatterns = [
    path("connections/", lists.ConnectionList.as_view(), name="connection_list"),
    path("connections/choices/", choices.connection_choices, name="connection_choices"),
    path("connections/new/", registration.connection_create, name="connection_create"),
    path("connections/import/", imports.connection_import, name="connection_import"),
    path("connections/import/<str:ticket>/", imports.connection_import_check, name="connection_import_check"),
    path(
        "connections/import/<str:ticket>/refused.csv",
        imports.connection_import_refused,
        name="connection_import_refused",
    ),
    path("connections/<int:pk>/", cards.connection_detail, name="connection_detail"),
    path("connections/<int:pk>/readings/new/", cards.reading_create, name="reading_create"),
    path("connections/<int:pk>/meter/", changes.meter_exchange, name="meter_exchange"),
    path("connections/<int:pk>/payer/", changes.liability_change, name="liability_change"),
    path("connections/<int:pk>/sensitivity/", cards.sensitivity_read, name="sensitivity_read"),
    path("connections/<int:pk>/sensitivity/new/", cards.sensitivity_create, name="sensitivity_create"),
    path("readings/", lists.ReadingList.as_view(), name="reading_list"),
    path("readings/import/", imports.reading_import, name="reading_import"),
    path("readings/import/<str:ticket>/", imports.reading_import_check, name="reading_import_check"),
    path(
        "readings/import/<str:ticket>/refused.csv",
        imports.reading_import_refused,
        name="reading_import_refused",
    ),
    path("network-isolation/", isolation.isolation, name="isolation"),
    path("network-isolation/stuck/", isolation.isolation_record_stuck, name="isolation_record_stuck"),
    path("network-traces/", traces.trace, name="trace"),
    path("routes/", lists.RouteList.as_view(), name="route_list"),
    path("routes/<int:pk>/", routes.route_detail, name="route_detail"),
    path("routes/<int:pk>/walk/", walk.route_walk, name="route_walk"),
    path("routes/<int:pk>/walk/apply/", walk.route_walk_apply, name="route_walk_apply"),
    path("routes/<int:pk>/walk/undo/", walk.route_walk_undo, name="route_walk_undo"),
]
