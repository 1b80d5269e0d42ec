"""Imports and exports of files as long work."""

from __future__ import annotations

import json
import re
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import shapely
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from documents.models import StoredFile
from documents.selectors.files import read_file
from documents.services.files import store_file, store_written
from gis_core.jobs import JobContext
from gis_core.models import Job, User
from gis_core.services.jobs import enqueue_job
from network.domain.exchange.mapping import Mapping
from network.domain.exchange.writing import Format
from network.domain.placement import to_wgs84
from network.errors import NetworkFileError
from network.models import ImportProfile, SupplySystem
from network.selectors.exports import export_file
from network.selectors.exports_tickets import sign_file, sign_report
from network.services.exchange_import import Destination, take_file
from network.services.inp_export import export_inp
from network.types import ExchangeLine, ExchangeReport

CHECK_FILE = "network.exchange_check"
IMPORT_FILE = "network.exchange_import"
EXPORT_SYSTEM = "network.exchange_export"
#: So many objects are drawn on the report's map, and so many lines of each kind are kept.
DRAWN, KEPT = 2_000, 20_000
#: So many different sentences head a report.
MOST_REASONS = 20
_FIGURES = re.compile(r"\d+(?:[.,]\d+)?")
JSON_TYPE = "application/json"
MEDIA_TYPES = {
    "gpkg": "application/geopackage+sqlite3", "shp": "application/zip", "geojson": "application/zip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "inp": "text/plain",
}  # fmt: skip
_SUFFIXES = {"shp": "shp.zip", "geojson": "geojson.zip"}


def save_profile(*, actor: User, name: str, mapping: Mapping) -> ImportProfile:
    """Keep a mapping under a name; the same name is written anew."""
    profile, _made = ImportProfile.objects.update_or_create(
        name=name[:120], defaults={"mapping": mapping.as_json(), "made_by": actor}
    )
    return profile


def delete_profile(*, profile: ImportProfile) -> None:
    """Let a mapping be forgotten; what was imported by it stays."""
    ImportProfile.objects.filter(pk=profile.pk).delete()


@transaction.atomic
def check_file(
    *, actor: User | None, file: StoredFile, file_name: str, order: dict[str, Any]
) -> dict[str, str]:
    """Look at a stored file as the order says (mapping, destination), and keep the report.

    Returns:
        The keys of the file, the order and the report, for the page that shows them.

    Raises:
        DomainError: the file as a whole is refused.
    """
    report = take_file(
        actor=actor, content=read_file(file), file_name=file_name, mapping=Mapping.from_json(order["mapping"]),
        destination=Destination(**order["destination"]), dry_run=True,
    )  # fmt: skip
    kept_order = store_file(content=json.dumps(order).encode(), media_type=JSON_TYPE)
    kept = store_file(content=json.dumps(_report_json(report)).encode(), media_type=JSON_TYPE)
    return {"file": file.pk, "name": file_name, "order": kept_order.pk, "report": kept.pk}


def _report_json(report: ExchangeReport) -> dict[str, Any]:
    return {
        "system": report.system_code, "counts": report.counts, "components": report.components,
        "refused": len(report.refused), "warned": len(report.warned), "reasons": _reasons(report),
        "lines": [
            {"outcome": outcome, "layer": line.layer, "object": line.object, "why": line.why}
            for outcome, lines in (("refused", report.refused), ("warned", report.warned))
            for line in lines[:KEPT]
        ],
        "features": _features(report),
    }  # fmt: skip


def _reasons(report: ExchangeReport) -> list[tuple[str, str, int]]:
    """Return the sentences, figures left out of them, with how many objects each is told of; the refusals first."""
    told = Counter(
        (outcome, _FIGURES.sub("…", line.why))
        for outcome, lines in (("refused", report.refused), ("warned", report.warned)) for line in lines
    )  # fmt: skip
    ordered = sorted(told.items(), key=lambda pair: (pair[0][0], -pair[1]))
    return [(outcome, why, count) for (outcome, why), count in ordered][:MOST_REASONS]


def _features(report: ExchangeReport) -> list[dict[str, Any]]:
    """Return the told objects for the map, the refused first."""
    told: list[tuple[int, str, ExchangeLine]] = [
        (i, outcome, line)
        for i, (outcome, line) in enumerate(
            [*(("refused", line) for line in report.refused), *(("warned", line) for line in report.warned)]
        )
        if line.wkb is not None
    ][:DRAWN]
    geoms: Any = (
        shapely.transform(shapely.from_wkb([line.wkb for _i, _o, line in told]), to_wgs84) if told else []
    )
    return [
        {
            "type": "Feature", "id": i, "geometry": json.loads(shapely.to_geojson(geom)),
            "properties": {"id": i, "outcome": outcome, "title": line.object, "text": line.why},
        }
        for (i, outcome, line), geom in zip(told, geoms, strict=True) if not shapely.is_empty(geom)
    ]  # fmt: skip


