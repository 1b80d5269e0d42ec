"""The staff map: the page, the list of what is in view, the card of what is pointed at."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, cast

from django.apps import apps
from django.contrib.gis.geos import Point
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string, select_template
from django.views.decorators.http import require_GET
from rest_framework.exceptions import ValidationError

from gis_core.models import User
from gis_core.pages.access import allow_everybody, allow_staff
from gis_core.pages.boxes import read_box
from gis_core.pages.written import quantity
from gis_core.registry import list_map_tools
from gis_core.tiles.registry import Layer, find_layer, list_layers
from gis_core.tiles.widgets import map_options

ROWS_IN_VIEW = 100


@allow_staff
@require_GET
def staff_map(request: HttpRequest) -> HttpResponse:
    """Show the map that fills the window."""
    user = cast(User, request.user)
    layers = list_layers(user)
    tools = [(render_to_string(tool.template, {}, request), tool.script) for tool in list_map_tools(user)]
    context = {"options": map_options(layers), "layers": layers, "tools": tools}
    return render(request, "gis_core/map.html", context)


@allow_everybody
@require_GET
def options(request: HttpRequest) -> JsonResponse:
    """Give a map in a page its first view, layers and words; layers that the asker may not see are left out."""
    names = request.GET.get("layers", "").split(",")
    return JsonResponse(map_options(list_layers(request.user, names)))


def _visible_layer(request: HttpRequest, name: str) -> Layer:
    """Return a layer the user may see; another does not exist for them."""
    layer = find_layer(name)
    if layer is None or not layer.admits(request.user):
        raise Http404
    return layer


def _model(layer: Layer) -> Any:
    """Return the model behind a layer's table."""
    for model in apps.get_models():
        if model._meta.db_table == layer.table:
            return model
    raise Http404


def _visible_rows(layer: Layer, request: HttpRequest) -> Any:
    """Return the rows of the layer's model that the asker may see."""
    rows = _model(layer)._default_manager.all()
    return rows.visible_to(request.user) if hasattr(rows, "visible_to") else rows


@allow_staff
@require_GET
def in_view(request: HttpRequest) -> HttpResponse:
    """List the objects of a layer in a box (`bbox=west,south,east,north`, WGS84), for whom the map is no help."""
    layer = _visible_layer(request, request.GET.get("layer", ""))
    try:
        box = read_box(request.GET.get("bbox", ""))
    except ValidationError:
        raise Http404 from None
    visible = _visible_rows(layer, request)
    # What only a map knows has its place for the map alone.
    place = "geom" if any(field.name == "geom" for field in visible.model._meta.fields) else "geom_3857"
    rows = layer.rows(visible.filter(**{f"{place}__intersects": box}))
    found = list(rows.order_by("pk")[: ROWS_IN_VIEW + 1])
    return render(
        request,
        "gis_core/partials/in_view.html",
        {
            "layer": layer,
            "rows": [_row(record) for record in found[:ROWS_IN_VIEW]],
            "has_more": len(found) > ROWS_IN_VIEW,
            "limit": ROWS_IN_VIEW,
        },
    )


def _row(record: Any) -> dict[str, Any]:
    """Return a record's name and the middle of its place in WGS84."""
    place = record.geom.centroid if record.geom.geom_type != "Point" else record.geom
    place.transform(4326)
    return {"pk": record.pk, "title": str(record), "lon": place.x, "lat": place.y}


def _written(value: Any) -> Any:
    """Return a figure without the noughts that its column adds."""
    return quantity(value) if isinstance(value, Decimal) else value


@allow_staff
@require_GET
def identify(request: HttpRequest, layer: str, pk: int) -> HttpResponse:
    """Give the card of one object for the drawer: the app's own where it has one."""
    declared = _visible_layer(request, layer)
    model = _model(declared)
    record = get_object_or_404(_visible_rows(declared, request), pk=pk)
    app = model._meta.app_label
    template = select_template([f"{app}/map/{declared.name}.html", "gis_core/partials/identify.html"])
    facts = [
        (
            field.verbose_name,
            getattr(record, f"get_{field.name}_display", lambda: None)()
            or _written(getattr(record, field.name)),
        )
        for field in model._meta.concrete_fields
        if field.name in declared.columns.values()
    ]
    place: Point = record.geom.centroid
    place.transform(4326)
    context = {"record": record, "layer": declared, "facts": facts, "lon": place.x, "lat": place.y}
    # The map goes there when it was sent to the object by its name alone.
    return HttpResponse(
        template.render(context, request), headers={"Hydria-Place": f"{place.x:.6f},{place.y:.6f}"}
    )
