"""The same access rule for the API."""

from typing import Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from gis_core.pages.access import find_access


class RolePermission(BasePermission):
    """Admit whom the view's own declaration admits; a view without one is shut."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Ask the view's class."""
        access = find_access(type(view))
        return access is not None and access.admits(request.user)
