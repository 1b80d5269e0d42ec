"""Connections and readings from a file: upload, report of every line, confirmation."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, cast

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods

from documents.models import StoredFile
from documents.selectors.files import read_file
from documents.services.files import store_file
from gis_core.errors import DomainError
from gis_core.models import User
from gis_core.pages.access import allow
from gis_core.services.jobs import enqueue_job
from meters.domain.connection_lines import COLUMNS, REQUIRED
from meters.models import ImportBatch
from meters.querysets import IMPORT_ROLES
from meters.services.connections import take_connections
from meters.services.reading_files import take_readings
from meters.services.sentences import COLUMN_NAMES
from meters.types import ImportReport
from meters.web.forms import TableFileForm

#: Larger files are taken by a worker: their report comes with the job.
AT_ONCE_BYTES = 4_000_000
SHOWN = 200
EARLIER = 20
DAY_S = 86_400


class Take(Protocol):
    """A service that takes the good lines of a file and reports on the others."""

    def __call__(
        self, *, actor: User | None, content: bytes, file_name: str, dry_run: bool = False
    ) -> ImportReport:
        """Take them, or only look."""


@dataclass(frozen=True)
class Kind:
    """A kind of file: what takes it, the addresses of its pages, its words."""

    name: str
    take: Take
    page: str
    list_page: str
    title: Promise
    list_title: Promise
    file_title: Promise
    example: str
    job_kind: str

    def salt(self) -> str:
        """Keep a ticket of one kind from opening another's page."""
        return f"meters.import.{self.name}"


READINGS = Kind(
    name="readings", take=take_readings, page="meters:reading_import", list_page="meters:reading_list",
    title=gettext_lazy("Import readings"), list_title=gettext_lazy("Readings"),
    file_title=gettext_lazy("File of readings (CSV)"), example="meters/partials/readings_example.html",
    job_kind="meters.import_readings",
)  # fmt: skip
CONNECTIONS = Kind(
    name="connections", take=take_connections, page="meters:connection_import",
    list_page="meters:connection_list", title=gettext_lazy("Import connections"),
    list_title=gettext_lazy("Connections"), file_title=gettext_lazy("File of connections (CSV)"),
    example="meters/partials/connections_example.html", job_kind="meters.import_connections",
)  # fmt: skip


@dataclass(frozen=True)
class Column:
    """A column that a file of connections may have: what it holds, the headers it is known by."""

    title: str | Promise
    headers: str
    is_required: bool


def list_columns() -> Sequence[Column]:
    """Return the columns of a file of connections, in the order of the register."""
    return [
        Column(COLUMN_NAMES.get(name, name), ", ".join((*titles, name)), name in REQUIRED)
        for name, titles in COLUMNS.items()
    ]


def _open(kind: Kind, ticket: str) -> tuple[StoredFile, str]:
    """Return the file and its name from an address that we signed ourselves."""
    try:
        value = signing.loads(ticket, salt=kind.salt(), max_age=DAY_S)
    except signing.BadSignature:
        raise Http404 from None
    return get_object_or_404(StoredFile, pk=value["file"]), str(value["name"])


def _upload(request: HttpRequest, kind: Kind) -> HttpResponse:
    """Take a file in and lead to its report; nothing is written yet."""
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = TableFileForm(*sent, title=str(kind.file_title))
    if form.is_bound and form.is_valid():
        upload = form.cleaned_data["file"]
        file = store_file(content=upload.read(), media_type="text/csv")
        ticket = signing.dumps({"file": file.pk, "name": upload.name}, salt=kind.salt())
        return redirect(f"{kind.page}_check", ticket=ticket)
    context = {
        "form": form, "kind": kind, "columns": list_columns() if kind is CONNECTIONS else (),
        "batches": ImportBatch.objects.select_related("created_by")[:EARLIER],
    }  # fmt: skip
    return render(request, "meters/import.html", context, status=422 if form.is_bound else 200)


