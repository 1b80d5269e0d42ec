"""Addresses of the whole product; each app's own stand in its web and api packages, named here as strings."""

from django.urls import include, path

urlpatterns = [
    path("account/", include("allauth.urls")),
]
