"""Addresses of the API of connections and readings."""

from django.urls import path

from meters.api.views import ConnectionList, ReadingList

urlpatterns = [
    path("connections/", ConnectionList.as_view(), name="api_connection_list"),
    path("readings/", ReadingList.as_view(), name="api_reading_list"),
]