def _check(request: HttpRequest, kind: Kind, ticket: str) -> HttpResponse:
    """Show what would become of every line; take the good ones when confirmed."""
    user = cast(User, request.user)
    file, name = _open(kind, ticket)
    content = read_file(file)
    is_large = len(content) > AT_ONCE_BYTES
    is_confirmed = request.method == "POST"
    if is_confirmed and is_large:
        job = enqueue_job(
            actor=user, kind=kind.job_kind,
            title=_("%(kind)s of %(name)s") % {"kind": kind.list_title, "name": name},
            parameters={"file_id": file.pk, "name": name}, key=f"{kind.job_kind}:{file.pk}",
        )  # fmt: skip
        return redirect("gis_core:job_detail", pk=job.pk)
    report = None
    try:
        if not is_large:
            report = kind.take(actor=user, content=content, file_name=name, dry_run=not is_confirmed)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect(kind.page)
    if report is not None and is_confirmed:
        messages.success(request, _written(kind, report.taken))
        if not report.refused:
            return redirect(kind.list_page)
        return redirect(f"{kind.page}_check", ticket=ticket)
    context = {
        "ticket": ticket, "name": name, "kind": kind, "report": report, "is_large": is_large,
        "refused": report.refused[:SHOWN] if report else [],
        "press": _to_write(kind, report.taken) if report else "",
        "refused_page": f"{kind.page}_refused",
    }  # fmt: skip
    return render(request, "meters/import_check.html", context)


def _written(kind: Kind, count: int) -> str:
    """Say what was written."""
    if kind is READINGS:
        words = ngettext("%(count)d reading is written.", "%(count)d readings are written.", count)
    else:
        words = ngettext("%(count)d connection is written.", "%(count)d connections are written.", count)
    return words % {"count": count}


def _to_write(kind: Kind, count: int) -> str:
    """Say on the button what it will do."""
    if kind is READINGS:
        words = ngettext("Write %(count)d reading", "Write %(count)d readings", count)
    else:
        words = ngettext("Write %(count)d connection", "Write %(count)d connections", count)
    return words % {"count": count}


def _refused(request: HttpRequest, kind: Kind, ticket: str) -> HttpResponse:
    """Give the refused lines as a file, with the reason of each, to be mended."""
    file, _name = _open(kind, ticket)
    report = kind.take(actor=cast(User, request.user), content=read_file(file), file_name="", dry_run=True)
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


@allow(*IMPORT_ROLES)
@require_http_methods(["GET", "POST"])
def reading_import(request: HttpRequest) -> HttpResponse:
    """Take a file of readings in."""
    return _upload(request, READINGS)


@allow(*IMPORT_ROLES)
@require_http_methods(["GET", "POST"])
def reading_import_check(request: HttpRequest, ticket: str) -> HttpResponse:
    """Report on a file of readings; write its good lines when confirmed."""
    return _check(request, READINGS, ticket)


@allow(*IMPORT_ROLES)
@require_GET
def reading_import_refused(request: HttpRequest, ticket: str) -> HttpResponse:
    """Give the refused readings as a file."""
    return _refused(request, READINGS, ticket)


@allow(*IMPORT_ROLES)
@require_http_methods(["GET", "POST"])
def connection_import(request: HttpRequest) -> HttpResponse:
    """Take a file of connections in."""
    return _upload(request, CONNECTIONS)


@allow(*IMPORT_ROLES)
@require_http_methods(["GET", "POST"])
def connection_import_check(request: HttpRequest, ticket: str) -> HttpResponse:
    """Report on a file of connections; write its good lines when confirmed."""
    return _check(request, CONNECTIONS, ticket)


@allow(*IMPORT_ROLES)
@require_GET
def connection_import_refused(request: HttpRequest, ticket: str) -> HttpResponse:
    """Give the refused connections as a file."""
    return _refused(request, CONNECTIONS, ticket)
