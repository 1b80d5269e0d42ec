"""Addresses of the API of connections and readings."""

from django.urls import path

from meters.api.isolation import IsolationTogetherView, IsolationView, TraceView
from meters.api.rounds import MediaKeep, RoundList, SlipList, VisitCreate
from meters.api.views import ConnectionList, ReadingList
from meters.api.walk import RouteWalkView

urlpatterns = [
    path("connections/", ConnectionList.as_view(), name="api_connection_list"),
    path("readings/", ReadingList.as_view(), name="api_reading_list"),
    path("rounds/", RoundList.as_view(), name="api_round_list"),
    path("rounds/media/<str:digest>/", MediaKeep.as_view(), name="api_round_media"),
    path("rounds/<int:pk>/slips/", SlipList.as_view(), name="api_slip_list"),
    path("rounds/<int:pk>/slips/<int:slip>/visits/", VisitCreate.as_view(), name="api_slip_visit"),
    path("network/isolation/", IsolationView.as_view(), name="api_isolation"),
    path("network/isolation/together/", IsolationTogetherView.as_view(), name="api_isolation_together"),
    path("routes/<int:pk>/walk/", RouteWalkView.as_view(), name="api_route_walk"),
    path("network/traces/", TraceView.as_view(), name="api_trace"),
]
