"""Streets that a form's field offers."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from gis_core.pages.access import allow
from gis_core.pages.choosing import answer_choices
from network.selectors.choosing import STREETS
from network.web.roles import VIEW_ROLES


@allow(*VIEW_ROLES)
@require_GET
def street_choices(request: HttpRequest) -> JsonResponse:
    """Answer `?q=` with streets by name, at most twenty."""
    return answer_choices(request, STREETS)
