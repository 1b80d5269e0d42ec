"""Readings from a file: upload, report of every line, confirmation."""

from __future__ import annotations

import csv
import io
from typing import cast

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from documents.models import StoredFile
from documents.selectors.files import read_file
from documents.services.files import store_file
from gis_core.errors import DomainError
from gis_core.models import User
from gis_core.pages.access import allow
from gis_core.services.jobs import enqueue_job
from meters.models import ImportBatch
from meters.querysets import IMPORT_ROLES
from meters.services.readings import take_readings
from meters.web.forms import ReadingFileForm

#: Larger files are taken by a worker: their report comes with the job.
AT_ONCE_BYTES = 4_000_000
SHOWN = 200
SALT = "meters.reading_import"


def _open(ticket: str) -> tuple[StoredFile, str]:
    """Return the file and its name from an address that we signed ourselves."""
    try:
        value = signing.loads(ticket, salt=SALT, max_age=86_400)
    except signing.BadSignature:
        raise Http404 from None
    return get_object_or_404(StoredFile, pk=value["file"]), str(value["name"])


@allow(*IMPORT_ROLES)
@require_http_methods(["GET", "POST"])
def reading_import(request: HttpRequest) -> HttpResponse:
    """Take a file in and lead to its report; nothing is written yet."""
    form = ReadingFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        file = store_file(content=upload.read(), media_type="text/csv")
        ticket = signing.dumps({"file": file.pk, "name": upload.name}, salt=SALT)
        return redirect("meters:reading_import_check", ticket=ticket)
    context = {"form": form, "batches": ImportBatch.objects.select_related("created_by")[:20]}
    return render(request, "meters/reading_import.html", context, status=422 if form.is_bound else 200)


@allow(*IMPORT_ROLES)
@require_http_methods(["GET", "POST"])
def reading_import_check(request: HttpRequest, ticket: str) -> HttpResponse:
    """Show what would become of every line; take the good ones when confirmed."""
    user = cast(User, request.user)
    file, name = _open(ticket)
    content = read_file(file)
    is_large = len(content) > AT_ONCE_BYTES
    if request.method == "POST" and is_large:
        job = enqueue_job(
            actor=user, kind="meters.import_readings", title=_("Readings of %(name)s") % {"name": name},
            parameters={"file_id": file.pk, "name": name}, key=f"meters.import_readings:{file.pk}",
        )  # fmt: skip
        return redirect("gis_core:job_detail", pk=job.pk)
    report = None
    try:
        if not is_large:
            is_confirmed = request.method == "POST"
            report = take_readings(actor=user, content=content, file_name=name, dry_run=not is_confirmed)
            if is_confirmed:
                messages.success(request, _("%(count)d readings are written.") % {"count": report.taken})
                if not report.refused:
                    return redirect("meters:reading_list")
                return redirect("meters:reading_import_check", ticket=ticket)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("meters:reading_import")
    context = {
        "ticket": ticket, "name": name, "report": report, "is_large": is_large,
        "refused": report.refused[:SHOWN] if report else [],
    }  # fmt: skip
    return render(request, "meters/reading_import_check.html", context)


@allow(*IMPORT_ROLES)
@require_GET
def reading_import_refused(request: HttpRequest, ticket: str) -> HttpResponse:
    """Give the refused lines as a file, with the reason of each, to be mended."""
    file, _name = _open(ticket)
    report = take_readings(
        actor=cast(User, request.user), content=read_file(file), file_name="", dry_run=True
    )
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow([_("Line"), _("Why"), _("Text")])
    for line in report.refused:
        writer.writerow([line.line, _inert(line.why), _inert(line.text)])
    answer = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="refused.csv"'
    return answer


def _inert(text: str) -> str:
    """Keep a spreadsheet from running a cell as a formula."""
    return f"'{text}" if text[:1] in "=+-@\t\r" and text else text
