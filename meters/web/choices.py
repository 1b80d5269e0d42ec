"""Connections that a form's field offers."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from gis_core.pages.access import allow
from gis_core.pages.choosing import answer_choices
from meters.querysets import CONNECTION_ROLES
from meters.selectors.choosing import CONNECTIONS


@allow(*CONNECTION_ROLES)
@require_GET
def connection_choices(request: HttpRequest) -> JsonResponse:
    """Answer `?q=` with connections by number, address, meter or payer, at most twenty."""
    return answer_choices(request, CONNECTIONS)
