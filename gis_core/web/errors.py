"""Pages for what went wrong."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gis_core.pages.access import allow_everybody


@allow_everybody
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the form is too old, and how to go on."""
    return render(request, "403_csrf.html", status=403)