def enqueue_check(*, actor: User, file: StoredFile, file_name: str, order: dict[str, Any]) -> Job:
    """Queue the look at a large file; the job's result leads to the report."""
    return enqueue_job(
        actor=actor, kind=CHECK_FILE, title=_("Check of %(name)s") % {"name": file_name},
        parameters={"file_id": file.pk, "file_name": file_name, "order": order},
    )  # fmt: skip


def run_check(context: JobContext) -> dict[str, object]:
    """Look at the job's file."""
    given = context.parameters
    context.report(0, step=_("Reading the file"))
    file = StoredFile.objects.get(pk=given["file_id"])
    value = check_file(
        actor=context.job.started_by, file=file, file_name=given["file_name"], order=given["order"]
    )
    return {"url": reverse("network:exchange_report", args=[sign_report(value)])}


def enqueue_import(*, actor: User, file_id: str, file_name: str, order: dict[str, Any]) -> Job:
    """Queue the import of a file that was looked at; a second ask for the same returns the first's job."""
    where = order["destination"]
    key = f"{IMPORT_FILE}:{where.get('existing_id') or where.get('code')}"
    return enqueue_job(
        actor=actor, kind=IMPORT_FILE, title=_("Import of %(name)s") % {"name": file_name},
        parameters={"file_id": file_id, "file_name": file_name, "order": order}, key=key,
    )  # fmt: skip


def run_import(context: JobContext) -> dict[str, object]:
    """Take the job's file in the job's own transaction: all of it, or nothing.

    Raises:
        NetworkFileError: objects are refused now that were not when it was looked at.
        DomainError: the file as a whole is refused.
    """
    given = context.parameters
    context.report(0, step=_("Reading the file"))
    order = given["order"]
    report = take_file(
        actor=context.job.started_by, content=read_file(StoredFile.objects.get(pk=given["file_id"])),
        file_name=given["file_name"], mapping=Mapping.from_json(order["mapping"]),
        destination=Destination(**order["destination"]),
    )  # fmt: skip
    if not report.is_written:
        raise NetworkFileError("\n".join(line.why for line in report.refused[:50]), code="objects_refused")
    told = _("Written: %(count)d objects in the system %(system)s. Left out: %(refused)d.") % {
        "count": report.total, "system": report.system_code, "refused": len(report.refused),
    }  # fmt: skip
    return {"summary": told, "counts": report.counts, "url": reverse("network:pipe_list")}


def make_export(
    *, system: SupplySystem, form: str, folder: Path, dbf_encoding: str = "UTF-8"
) -> tuple[Path, str]:
    """Write a system as a file into the folder; return its place, and the name that it is given out under.

    An EPANET file is made in memory, as its sections lean on each other; the others take no more than a chunk.

    Raises:
        InpExportError: EPANET cannot calculate it.
    """
    path = folder / "export"
    if form == "inp":
        path.write_bytes(export_inp(system=system).text.encode())
    else:
        export_file(system=system, form=Format(form), path=path, dbf_encoding=dbf_encoding)
    return path, f"{system.code}.{_SUFFIXES.get(form, form)}"


def enqueue_export(*, actor: User, system: SupplySystem, form: str, dbf_encoding: str) -> Job:
    """Queue a large export; a second ask for the same returns the first's job."""
    return enqueue_job(
        actor=actor, kind=EXPORT_SYSTEM, title=_("Export of %(name)s") % {"name": system.name},
        parameters={"system": system.pk, "form": form, "dbf_encoding": dbf_encoding},
        key=f"{EXPORT_SYSTEM}:{system.pk}:{form}",
    )  # fmt: skip


def run_export(context: JobContext) -> dict[str, object]:
    """Write the job's file; its result leads to it."""
    given = context.parameters
    system = SupplySystem.objects.get(pk=given["system"])
    with tempfile.TemporaryDirectory() as folder:
        path, name = make_export(
            system=system, form=given["form"], folder=Path(folder), dbf_encoding=given["dbf_encoding"]
        )
        file = store_written(path=path, media_type=MEDIA_TYPES[given["form"]])
    return {"url": reverse("network:exchange_file", args=[sign_file(file.pk, name)]), "summary": name}
