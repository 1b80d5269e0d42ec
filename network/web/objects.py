"""Cards and forms of what the network is made of, one page for all kinds."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from documents.errors import FileTooLarge, NotAPhoto
from documents.selectors.files import list_attachments
from gis_core.domain.greek import format_date, format_number
from gis_core.errors import DomainError
from gis_core.models import User
from gis_core.pages.access import allow
from gis_core.pages.history import list_changes
from network.errors import StaleEditError
from network.models import ShutoffValve
from network.selectors.addresses import nearest_address
from network.selectors.objects import Belonging, list_belongings, list_checks
from network.selectors.places import to_lon_lat
from network.services.attachments import attach_to_object
from network.services.attributes import change_attributes
from network.web.kinds import KINDS, TONES, Kind
from network.web.roles import ATTACH_ROLES, CHECK_ROLES, EDIT_ROLES, VIEW_ROLES
from network.web.stale import stale_context

_YEARS = frozenset({"laid_year", "installed_year"})
#: Figures whose first decimals matter.
_DECIMALS = {"length_m": 1, "slope": 4, "model_length_m": 1, "roughness": 1, "diameter_mm": 0, "offset_m": 1}
_SHOWN_LAYERS = (
    "streets,buildings,pipes,sewers,service_lines,manholes,appurtenances,shutoff_valves,stations,valves,"
    "pumps,sources"
)


def get_record(request: HttpRequest, kind: Kind, pk: int) -> Any:
    """Return an object that the reader may see, with what its card names; else it does not exist."""
    rows = cast(Any, kind.model)._default_manager.visible_to(cast(User, request.user))
    return get_object_or_404(rows.select_related(*kind.joined).defer("geom_3857"), pk=pk)


def _fact(record: Any, name: str) -> tuple[str, str] | None:
    """Return a field's title and value in words; None where nothing is known."""
    field = record._meta.get_field(name)
    value = getattr(record, name)
    if value is None or value == "" or (value is False and name == "has_check_valve"):
        return None
    if field.choices:
        shown = getattr(record, f"get_{name}_display")()
    elif name in _YEARS:
        shown = str(value)
    elif isinstance(value, bool):
        shown = _("yes") if value else _("no")
    elif isinstance(value, (Decimal, float, int)):
        shown = _written(Decimal(str(value)), _DECIMALS.get(name))
    elif isinstance(value, date):
        shown = format_date(value, get_language() or "el")
    else:
        shown = str(value)
    titles = {"system": _("Supply system"), "length_m": _("Length (m)")}
    return titles.get(name) or capfirst(str(field.verbose_name)), shown


def _written(number: Decimal, decimals: int | None) -> str:
    """Return a figure with as many decimals as it needs, at most three, or as many as asked."""
    exponent = number.normalize().as_tuple().exponent
    if decimals is None:
        decimals = min(3, max(0, -exponent)) if isinstance(exponent, int) else 0
    return format_number(number, decimals, get_language() or "el")


def facts_of(kind: Kind, record: Any) -> list[tuple[str, str]]:
    """Return what is known of the object, ready to show."""
    return [fact for name in kind.facts if (fact := _fact(record, name)) is not None]


def pills_of(kind: Kind, record: Any) -> list[tuple[str, str]]:
    """Return the tones and words of the object's states."""
    return [
        (TONES[name].get(getattr(record, name), ""), getattr(record, f"get_{name}_display")())
        for name in kind.pills
    ]


def _linked(group: Belonging) -> dict[str, Any]:
    kind = KINDS[group.slug]
    return {
        "title": capfirst(str(kind.model._meta.verbose_name_plural)),
        "rows": [
            (reverse(kind.detail_name, args=[row.pk]), kind.title(row), pills_of(kind, row)[0])
            for row in group.rows
        ],
    }  # fmt: skip


def middle_of(record: Any) -> Any:
    """Return the point at which an object is shown: its own, one inside it, or the middle of its line."""
    geom = record.geom
    if geom.geom_type == "MultiPolygon":
        return geom.point_on_surface
    return geom if geom.geom_type == "Point" else geom.interpolate_normalized(0.5)


def may_edit(request: HttpRequest) -> bool:
    """Say whether the reader may change the network."""
    return cast(User, request.user).has_any_role(*EDIT_ROLES)


