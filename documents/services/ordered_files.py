"""Lists written into files for who ordered them: flat in memory, shown while they grow, gone after some days."""

from __future__ import annotations

import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, QueryDict
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from documents.models import OrderedFile
from gis_core.domain.greek import format_date, format_number
from gis_core.errors import DomainError
from gis_core.jobs import JobContext
from gis_core.models import User
from gis_core.pages.access import find_access
from gis_core.pages.counting import count_rows
from gis_core.pages.exports import XLSX
from gis_core.pages.geopackages import GPKG, find_geometry, write_geopackage
from gis_core.pages.list_files import read_list, write_csv, write_xlsx
from gis_core.pages.lists import OfficeListView

KEPT = timedelta(days=7)
#: A file without a row is one that is being written, or what a killed worker left.
STRAY = timedelta(days=1)
MEDIA_TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": XLSX, "gpkg": GPKG}


def folder() -> Path:
    """Return where ordered files lie."""
    return Path(settings.MEDIA_ROOT) / "ordered"


def write_list(context: JobContext) -> dict[str, Any]:
    """Write the list of the job's parameters (path, query, format) as who ordered it sees it now.

    An attempt that was stopped or lost leaves nothing; the next begins anew. Raises DomainError when the user may
    not open the list any more, or its rows are too many for the format.
    """
    user = context.job.started_by
    kind = str(context.parameters["format"])
    view = open_list(user, str(context.parameters["path"]), str(context.parameters["query"]))
    table = view.get_whole_table()
    geometry = find_geometry(view.model) if kind == "gpkg" else None
    listed = read_list(table, geometry=geometry)
    total = count_rows(table.data.data)
    context.report(0, total)
    folder().mkdir(parents=True, exist_ok=True)
    path = folder() / f"{context.job.pk}-{secrets.token_hex(8)}.{kind}"

    def report(done: int) -> None:
        context.report(done, max(total, done))

    try:
        if kind == "csv":
            count = write_csv(path, listed, get_language() or "el", report)
        elif kind == "xlsx":
            count = write_xlsx(path, listed, view.export_name, report)
        else:
            count = write_geopackage(path, listed, view.export_name, report)
        ordered = _note(context, cast(User, user), path, f"{view.export_name}.{kind}", count)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    context.report(count, count)
    told = _("%(rows)s rows, %(size)s MB. The file is kept until %(day)s.") % {
        "rows": format_number(count, 0, get_language() or "el"),
        "size": format_number(ordered.size_bytes / 1e6, 1, get_language() or "el"),
        "day": format_date(timezone.localdate(ordered.expires_at), get_language() or "el"),
    }
    return {"url": reverse("documents:ordered_file", args=[ordered.pk]), "summary": told}


def open_list(user: User | None, path: str, query: str) -> OfficeListView:
    """Return the list page as the user would open it now. Raises DomainError list_closed."""
    refusal = DomainError(_("You may not open this list any more."), code="list_closed")
    try:
        match = resolve(path)
    except Resolver404:
        raise refusal from None
    access = find_access(match.func)
    view_class = getattr(match.func, "view_class", None)
    if user is None or access is None or not access.admits(user) or view_class is None:
        raise refusal
    if not issubclass(view_class, OfficeListView):
        raise refusal
    request = HttpRequest()
    request.method, request.path, request.path_info, request.resolver_match = "GET", path, path, match
    request.GET = QueryDict(f"{query}&export=file")
    request.user = user
    view: OfficeListView = view_class(**getattr(match.func, "view_initkwargs", {}))
    view.setup(request, *match.args, **match.kwargs)
    return view


def sweep_ordered_files() -> int:
    """Take away the files that have expired, and what killed workers left; return how many."""
    gone = 0
    for ordered in OrderedFile.objects.filter(expires_at__lt=timezone.now()):
        with transaction.atomic():
            ordered.delete()
            (folder() / ordered.path).unlink(missing_ok=True)
        gone += 1
    kept = set(OrderedFile.objects.values_list("path", flat=True))
    before = (timezone.now() - STRAY).timestamp()
    for path in folder().glob("*"):
        if path.name not in kept and path.stat().st_mtime < before:
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def _note(context: JobContext, user: User, path: Path, name: str, count: int) -> OrderedFile:
    return OrderedFile.objects.create(
        job=context.job, owner=user, name=name, media_type=MEDIA_TYPES[path.suffix[1:]], path=path.name,
        size_bytes=path.stat().st_size, row_count=count, expires_at=timezone.now() + KEPT,
    )  # fmt: skip
