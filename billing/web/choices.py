"""Bill runs that a form's field offers."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from billing.querysets import BILL_ROLES
from billing.selectors.choosing import RUNS
from gis_core.pages.access import allow
from gis_core.pages.choosing import answer_choices


@allow(*BILL_ROLES)
@require_GET
def run_choices(request: HttpRequest) -> JsonResponse:
    """Answer `?q=` with bill runs by title or number, at most twenty."""
    return answer_choices(request, RUNS)
