"""Addresses of the API of cuts and works."""

from django.urls import path

from outages.api.views import OutageCollection, OutageDetail

urlpatterns = [
    path("outages/", OutageCollection.as_view(), name="api_outage_list"),
    path("outages/<uuid:public_id>/", OutageDetail.as_view(), name="api_outage_detail"),
]
