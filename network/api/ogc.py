"""OGC API Features (Part 1: Core, GeoJSON, OpenAPI 3.0): the map's layers for other programs, with the same roles.

What strangers see on the public map they may read here without an account; the rest wants a signed-in session.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from decimal import Decimal
from functools import wraps
from typing import Any
from urllib.parse import urlencode

import numpy as np
from django.apps import apps
from django.contrib.gis.db.models import Extent
from django.contrib.gis.db.models.functions import AsGeoJSON, Transform
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from rest_framework.exceptions import ValidationError

from gis_core.pages.access import allow_everybody
from gis_core.pages.boxes import read_box
from gis_core.pages.visitors import visitor_address
from gis_core.tiles.registry import Layer, find_layer, list_layers
from network.api.ogc_document import LARGEST_PAGE, PAGE, describe_api
from network.api.ogc_limits import may_ask
from network.domain.placement import to_wgs84

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
_SPEC = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf"
CONFORMANCE = [f"{_SPEC}/core", f"{_SPEC}/geojson", f"{_SPEC}/oas30"]
GEOJSON = "application/geo+json"
_MOMENT = r"(?:\.\.|\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})?)?|)"
_DATETIME = re.compile(rf"{_MOMENT}(?:/{_MOMENT})?")
#: Decimals of a degree: about a centimetre.
DECIMALS = 7
View = Callable[..., HttpResponse]


class _Refused(Exception):
    def __init__(self, status: int, code: str, text: str) -> None:
        super().__init__(text)
        self.status, self.code, self.text = status, code, text


def _admit(request: HttpRequest, known: tuple[str, ...]) -> None:
    """Refuse a stranger who asks too often, and parameters that are not known here."""
    if not request.user.is_authenticated and not may_ask(visitor_address(request)):
        raise _Refused(429, "TooManyRequests", _("Too many questions; wait a minute."))
    strange = set(request.GET) - {*known, "f"}
    if strange or request.GET.get("f", "json") not in {"json", "geojson"}:
        names = ", ".join(sorted(strange) or ["f"])
        raise _Refused(400, "InvalidParameterValue", _("Not known: %s") % names)


def _answers(*known: str) -> Callable[[View], View]:
    """Open the view to everybody within the limit; refuse parameters that the standard does not know here."""

    def decorate(view: View) -> View:
        @allow_everybody
        @require_safe
        @wraps(view)
        def answer(request: HttpRequest, **where: Any) -> HttpResponse:
            try:
                _admit(request, known)
                response = view(request, **where)
            except _Refused as refused:
                body = {"code": refused.code, "description": refused.text}
                response = JsonResponse(body, status=refused.status)
                if refused.status == 429:  # HTTP's own number
                    response["Retry-After"] = "60"
            response["Access-Control-Allow-Origin"] = "*"
            response["Vary"] = "Cookie, Accept-Language"
            return response

        return answer

    return decorate


def _link(
    request: HttpRequest, path: str, rel: str, media_type: str = "application/json", title: str = ""
) -> dict[str, str]:
    link = {"href": request.build_absolute_uri(path), "rel": rel, "type": media_type}
    return {**link, "title": title} if title else link


@_answers()
def landing(request: HttpRequest) -> HttpResponse:
    """Say what this is and where its parts are."""
    links = [
        _link(request, request.path, "self", title=_("This page")),
        _link(request, reverse("ogc:api"), "service-desc", "application/vnd.oai.openapi+json;version=3.0"),
        _link(request, reverse("api_docs"), "service-doc", "text/html"),
        _link(request, reverse("ogc:conformance"), "conformance"),
        _link(request, reverse("ogc:collections"), "data"),
    ]
    return JsonResponse({"title": "Hydria", "description": _("Layers of the map"), "links": links})


@_answers()
def api(request: HttpRequest) -> HttpResponse:
    """Give the description that machines read."""
    root = request.build_absolute_uri(reverse("ogc:landing"))
    body = describe_api(root, [layer for layer, _model in _shown(request)])
    return HttpResponse(json.dumps(body), content_type="application/vnd.oai.openapi+json;version=3.0")


@_answers()
def conformance(request: HttpRequest) -> HttpResponse:
    """Name the classes of the standard that are kept."""
    return JsonResponse({"conformsTo": CONFORMANCE})


@_answers()
def collections(request: HttpRequest) -> HttpResponse:
    """List the layers that the asker may see."""
    links = [_link(request, request.path, "self", title=_("This page"))]
    listed = [_collection(request, layer, model) for layer, model in _shown(request)]
    return JsonResponse({"links": links, "collections": listed})


@_answers()
def collection(request: HttpRequest, name: str) -> HttpResponse:
    """Describe one layer, with the box that it fills."""
    layer, model = _find(request, name)
    return JsonResponse(_collection(request, layer, model, with_extent=True))


@_answers("bbox", "limit", "datetime", "after")
def items(request: HttpRequest, name: str) -> HttpResponse:
    """Give a page of the layer's features, in the order of their keys, and the way to the next page."""
    layer, model = _find(request, name)
    rows = layer.rows(_rows(request, model))
    if request.GET.get("bbox"):
        rows = rows.filter(geom__intersects=_box(request.GET["bbox"]))
    if not _DATETIME.fullmatch(request.GET.get("datetime", "")):
        raise _Refused(400, "InvalidParameterValue", _("datetime is no moment and no span of RFC 3339."))
    limit = _number(request, "limit", PAGE, least=1)
    limit = min(limit, LARGEST_PAGE)
    after = _number(request, "after", 0, least=0)
    found = _features(rows.filter(pk__gt=after).order_by("pk"), layer, limit + 1)
    page = found[:limit]
    links = [
        _link(request, request.get_full_path(), "self", GEOJSON),
        _link(request, reverse("ogc:collection", args=[name]), "collection"),
    ]
    if len(found) > limit:
        query = {**request.GET.dict(), "limit": str(limit), "after": str(page[-1]["id"])}
        links.append(_link(request, f"{request.path}?{urlencode(query)}", "next", GEOJSON))
    body = {"type": "FeatureCollection", "features": page, "numberReturned": len(page), "links": links}
    return _geojson(body)


