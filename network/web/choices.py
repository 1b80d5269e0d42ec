"""Streets, and places of the network, that a form's field offers."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from gis_core.pages.access import allow
from gis_core.pages.choosing import answer_choices
from network.selectors.choosing import STREETS
from network.selectors.spot_choices import PLACES
from network.web.roles import VIEW_ROLES


@allow(*VIEW_ROLES)
@require_GET
def street_choices(request: HttpRequest) -> JsonResponse:
    """Answer `?q=` with streets by name, at most twenty."""
    return answer_choices(request, STREETS)


@allow(*VIEW_ROLES)
@require_GET
def place_choices(request: HttpRequest) -> JsonResponse:
    """Answer `?q=` with pipes, nodes and shut-off valves by code, at most twenty."""
    return answer_choices(request, PLACES)
