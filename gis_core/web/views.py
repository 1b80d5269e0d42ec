"""Pages of the kernel: the office's first page, the language switch, the search box."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from gis_core.models import User
from gis_core.pages.access import allow_everybody, allow_staff
from gis_core.registry import SearchHit, Text, list_figures, list_panels, list_search, list_waiting

HITS_IN_BOX = 4
HITS_ON_PAGE = 25


@dataclass(frozen=True)
class HitGroup:
    """What one provider found."""

    title: Text
    hits: list[SearchHit]


@allow_staff
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Show what waits for the user and the figures of their work."""
    user = cast(User, request.user)
    waiting = [
        {"title": item.title, "count": item.count(user), "url": reverse(item.url_name)}
        for item in list_waiting(user)
    ]
    figures = [
        {"title": figure.title, "value": figure.value(user), "url": reverse(figure.url_name) + figure.query}
        for figure in list_figures(user)
    ]
    panels = [
        {
            "name": panel.name, "title": panel.title, "rows": panel.rows(user), "empty": panel.empty,
            "url": reverse(panel.url_name) + panel.query,
        }
        for panel in list_panels(user)
    ]  # fmt: skip
    context = {
        "waiting": [row for row in waiting if row["count"]], "figures": figures, "panels": panels,
    }  # fmt: skip
    return render(request, "gis_core/home.html", context)


@allow_staff
@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Find connections, people, places, bills, faults; a part of the page for the box, else a page."""
    user = cast(User, request.user)
    query = request.GET.get("q", "").replace("\0", "").strip()  # PostgreSQL keeps no such character
    in_box = bool(request.headers.get("HX-Request"))
    limit = HITS_IN_BOX if in_box else HITS_ON_PAGE
    groups = []
    if len(query) > 1:
        found = ((provider.title, list(provider.find(query, user, limit))) for provider in list_search(user))
        groups = [HitGroup(title=title, hits=hits) for title, hits in found if hits]
    template = "gis_core/partials/search_answer.html" if in_box else "gis_core/search.html"
    return render(request, template, {"groups": groups, "search_query": query})


@allow_everybody
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remember the language: with the user where there is one, else in a cookie."""
    chosen = request.POST.get("language", "")
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = "/"
    response = redirect(target)
    if chosen in dict(settings.LANGUAGES):
        if isinstance(request.user, User):
            User.objects.filter(pk=request.user.pk).update(language=chosen)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=365 * 86400,
            samesite="Lax",
            secure=request.is_secure(),
        )
    return response


@allow_everybody
@require_GET
def health(request: HttpRequest) -> HttpResponse:
    """Answer that the web process lives, for load balancers."""
    return HttpResponse("ok\n", content_type="text/plain")
