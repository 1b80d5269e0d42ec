"""Who may come in, in which language, and whose name stands in the history."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pghistory.middleware
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils import translation
from django.utils.translation import gettext as _

from gis_core.models import User
from gis_core.pages.access import find_access

#: Addresses that machines read: they get a status, not a sign-in page.
MACHINE_PREFIXES = ("/api/", "/tiles/", "/ogc/")


class LanguageMiddleware:
    """Speak the user's own language, else the visitor's choice, else Greek."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Activate the language for this request."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        if isinstance(request.user, User):
            chosen = request.user.language
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            return response


class AccessMiddleware:
    """Shut every view that does not say who may open it; send strangers to sign in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on: the decision is taken when the view is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Let the view run, or answer in its place."""
        access = find_access(view)
        if access is not None and access.admits(request.user):
            return None
        if not request.user.is_authenticated:
            if request.path.startswith(MACHINE_PREFIXES):
                return JsonResponse({"detail": _("Sign in first.")}, status=401)
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        if request.path.startswith(MACHINE_PREFIXES):
            return JsonResponse({"detail": _("Your role does not open this.")}, status=403)
        raise PermissionDenied


class HistoryMiddleware(pghistory.middleware.HistoryMiddleware):
    """Write the acting user and the address beside every change of a request."""
