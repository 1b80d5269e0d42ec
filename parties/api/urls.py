"""Addresses of the register's part of the API."""

from django.urls import path

from parties.api.views import PartyDetail, PartyList

urlpatterns = [
    path("parties/", PartyList.as_view(), name="api_party_list"),
    path("parties/<int:pk>/", PartyDetail.as_view(), name="api_party_detail"),
]
