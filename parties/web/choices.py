"""Parties that a form's field offers."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from gis_core.pages.access import allow
from gis_core.pages.choosing import answer_choices
from parties.querysets import PARTY_ROLES
from parties.selectors.choosing import PARTIES


@allow(*PARTY_ROLES)
@require_GET
def party_choices(request: HttpRequest) -> JsonResponse:
    """Answer `?q=` with parties by names or tax number, at most twenty."""
    return answer_choices(request, PARTIES)
