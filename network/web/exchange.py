"""Files in and out: upload, what is what, report of every object, import as work; exports."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from pathlib import Path
from typing import Any, cast

import numpy as np
import shapely
from django.contrib import messages
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    QueryDict,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from documents.models import StoredFile
from documents.selectors.files import open_file, read_file
from documents.services.files import store_file
from gis_core.choices import Role
from gis_core.errors import DomainError
from gis_core.models import User
from gis_core.pages.access import allow
from network.choices import Medium
from network.domain.exchange.gathering import put_down
from network.domain.exchange.guessing import guess_mapping
from network.domain.exchange.mapping import Mapping
from network.domain.exchange.reading import SourceLayer
from network.domain.exchange.targets import Role as LayerRole
from network.domain.placement import PlaceError, epsg_number, lon_lat, to_wgs84
from network.models import ImportProfile, SupplySystem
from network.selectors.exports import count_objects
from network.selectors.exports_tickets import FILE, REPORT, open_ticket, sign_file, sign_report
from network.services.exchange_import import Destination, catalogue_codes, with_layers
from network.services.exchange_jobs import (
    MEDIA_TYPES,
    check_file,
    enqueue_check,
    enqueue_export,
    enqueue_import,
    make_export,
    save_profile,
)  # fmt: skip
from network.services.exchange_words import crs_note
from network.web.exchange_forms import ROLES, SYSTEMS, make_cards, read_destination, read_mapping
from network.web.roles import EDIT_ROLES, VIEW_ROLES

LARGEST_UPLOAD = 256 * 1024 * 1024
#: Larger files are looked at by a worker, larger systems written by one.
AT_ONCE_BYTES, AT_ONCE_OBJECTS = 8_000_000, 20_000
#: Objects of a layer drawn to prove where it lies, and lines of a report on its page.
SAMPLE, SHOWN = 300, 300


def _ticket(ticket: str, salt: str) -> dict[str, Any]:
    value = open_ticket(ticket, salt)
    if value is None:
        raise Http404
    return value


@allow(*VIEW_ROLES)
@require_GET
def exchange(request: HttpRequest) -> HttpResponse:
    """Show the systems with what they can be exported as, and where files are taken in."""
    user = cast(User, request.user)
    systems = SupplySystem.objects.visible_to(user).order_by("name")
    context = {
        "systems": [(system, count_objects(system)) for system in systems], "formats": _formats(),
        "profiles": ImportProfile.objects.visible_to(user).select_related("made_by"),
        "may_import": user.has_any_role(*EDIT_ROLES), "is_administrator": user.has_any_role(Role.ADMINISTRATOR),
    }  # fmt: skip
    return render(request, "network/exchange.html", context)


def _formats() -> list[tuple[str, str]]:
    return [
        ("gpkg", "GeoPackage"), ("shp", "Shapefile"), ("geojson", "GeoJSON"), ("xlsx", "XLSX"), ("inp", "EPANET (INP)"),
    ]  # fmt: skip


@allow(*EDIT_ROLES)
@require_POST
def exchange_upload(request: HttpRequest) -> HttpResponse:
    """Keep the file and lead to the page that says what is what."""
    file = request.FILES.get("file")
    if file is None or not file.size:
        messages.error(request, _("Choose a file."))
        return redirect("network:exchange")
    if file.size > LARGEST_UPLOAD:
        messages.error(request, _("The file is larger than 256 MB; send it in parts."))
        return redirect("network:exchange")
    content = file.read()
    name = str(file.name)[:120]
    try:
        with_layers(content, name, len)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("network:exchange")
    stored = store_file(content=content, media_type="application/octet-stream")
    return redirect("network:exchange_mapping", ticket=sign_file(stored.pk, name))


@allow(*EDIT_ROLES)
@require_http_methods(["GET", "POST"])
def exchange_mapping(request: HttpRequest, ticket: str) -> HttpResponse:
    """Show and take what the layers and columns are; then look at every object, or draw where they lie."""
    value = _ticket(ticket, FILE)
    file = get_object_or_404(StoredFile, pk=value["file"])
    try:
        return with_layers(
            read_file(file),
            value["name"],
            lambda layers: _mapping(request, ticket, file, value["name"], layers),
        )
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("network:exchange")


def _mapping(
    request: HttpRequest, ticket: str, file: StoredFile, name: str, layers: list[SourceLayer]
) -> HttpResponse:
    catalogue = catalogue_codes()
    if request.method == "GET":
        profile = request.GET.get("profile", "")
        mapping = guess_mapping(layers, catalogue)
        if profile.isdigit():
            mapping = Mapping.from_json(get_object_or_404(ImportProfile, pk=profile).mapping)
        return _show(request, ticket, name, layers, mapping, Destination(name=name.split(".", maxsplit=1)[0]))
    mapping, destination, error = guess_mapping(layers, catalogue), read_destination(request.POST), ""
    try:
        mapping, is_changed = read_mapping(request.POST, layers, catalogue)
        if request.POST.get("profile_name", "").strip():
            save_profile(
                actor=cast(User, request.user), name=request.POST["profile_name"].strip(), mapping=mapping
            )
            messages.success(request, _("The profile is kept."))
        if request.POST.get("action") == "check" and not is_changed:
            order = {"mapping": mapping.as_json(), "destination": vars(destination)}
            return _check(request, file, name, order)
    except DomainError as refused:
        error = str(refused)
    return _show(request, ticket, name, layers, mapping, destination, error)


def _check(request: HttpRequest, file: StoredFile, name: str, order: dict[str, Any]) -> HttpResponse:
    user = cast(User, request.user)
    if file.size_bytes > AT_ONCE_BYTES:
        job = enqueue_check(actor=user, file=file, file_name=name, order=order)
        return redirect("gis_core:job_detail", pk=job.pk)
    value = check_file(actor=user, file=file, file_name=name, order=order)
    return redirect("network:exchange_report", ticket=sign_report(value))


def _show(
    request: HttpRequest, ticket: str, name: str, layers: list[SourceLayer], mapping: Mapping,
    destination: Destination, error: str = "",
) -> HttpResponse:  # fmt: skip
    query = QueryDict(mutable=True)
    query.update({
        "epsg": str(mapping.epsg or ""), "unit": mapping.unit, "overrides": "1" if mapping.overrides_crs else "",
        "anchor": ",".join(map(str, mapping.anchor)) if mapping.anchor else "",
    })  # fmt: skip
    for layer in layers:
        if mapping.layers.get(layer.name) and mapping.layers[layer.name].role is not LayerRole.IGNORED:
            query.appendlist("layer", layer.name)
    context = {
        "ticket": ticket, "name": name, "cards": make_cards(layers, mapping), "mapping": mapping, "error": error,
        "destination": destination, "anchor": query["anchor"], "systems": SupplySystem.objects.order_by("name"),
        "epsg_offered": SYSTEMS, "is_offered": any(mapping.epsg == number for number, _n in SYSTEMS),
        "needs_crs": any(layer.epsg is None and layer.count for layer in layers), "crs_note": crs_note(layers),
        "profiles": ImportProfile.objects.order_by("name"), "mediums": Medium.choices,
        "outline": f"{reverse('network:exchange_outline', args=[ticket])}?{query.urlencode()}",
    }  # fmt: skip
    return render(request, "network/exchange_mapping.html", context, status=422 if error else 200)


@allow(*EDIT_ROLES)
@require_GET
def exchange_outline(request: HttpRequest, ticket: str) -> JsonResponse:
    """Give a sample of the layers where the chosen reference system puts them (WGS84); nothing where it cannot."""
    value = _ticket(ticket, FILE)
    content = read_file(get_object_or_404(StoredFile, pk=value["file"]))
    asked = request.GET
    try:
        mapping = Mapping(
            epsg=epsg_number(asked["epsg"]) if asked.get("epsg") else None, unit=asked.get("unit", "m"),
            anchor=lon_lat(asked["anchor"]) if asked.get("anchor") else None,
            overrides_crs=bool(asked.get("overrides")),
        )  # fmt: skip
        features = with_layers(
            content, value["name"], lambda layers: _outline(layers, mapping, asked.getlist("layer"))
        )
    except (DomainError, PlaceError, ValueError):
        features = []
    return JsonResponse({"type": "FeatureCollection", "features": features})


def _outline(layers: list[SourceLayer], mapping: Mapping, wanted: list[str]) -> list[dict[str, Any]]:
    shown = [layer for layer in layers if layer.box and (layer.name in wanted or not wanted)]
    boxes = np.array([layer.box for layer in shown]).reshape(-1, 4)
    centre = (0.0, 0.0)
    if len(boxes):
        centre = (
            float(boxes[:, 0].min() + boxes[:, 2].max()) / 2,
            float(boxes[:, 1].min() + boxes[:, 3].max()) / 2,
        )
    features = []
    for layer in shown:
        geoms = layer.read().geoms
        geoms = geoms[:: max(1, len(geoms) // SAMPLE)]
        placed = shapely.transform(put_down(geoms, layer, mapping, centre), to_wgs84)
        for geom in placed[~shapely.is_missing(placed)]:
            if not shapely.is_empty(geom) and np.isfinite(shapely.bounds(geom)).all():
                shape = json.loads(shapely.to_geojson(geom))
                features.append({"type": "Feature", "geometry": shape, "properties": {"title": layer.name}})
    return features


@allow(*EDIT_ROLES)
@require_http_methods(["GET", "POST"])
def exchange_report(request: HttpRequest, ticket: str) -> HttpResponse:
    """Show what would become of every object; import when confirmed."""
    value = _ticket(ticket, REPORT)
    report = json.loads(read_file(get_object_or_404(StoredFile, pk=value["report"])))
    order = json.loads(read_file(get_object_or_404(StoredFile, pk=value["order"])))
    leaves_out = order["mapping"]["leaves_out_refused"]
    may_import = bool(report["counts"]) and (leaves_out or not report["refused"])
    if request.method == "POST" and may_import:
        job = enqueue_import(
            actor=cast(User, request.user), file_id=value["file"], file_name=value["name"],
            order={**order, "destination": {**order["destination"], "code": report["system"]}},
        )  # fmt: skip
        return redirect("gis_core:job_detail", pk=job.pk)
    context = {
        "ticket": ticket, "name": value["name"], "report": report, "may_import": may_import, "leaves_out": leaves_out,
        "lines": list(enumerate(report["lines"][:SHOWN])), "more": max(0, len(report["lines"]) - SHOWN),
        "counts": [(ROLES[LayerRole(role)], count) for role, count in report["counts"].items()],
        "mapping": reverse("network:exchange_mapping", args=[sign_file(value["file"], value["name"])]),
    }  # fmt: skip
    return render(request, "network/exchange_report.html", context)


@allow(*EDIT_ROLES)
@require_GET
def exchange_report_objects(request: HttpRequest, ticket: str) -> JsonResponse:
    """Give the told objects of a report for the map (WGS84)."""
    value = _ticket(ticket, REPORT)
    report = json.loads(read_file(get_object_or_404(StoredFile, pk=value["report"])))
    return JsonResponse({"type": "FeatureCollection", "features": report["features"]})


@allow(*EDIT_ROLES)
@require_GET
def exchange_report_file(request: HttpRequest, ticket: str) -> HttpResponse:
    """Give a report as a table: layer, object, what becomes of it, why."""
    value = _ticket(ticket, REPORT)
    report = json.loads(read_file(get_object_or_404(StoredFile, pk=value["report"])))
    outcomes = {"refused": _("Refused"), "warned": _("Taken, with a remark")}
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow([_("Layer"), _("Object"), _("What becomes of it"), _("Why")])
    for line in report["lines"]:
        cells = (line["layer"], line["object"], outcomes[line["outcome"]], line["why"])
        writer.writerow([f"'{cell}" if cell[:1] in set("=+-@\t\r") else cell for cell in cells])
    answer = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="report.csv"'
    return answer


@allow(*VIEW_ROLES)
@require_GET
def exchange_export(request: HttpRequest, pk: int, form: str) -> HttpResponseBase:
    """Give a system as a file; a large one is written as work, whose page leads to it."""
    if form not in MEDIA_TYPES:
        raise Http404
    user = cast(User, request.user)
    system = get_object_or_404(SupplySystem.objects.visible_to(user), pk=pk)
    encoding = "CP1253" if request.GET.get("encoding") == "cp1253" else "UTF-8"
    if count_objects(system) > AT_ONCE_OBJECTS:
        job = enqueue_export(actor=user, system=system, form=form, dbf_encoding=encoding)
        return redirect("gis_core:job_detail", pk=job.pk)
    try:
        with tempfile.TemporaryDirectory() as folder:
            path, name = make_export(system=system, form=form, folder=Path(folder), dbf_encoding=encoding)
            content = path.open("rb")  # what is open stays to be read when its folder is gone
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("network:exchange")
    return FileResponse(content, as_attachment=True, filename=name, content_type=MEDIA_TYPES[form])


@allow(*VIEW_ROLES)
@require_GET
def exchange_file(request: HttpRequest, ticket: str) -> HttpResponseBase:
    """Give an export that was written as work."""
    value = _ticket(ticket, FILE)
    file = get_object_or_404(StoredFile, pk=value["file"])
    content = open_file(file)
    if content is None:
        raise Http404
    return FileResponse(content, as_attachment=True, filename=value["name"], content_type=file.media_type)
