"""Addresses of the network's part of the API."""

from django.urls import path

from network.api import addresses, views

urlpatterns = [
    path("network/nodes/", views.NodeList.as_view(), name="api_node_list"),
    path("network/pipes/", views.PipeList.as_view(), name="api_pipe_list"),
    path("network/pipes/<int:pk>/", views.PipeDetail.as_view(), name="api_pipe_detail"),
    path("network/pumps/", views.PumpList.as_view(), name="api_pump_list"),
    path("network/valves/", views.ValveList.as_view(), name="api_valve_list"),
    path("network/zones/", views.ZoneList.as_view(), name="api_zone_list"),
    path("network/addresses/", addresses.AddressList.as_view(), name="api_address_find"),
    path("network/streets/", views.StreetList.as_view(), name="api_street_list"),
]