@_answers()
def item(request: HttpRequest, name: str, pk: int) -> HttpResponse:
    """Give one feature."""
    layer, model = _find(request, name)
    found = _features(layer.rows(_rows(request, model)).filter(pk=pk), layer, 1)
    if not found:
        raise _Refused(404, "NotFound", _("There is no such feature."))
    links = [
        _link(request, request.path, "self", GEOJSON),
        _link(request, reverse("ogc:collection", args=[name]), "collection"),
    ]
    return _geojson({**found[0], "links": links})


def _geojson(body: dict[str, Any]) -> HttpResponse:
    response = JsonResponse(body, content_type=GEOJSON)
    response["Content-Crs"] = f"<{CRS84}>"
    return response


def _shown(request: HttpRequest) -> list[tuple[Layer, Any]]:
    """Return the layers that the asker may see and that stand on a table of their own."""
    models = {model._meta.db_table: model for model in apps.get_models()}
    return [(la, models[la.table]) for la in list_layers(request.user) if la.table in models]


def _find(request: HttpRequest, name: str) -> tuple[Layer, Any]:
    layer = find_layer(name)
    shown = {la.name: model for la, model in _shown(request)}
    if layer is None or name not in shown:
        raise _Refused(404, "NotFound", _("There is no such collection."))
    return layer, shown[name]


def _rows(request: HttpRequest, model: Any) -> QuerySet[Any]:
    rows = model._default_manager.all()
    found: QuerySet[Any] = rows.visible_to(request.user) if hasattr(rows, "visible_to") else rows
    return found


def _collection(
    request: HttpRequest, layer: Layer, model: Any, *, with_extent: bool = False
) -> dict[str, Any]:
    box = layer.rows(_rows(request, model)).aggregate(box=Extent("geom"))["box"] if with_extent else None
    path = reverse("ogc:collection", args=[layer.name])
    body: dict[str, Any] = {
        "id": layer.name, "title": str(layer.title), "itemType": "feature", "crs": [CRS84],
        "links": [
            _link(request, path, "self"),
            _link(request, reverse("ogc:items", args=[layer.name]), "items", GEOJSON, str(layer.title)),
        ],
    }  # fmt: skip
    if box is not None:
        body["extent"] = {"spatial": {"bbox": [_degrees(box)], "crs": CRS84}}
    return body


def _degrees(box: tuple[float, float, float, float]) -> list[float]:
    west, south, east, north = box
    corners = to_wgs84(np.array([(west, south), (west, north), (east, south), (east, north)]))
    return [round(float(v), DECIMALS) for v in (*corners.min(axis=0), *corners.max(axis=0))]


def _features(rows: QuerySet[Any], layer: Layer, most: int) -> list[dict[str, Any]]:
    columns = sorted(set(layer.columns.values()))
    shaped = rows.annotate(shape=AsGeoJSON(Transform("geom", 4326), precision=DECIMALS))
    features = []
    for pk, shape, *values in shaped.values_list("pk", "shape", *columns)[:most]:
        by_column = dict(zip(columns, values, strict=True))
        properties = {name: _plain(by_column[column]) for name, column in layer.columns.items()}
        geometry = json.loads(shape) if shape else None
        features.append({"type": "Feature", "id": pk, "geometry": geometry, "properties": properties})
    return features


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value


def _box(text: str) -> Any:
    parts = text.split(",")
    if len(parts) == 6:  # with heights, which we have not
        parts = [parts[0], parts[1], parts[3], parts[4]]
    try:
        return read_box(",".join(parts))
    except ValidationError:
        raise _Refused(400, "InvalidParameterValue", _("bbox is west,south,east,north in degrees.")) from None


def _number(request: HttpRequest, name: str, default: int, *, least: int) -> int:
    text = request.GET.get(name, "")
    if not text:
        return default
    if not (text.isascii() and text.isdigit()) or len(text) > 18 or int(text) < least:  # of a bigint
        told = _("%(name)s is a whole number from %(least)d.") % {"name": name, "least": least}
        raise _Refused(400, "InvalidParameterValue", told)
    return int(text)
