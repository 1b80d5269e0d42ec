"""The import of a network as long work."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from documents.models import StoredFile
from documents.selectors.files import read_file
from documents.services.files import store_file
from gis_core.jobs import JobContext
from gis_core.models import Job, User
from gis_core.services.jobs import enqueue_job
from network.errors import NetworkFileError
from network.services.imports import code_of_file, import_network

IMPORT_NETWORK = "network.import_network"


@transaction.atomic
def enqueue_network_import(
    *,
    actor: User,
    content: bytes,
    file_name: str,
    system_code: str,
    name: str,
    crs: int | None,
    anchor: tuple[float, float] | None,
) -> Job:
    """Keep the file and queue its import; a second ask for the same system returns the first's job."""
    file = store_file(content=content, media_type="text/plain")
    path = Path(Path(file_name).name)
    code = system_code or code_of_file(path)
    parameters = {
        "file_id": file.pk, "file_name": path.name, "system_code": code, "name": name, "crs": crs,
        "anchor": anchor,
    }  # fmt: skip
    title = _("Import of the network %(name)s") % {"name": name or path.name}
    return enqueue_job(
        actor=actor, kind=IMPORT_NETWORK, title=title, parameters=parameters, key=f"{IMPORT_NETWORK}:{code}"
    )


def run_network_import(context: JobContext) -> dict[str, object]:
    """Import the job's file; what was refused becomes the job's error.

    Raises:
        DomainError: the file, or an object of it, was refused; nothing was taken.
    """
    given = context.parameters
    anchor = given["anchor"]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / given["file_name"]
        path.write_bytes(read_file(StoredFile.objects.get(pk=given["file_id"])))
        context.report(0, step=_("Reading the file"))
        report = import_network(
            actor=context.job.started_by, path=path, system_code=given["system_code"], name=given["name"],
            crs=given["crs"], anchor=tuple(anchor) if anchor else None,
        )  # fmt: skip
    if report.refused:
        raise NetworkFileError("\n".join(line.why for line in report.refused[:50]), code="objects_refused")
    return report.as_json()
