"""Addresses of the API of faults."""

from django.urls import path

from faults.api.views import FaultCollection

urlpatterns = [path("faults/", FaultCollection.as_view(), name="api_fault_list")]
