"""Long work of meters."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from documents.models import StoredFile
from documents.selectors.files import read_file
from gis_core.jobs import JobContext, register_job
from meters.services.readings import take_readings

#: So many refused lines are told in the job's result.
TOLD = 200


def import_readings(context: JobContext) -> dict[str, Any]:
    """Take the readings of the stored file; repeating it writes nothing twice."""
    file = StoredFile.objects.get(pk=context.parameters["file_id"])
    report = take_readings(
        actor=context.job.started_by, content=read_file(file), file_name=context.parameters["name"]
    )
    return {
        "taken": report.taken,
        "repeated": report.repeated,
        "refused": len(report.refused),
        "first refused": [{"line": line.line, "why": line.why} for line in report.refused[:TOLD]],
    }


register_job("meters.import_readings", import_readings, _("Import of readings"))
