"""A Django that says nothing, for what the server itself costs: settings, addresses and view in one module."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from gis_core.settings import *  # noqa: F403 - the product's own, but for what a request passes through

INSTALLED_APPS = []
MIDDLEWARE = []
ROOT_URLCONF = "bench.tiles_bare"


def _nothing(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(b"")


urlpatterns = [path("nothing/", _nothing)]
