"""What every page's shell shows."""

from typing import Any

from django.http import HttpRequest

from gis_core.models import User, Utility
from gis_core.registry import list_nav


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the utility and, for staff, the rail."""
    user = request.user
    office = isinstance(user, User) and user.is_office
    return {
        "utility": Utility.objects.first(),
        "nav_items": list_nav(user) if office and isinstance(user, User) else [],
        "is_office": office,
    }