@allow(*VIEW_ROLES)
@require_GET
def object_detail(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Show an object: what it is, where it lies, what belongs to it, its photos, what became of it."""
    kind = KINDS[slug]
    record = get_record(request, kind, pk)
    middle = middle_of(record)
    longitude, latitude = to_lon_lat(middle)
    context = {
        "record": record, "kind": kind, "title": kind.title(record), "facts": facts_of(kind, record),
        "pills": pills_of(kind, record), "address": nearest_address(middle), "layer": kind.layer(record),
        "layers": _SHOWN_LAYERS, "longitude": f"{longitude:.6f}", "latitude": f"{latitude:.6f}",
        "belongings": [_linked(group) for group in list_belongings(record)],
        "attachments": list_attachments(record), "changes": list_changes(record),
        "list_url": reverse(kind.list_name), "list_title": capfirst(str(kind.model._meta.verbose_name_plural)),
        "edit_url": reverse(kind.edit_name, args=[pk]) if may_edit(request) else "",
        "attach_url": _attach_url(request, slug, pk),
    }  # fmt: skip
    if isinstance(record, ShutoffValve):
        checks = list_checks(record)
        context["checks"] = [(check, list_attachments(check)) for check in checks]
        if cast(User, request.user).has_any_role(*CHECK_ROLES):
            context["check_url"] = reverse("network:shutoff_check", args=[pk])
    return render(request, "network/object_detail.html", context)


def _attach_url(request: HttpRequest, slug: str, pk: int) -> str:
    if not cast(User, request.user).has_any_role(*ATTACH_ROLES):
        return ""
    return reverse("network:object_attach", args=[slug, pk])


def _both_versions(
    request: HttpRequest, kind: Kind, error: StaleEditError, *, in_drawer: bool
) -> HttpResponse:
    """Show what others wrote beside what the editor wrote, to choose from."""
    kept = [
        (name, value)
        for name, value in request.POST.items()
        if name not in {"csrfmiddlewaretoken", "version"}
    ]
    context = {
        **stale_context(error), "title": error.found.code, "posted": kept, "here": request.path,
        "in_drawer": in_drawer, "list_url": reverse(kind.list_name),
        "list_title": capfirst(str(kind.model._meta.verbose_name_plural)),
    }  # fmt: skip
    template = "network/partials/stale.html" if in_drawer else "network/stale.html"
    # htmx shows only answers that succeed.
    return render(request, template, context, status=200 if in_drawer else 409)


@allow(*EDIT_ROLES)
@require_http_methods(["GET", "POST"])
def object_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change what is written on an object; in the map's drawer only the form is asked for, and its answer."""
    kind = KINDS[slug]
    record = get_record(request, kind, pk)
    title, user = kind.title(record), cast(User, request.user)
    form = kind.form(request.POST if request.method == "POST" else None, instance=record, user=user)
    in_drawer = request.headers.get("HX-Request") == "true"
    if form.is_bound and form.is_valid():
        try:
            change_attributes(
                actor=user, record=record, version=form.cleaned_data["version"], values=form.values()
            )
        except StaleEditError as error:
            return _both_versions(request, kind, error, in_drawer=in_drawer)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            done = _("%(object)s was changed.") % {"object": kind.title(record)}
            if in_drawer:
                return render(
                    request,
                    "network/partials/drawer_done.html",
                    {"done": done, "kind": kind, "record": record},
                )
            messages.success(request, done)
            return redirect(kind.detail_name, pk=pk)
    context = {
        "form": form, "title": _("Change %(object)s") % {"object": title}, "save": _("Save"), "here": request.path,
        "back": reverse(kind.detail_name, args=[pk]), "list_url": reverse(kind.list_name),
        "list_title": capfirst(str(kind.model._meta.verbose_name_plural)),
    }  # fmt: skip
    template = "network/partials/drawer_form.html" if in_drawer else "network/object_form.html"
    # htmx shows only answers that succeed.
    return render(request, template, context, status=422 if form.is_bound and not in_drawer else 200)


@allow(*ATTACH_ROLES)
@require_POST
def object_attach(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Attach a photo or a document to an object."""
    kind = KINDS.get(slug)
    if kind is None:
        raise Http404
    record = get_record(request, kind, pk)
    file = request.FILES.get("file")
    if file is None:
        messages.error(request, _("Choose a file first."))
    else:
        try:
            attach_to_object(
                actor=cast(User, request.user), record=record, content=file.read(), name=file.name or ""
            )
        except (DomainError, FileTooLarge, NotAPhoto) as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The file was attached."))
    return redirect(kind.detail_name, pk=pk)
