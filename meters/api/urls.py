"""Addresses of the API of connections and readings."""

from django.urls import path

from meters.api.isolation import IsolationTogetherView, IsolationView, TraceView
from meters.api.views import ConnectionList, ReadingList
from meters.api.walk import RouteWalkView

urlpatterns = [
    path("connections/", ConnectionList.as_view(), name="api_connection_list"),
    path("readings/", ReadingList.as_view(), name="api_reading_list"),
    path("network/isolation/", IsolationView.as_view(), name="api_isolation"),
    path("network/isolation/together/", IsolationTogetherView.as_view(), name="api_isolation_together"),
    path("routes/<int:pk>/walk/", RouteWalkView.as_view(), name="api_route_walk"),
    path("network/traces/", TraceView.as_view(), name="api_trace"),
]
