"""Addresses of the API of faults."""

from django.urls import path

from faults.api.views import FaultCollection

app_name = "faults_api"
urlpatterns = [path("faults/", FaultCollection.as_view(), name="fault_collection")]
