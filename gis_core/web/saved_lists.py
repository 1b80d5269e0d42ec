"""Acts on saved lists: keep the present one, change, delete, open it first."""

from __future__ import annotations

from typing import cast
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gis_core.errors import DomainError
from gis_core.models import SavedList, User
from gis_core.pages.access import allow_staff, find_access
from gis_core.pages.saved_lists import ALL, SAVED, name_of, read_view, write_query
from gis_core.services.saved_lists import change_list, clear_start, delete_list, save_list, set_start


@allow_staff
@require_POST
def saved_list_save(request: HttpRequest) -> HttpResponse:
    """Keep the list as it stands at the address `page`, under a title."""
    user, page = cast(User, request.user), _page_of(request)
    if page is None:
        return redirect("gis_core:home")
    path, query, list_name = page
    try:
        saved = save_list(
            actor=user, list_name=list_name, title=request.POST.get("title", ""), view=read_view(query),
            shared_with=request.POST.getlist("roles"),
        )  # fmt: skip
    except DomainError as error:
        messages.error(request, str(error))
        return redirect(f"{path}?{query.urlencode()}")
    messages.success(request, _("The list is saved."))
    return redirect(f"{path}?{write_query(saved)}")


@allow_staff
@require_POST
def saved_list_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change title and roles; with `replace` also columns, filters and order to those of the address `page`."""
    user, page = cast(User, request.user), _page_of(request)
    saved = get_object_or_404(SavedList.objects.visible_to(user), pk=pk)
    if page is None or page[2] != saved.list_name:
        return redirect("gis_core:home")
    path, query, _list_name = page
    view = read_view(query) if request.POST.get("replace") else None
    try:
        change_list(
            actor=user, saved=saved, title=request.POST.get("title", ""),
            shared_with=request.POST.getlist("roles"), view=view,
        )  # fmt: skip
    except DomainError as error:
        messages.error(request, str(error))
        return redirect(f"{path}?{query.urlencode()}")
    messages.success(request, _("The saved list is changed."))
    return redirect(f"{path}?{write_query(saved)}")


@allow_staff
@require_POST
def saved_list_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete the saved list; its rows stay where they are."""
    user, page = cast(User, request.user), _page_of(request)
    saved = get_object_or_404(SavedList.objects.visible_to(user), pk=pk)
    try:
        delete_list(actor=user, saved=saved)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The saved list is deleted. Its rows stay."))
    return redirect(f"{page[0]}?{SAVED}={ALL}" if page is not None else "gis_core:home")


@allow_staff
@require_POST
def saved_list_start(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the user's page with this saved list from now on, or (`off`) with all rows again."""
    user, page = cast(User, request.user), _page_of(request)
    saved = get_object_or_404(SavedList.objects.visible_to(user), pk=pk)
    if request.POST.get("off"):
        clear_start(actor=user, list_name=saved.list_name)
        messages.success(request, _("The page opens with all rows again."))
    else:
        set_start(actor=user, saved=saved)
        messages.success(request, _("The page now opens with this list."))
    return redirect(f"{page[0]}?{write_query(saved)}" if page is not None else "gis_core:home")


def _page_of(request: HttpRequest) -> tuple[str, QueryDict, str] | None:
    """Return path, query and name of the list page that the form was sent from; None unless the user may open it."""
    address = request.POST.get("page", "")
    if not url_has_allowed_host_and_scheme(address, allowed_hosts=None) or not address.startswith("/"):
        return None
    parts = urlsplit(address)
    try:
        match = resolve(parts.path)
    except Resolver404:
        return None
    access = find_access(match.func)
    if access is None or not access.admits(request.user):
        return None
    asked = HttpRequest()
    asked.path, asked.resolver_match = parts.path, match
    return parts.path, QueryDict(parts.query), name_of(asked)
