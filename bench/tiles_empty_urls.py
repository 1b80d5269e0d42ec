"""The product's addresses, and one that answers with nothing."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from gis_core.pages.access import allow_everybody


@allow_everybody
def nothing(_request: HttpRequest) -> HttpResponse:
    """Answer with nothing."""
    return HttpResponse(b"")


urlpatterns = [path("nothing/", nothing), path("", include("gis_core.urls"))]
