"""Addresses of the OGC API."""

from django.urls import path

from network.api import ogc

app_name = "ogc"
urlpatterns = [
    path("", ogc.landing, name="landing"),
    path("api/", ogc.api, name="api"),
    path("conformance/", ogc.conformance, name="conformance"),
    path("collections/", ogc.collections, name="collections"),
    path("collections/<slug:name>/", ogc.collection, name="collection"),
    path("collections/<slug:name>/items/", ogc.items, name="items"),
    path("collections/<slug:name>/items/<int:pk>/", ogc.item, name="item"),
]
