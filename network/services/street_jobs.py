"""Streets from the content of a file: at once, or as long work."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.utils.translation import gettext as _

from documents.models import StoredFile
from documents.selectors.files import read_file
from gis_core.jobs import JobContext
from gis_core.models import Job, User
from gis_core.services.jobs import enqueue_job
from network.domain.street_file import kind_of
from network.errors import StreetFileError
from network.services.streets import import_streets
from network.types import StreetImportReport

IMPORT_STREETS = "network.import_streets"
#: So many refused objects are told in the job's summary.
NAMED = 5


def take_streets(
    *, actor: User | None, content: bytes, file_name: str, dry_run: bool = False
) -> StreetImportReport:
    """Take the streets and house numbers of a GeoPackage or GeoJSON as `import_streets` does.

    Raises:
        StreetFileError: the content is neither, or cannot be read as streets.
    """
    kind = kind_of(content)
    if kind is None:
        raise StreetFileError(_("The file is neither a GeoPackage nor a GeoJSON."), code="not_readable")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{Path(file_name).name.partition('.')[0] or 'streets'}{kind.suffix}"
        path.write_bytes(content)
        return import_streets(actor=actor, path=path, dry_run=dry_run)


def enqueue_street_import(*, actor: User, file: StoredFile, file_name: str) -> Job:
    """Queue the import of a stored file; a second ask for the same file returns the first's job."""
    return enqueue_job(
        actor=actor, kind=IMPORT_STREETS, title=_("Streets of %(name)s") % {"name": file_name},
        parameters={"file_id": file.pk, "file_name": file_name}, key=f"{IMPORT_STREETS}:{file.pk}",
    )  # fmt: skip


def run_street_import(context: JobContext) -> dict[str, object]:
    """Take the job's file; repeating it writes nothing twice."""
    given = context.parameters
    context.report(0, step=_("Reading the file"))
    content = read_file(StoredFile.objects.get(pk=given["file_id"]))
    report = take_streets(actor=context.job.started_by, content=content, file_name=given["file_name"])
    told = _("Written: streets %(streets)d, house numbers %(houses)d. Refused: %(refused)d.") % {
        "streets": report.streets_new + report.streets_changed,
        "houses": report.addresses_new + report.addresses_changed,
        "refused": len(report.refused),
    }
    first = [f"{line.object}: {line.why}" for line in report.refused[:NAMED]]
    return {"summary": " ".join([told, *first]), **report.as_json()}
