"""The QGIS project and its connection, for administrators."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from gis_core.choices import Role
from gis_core.pages.access import allow
from network.services.qgis import qgis_project, service_file


@allow(Role.ADMINISTRATOR)
@require_GET
def project(request: HttpRequest) -> HttpResponse:
    """Give the project that draws the network in QGIS."""
    answer = HttpResponse(qgis_project(), content_type="application/x-qgis-project")
    answer["Content-Disposition"] = 'attachment; filename="hydria.qgz"'
    return answer


@allow(Role.ADMINISTRATOR)
@require_GET
def service(request: HttpRequest) -> HttpResponse:
    """Give the section of pg_service.conf by which the project finds the database."""
    answer = HttpResponse(service_file(role="hydria_qgis"), content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="pg_service.conf"'
    return answer
