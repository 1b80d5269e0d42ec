"""Addresses of tiles and of the staff map."""

from django.urls import path

from gis_core.tiles import pages, views

app_name = "tiles"
urlpatterns = [
    path("tiles/<str:layers>/<int:z>/<int:x>/<int:y>.mvt", views.tile, name="tile"),
    path("map/", pages.staff_map, name="map"),
    path("map/options/", pages.options, name="options"),
    path("map/list/", pages.in_view, name="in_view"),
    path("map/identify/<slug:layer>/<int:pk>/", pages.identify, name="identify"),
]
