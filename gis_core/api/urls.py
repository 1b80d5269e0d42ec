"""Addresses of the API's description."""

from django.urls import path

from gis_core.api.views import Docs, Schema

urlpatterns = [
    path("schema/", Schema.as_view(), name="api_schema"),
    path("docs/", Docs.as_view(), name="api_docs"),
]
