"""The map's editor: snapping, shapes to be changed, the acts, what hangs on an object, one's own last edits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.contrib.gis.geos import GEOSGeometry, Point
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gis_core.domain.coordinates import DEGREES, move_point
from gis_core.errors import DomainError
from gis_core.models import User
from gis_core.pages.access import allow
from network.errors import DependentsError, StaleEditError
from network.models import Node, Pipe
from network.selectors.dependents import list_dependents
from network.selectors.edits import find_redoable, find_undoable, list_own_edits
from network.selectors.objects import list_links
from network.selectors.snapping import find_snaps
from network.types import EditOutcome
from network.web import editor_acts as acts
from network.web import editor_lines as lines
from network.web.editor_body import Body, degrees, told
from network.web.editor_forms import DrawnPipeForm, DrawnServiceForm, PutForm
from network.web.kinds import KINDS
from network.web.objects import get_record
from network.web.roles import EDIT_ROLES
from network.web.stale import stale_context

Act = Callable[[Body], EditOutcome]
#: Shapes of lines can be changed corner by corner, others are moved whole.
ACTS: dict[str, Act] = {
    "draw": acts.draw, "service": lines.draw_service, "service_corners": lines.service_corners, "put": acts.put,
    "move": lines.move, "corners": acts.corners, "split": acts.split,
    "join": acts.join, "reverse": acts.reverse, "reconnect": acts.reconnect, "merge": acts.merge,
    "delete": acts.delete, "undo": acts.undo, "redo": acts.redo,
}  # fmt: skip
#: A place is looked for so far away at most (m).
FARTHEST_M = 60.0


@allow(*EDIT_ROLES)
@require_GET
def snap(request: HttpRequest) -> JsonResponse:
    """Say what the network has near a place: `lon` and `lat`, or `x` and `y` (EPSG:2100); `within` in metres.

    `here` is the place itself in both systems; the first of `snaps` is what a drawing snaps to.
    """
    try:
        x, y = _place(request)
        within = min(FARTHEST_M, max(0.0, float(request.GET.get("within", "5"))))
    except (KeyError, ValueError):
        return JsonResponse({"detail": _("This is no place on the map.")}, status=422)
    kinds = request.GET.get("kinds", "node,pipe").split(",")
    found = find_snaps(Point(x, y, srid=settings.STORAGE_SRID), within, kinds=kinds)
    return JsonResponse({"here": _both(x, y), "snaps": [_snap(each) for each in found]})


def _place(request: HttpRequest) -> tuple[float, float]:
    given = request.GET
    if "x" in given:
        x, y = float(given["x"]), float(given["y"])
    else:
        lon, lat = float(given["lon"]), float(given["lat"])
        x, y = move_point(lon, lat, source=DEGREES, target=settings.STORAGE_SRID)
    if not (abs(x) < 1e8 and abs(y) < 1e8):
        raise ValueError(x, y)
    return x, y


def _both(x: float, y: float) -> dict[str, float]:
    lon, lat = degrees(x, y)
    return {"x": round(x, 4), "y": round(y, 4), "lon": lon, "lat": lat}


def _snap(found: Any) -> dict[str, Any]:
    word = KINDS[found.kind].model._meta.verbose_name
    place = {**_both(found.x, found.y), "x": found.x, "y": found.y}
    return {
        **place, "kind": found.kind, "id": found.object_id, "code": found.code, "version": found.version,
        "fraction": found.fraction, "said": f"{capfirst(str(word))} {found.code}",
    }  # fmt: skip


@allow(*EDIT_ROLES)
@require_GET
def shape(request: HttpRequest, slug: str, pk: int) -> JsonResponse:
    """Give an object's shape and version for the editor: corners in both systems, ends of a link, links of a node."""
    kind = KINDS.get(slug)
    if kind is None:
        raise Http404
    record = get_record(request, kind, pk)
    geom = record.geom
    places = [geom.coords] if geom.geom_type == "Point" else geom.coords
    answer = {
        "kind": slug, "id": pk, "version": record.version, "title": kind.title(record), "layer": kind.layer(record),
        "corners": [_both(x, y) for x, y in places], "links": [],
    }  # fmt: skip
    if isinstance(record, Pipe):
        answer["ends"] = [str(record.start_node), str(record.end_node)]
    if isinstance(record, Node):
        answer["links"] = [
            {"kind": link_slug, "id": link.pk, "title": KINDS[link_slug].title(link)}
            for link_slug, link in list_links(record)
        ]
    return JsonResponse(answer)


@allow(*EDIT_ROLES)
@require_GET
def form(request: HttpRequest, name: str) -> HttpResponse:
    """Give the part of the page that asks what is drawn (`draw`, `service`) or put on the map (`put`)."""
    asked = {"draw": DrawnPipeForm, "service": DrawnServiceForm, "put": PutForm}.get(name)
    if asked is None:
        raise Http404
    return render(request, "network/partials/editor_form.html", {"form": asked(auto_id="editor_%s")})


@allow(*EDIT_ROLES)
@require_POST
def act(request: HttpRequest, name: str) -> JsonResponse:
    """Do one act; a refusal is a sentence (422), a stale edit both versions (409)."""
    do = ACTS.get(name)
    if do is None:
        raise Http404
    try:
        return JsonResponse(told(do(Body.of(request))))
    except StaleEditError as error:
        return JsonResponse(_stale(request, error), status=409)
    except DependentsError as error:
        hanging = [f"{each.name}: {each.count}" for each in error.dependents]
        return JsonResponse({"detail": str(error), "code": error.code, "hanging": hanging}, status=422)
    except DomainError as error:
        return JsonResponse({"detail": str(error), "code": error.code}, status=422)


def _stale(request: HttpRequest, error: StaleEditError) -> dict[str, Any]:
    """Return both versions: a part of the page, the other's version number and line."""
    found = error.found
    html = render_to_string("network/partials/stale.html", stale_context(error), request)
    line = found.theirs.get("geom")
    theirs = None
    if isinstance(line, str):
        geom = cast(Any, GEOSGeometry(line))
        places = [geom.coords] if geom.geom_type == "Point" else geom.coords
        theirs = [degrees(x, y) for x, y in places]
    return {
        "detail": str(error),
        "code": error.code,
        "version": found.version,
        "html": html,
        "theirs": theirs,
    }


@allow(*EDIT_ROLES)
@require_GET
def hanging(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Show what hangs on an object, before it is deleted."""
    kind = KINDS.get(slug)
    if kind is None or slug == "station":
        raise Http404
    record = get_record(request, kind, pk)
    found = list_dependents(record)
    context = {
        "title": kind.title(record), "found": found, "kind": slug, "record": record,
        "may_go": all(each.may_go for each in found),
    }  # fmt: skip
    return render(request, "network/partials/hanging.html", context)


@allow(*EDIT_ROLES)
@require_GET
def own_edits(request: HttpRequest) -> HttpResponse:
    """List one's own last edits, and say which can be undone and done again."""
    user = cast(User, request.user)
    edits = []
    for edit in list_own_edits(user):
        place = edit.geom.centroid if edit.geom is not None else None
        edits.append((edit, degrees(place.x, place.y) if place is not None else None))
    context = {"edits": edits, "undoable": find_undoable(user), "redoable": find_redoable(user)}
    return render(request, "network/partials/own_edits.html", context)
