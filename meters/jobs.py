"""Long work of meters."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.models import StoredFile
from documents.selectors.files import read_file
from gis_core.jobs import JobContext, register_job
from meters.services.connections import take_connections
from meters.services.reading_files import take_readings
from meters.services.walk import PROPOSE_WALK, propose_walk_job
from meters.types import ImportReport

#: So many refused lines are told in the job's result.
TOLD = 200
#: So many are told in its summary, which people read.
NAMED = 5


def _result_of(report: ImportReport) -> dict[str, Any]:
    counts = _("%(taken)d written, %(repeated)d already there, %(refused)d refused.") % {
        "taken": report.taken, "repeated": report.repeated, "refused": len(report.refused),
    }  # fmt: skip
    first = [
        _("Line %(line)d: %(why)s") % {"line": line.line, "why": line.why} for line in report.refused[:NAMED]
    ]
    return {
        "summary": " ".join([counts, *first]),
        "taken": report.taken,
        "repeated": report.repeated,
        "refused": len(report.refused),
        "first refused": [{"line": line.line, "why": line.why} for line in report.refused[:TOLD]],
    }


def import_readings(context: JobContext) -> dict[str, Any]:
    """Take the readings of the stored file; repeating it writes nothing twice."""
    file = StoredFile.objects.get(pk=context.parameters["file_id"])
    return _result_of(
        take_readings(
            actor=context.job.started_by, content=read_file(file), file_name=context.parameters["name"]
        )
    )


def import_connections(context: JobContext) -> dict[str, Any]:
    """Take the connections of the stored file; repeating it writes nothing twice."""
    file = StoredFile.objects.get(pk=context.parameters["file_id"])
    return _result_of(
        take_connections(
            actor=context.job.started_by, content=read_file(file), file_name=context.parameters["name"]
        )
    )


register_job("meters.import_readings", import_readings, gettext_lazy("Import of readings"))
register_job("meters.import_connections", import_connections, gettext_lazy("Import of connections"))
register_job(PROPOSE_WALK, propose_walk_job, gettext_lazy("Walk of a route"))
