"""Streets and house numbers from a file: upload, report of every object, confirmation."""

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
from network.services.street_jobs import enqueue_street_import, take_streets
from network.web.forms import StreetImportForm
from network.web.roles import EDIT_ROLES

#: Larger files are taken by a worker: their report comes with the job.
AT_ONCE_BYTES = 8_000_000
SHOWN = 200
SALT = "network.street_import"
DAY_S = 86_400


def _open(ticket: str) -> tuple[StoredFile, str]:
    """Return the file and its name from an address that we signed ourselves."""
    try:
        value = signing.loads(ticket, salt=SALT, max_age=DAY_S)
    except signing.BadSignature:
        raise Http404 from None
    return get_object_or_404(StoredFile, pk=value["file"]), str(value["name"])


@allow(*EDIT_ROLES)
@require_http_methods(["GET", "POST"])
def street_import(request: HttpRequest) -> HttpResponse:
    """Take a file of streets in and lead to its report; nothing is written yet."""
    form = StreetImportForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_bound and form.is_valid():
        upload = form.cleaned_data["file"]
        file = store_file(content=upload.content, media_type=upload.media_type)
        ticket = signing.dumps({"file": file.pk, "name": upload.name}, salt=SALT)
        return redirect("network:street_import_check", ticket=ticket)
    context = {"form": form}
    return render(request, "network/street_import.html", context, status=422 if form.is_bound else 200)


@allow(*EDIT_ROLES)
@require_http_methods(["GET", "POST"])
def street_import_check(request: HttpRequest, ticket: str) -> HttpResponse:
    """Show what would become of every object; take the good ones when confirmed."""
    user = cast(User, request.user)
    file, name = _open(ticket)
    is_large, is_confirmed = file.size_bytes > AT_ONCE_BYTES, request.method == "POST"
    if is_large and is_confirmed:
        job = enqueue_street_import(actor=user, file=file, file_name=name)
        return redirect("gis_core:job_detail", pk=job.pk)
    report = None
    if not is_large:
        try:
            report = take_streets(
                actor=user, content=read_file(file), file_name=name, dry_run=not is_confirmed
            )
        except DomainError as error:
            messages.error(request, str(error))
            return redirect("network:street_import")
        if is_confirmed:
            said = _("Written: streets %(streets)d, house numbers %(houses)d.") % {
                "streets": report.streets_new + report.streets_changed,
                "houses": report.addresses_new + report.addresses_changed,
            }
            messages.success(request, said)
            if not report.refused:
                return redirect("network:street_list")
            return redirect("network:street_import_check", ticket=ticket)
    context = {
        "ticket": ticket, "name": name, "report": report, "is_large": is_large,
        "refused": report.refused[:SHOWN] if report else [],
    }  # fmt: skip
    return render(request, "network/street_import_check.html", context)


@allow(*EDIT_ROLES)
@require_GET
def street_import_refused(request: HttpRequest, ticket: str) -> HttpResponse:
    """Give the refused objects as a file, with the reason of each."""
    file, name = _open(ticket)
    report = take_streets(
        actor=cast(User, request.user), content=read_file(file), file_name=name, dry_run=True
    )
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow([_("Object"), _("Why")])
    for refused in report.refused:
        writer.writerow([_inert(refused.object), _inert(refused.why)])
    answer = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="refused.csv"'
    return answer


def _inert(text: str) -> str:
    """Keep a spreadsheet from running a cell as a formula."""
    return f"'{text}" if text[:1] in "=+-@\t\r" and text else text
