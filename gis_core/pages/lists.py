"""The base of the office's lists: filters and order in the address, columns to choose, export."""

from __future__ import annotations

from hashlib import sha256
from typing import Any, ClassVar, cast

from django.contrib import messages
from django.core.exceptions import FieldDoesNotExist
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import Promise, cached_property
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django_filters.views import FilterView
from django_tables2 import SingleTableMixin

from gis_core.models import User
from gis_core.pages.counting import count_rows
from gis_core.pages.exports import as_csv, as_xlsx
from gis_core.pages.geopackages import as_geopackage, find_geometry
from gis_core.pages.list_files import SMALL, read_list
from gis_core.pages.saved_lists import find_start, name_of, read_saved_lists, write_query
from gis_core.pages.tables import OfficeTable
from gis_core.pages.totals import add_totals
from gis_core.services.jobs import enqueue_job

#: The kind of long work that writes a list into a file; the app that keeps files declares it.
EXPORT_JOB = "export_list"


class CountingPaginator(Paginator):  # type: ignore[type-arg]  # django-stubs: generic, Django: not
    """Count small lists truly, large ones about."""

    @cached_property
    def count(self) -> int:
        """Return the number of rows, or about that."""
        rows = self.object_list
        queryset = rows if isinstance(rows, QuerySet) else getattr(getattr(rows, "data", None), "data", None)
        return count_rows(queryset) if isinstance(queryset, QuerySet) else super().count


def _count(table: Any) -> int:
    """Return the number of rows, about that for many."""
    paginator = getattr(table, "paginator", None)
    return paginator.count if paginator is not None else len(table.rows)


class OfficeListView(SingleTableMixin, FilterView):
    """A list page; give `model`, `table_class`, `filterset_class`, `title` and, if need be, `get_rows`."""

    template_name = "gis_core/list.html"
    #: The table's pages; the view's own would count the rows a second time.
    table_pagination: ClassVar = {"per_page": 50, "paginator_class": CountingPaginator}
    model: type[Model]
    table_class: type[OfficeTable]
    title: str | Promise = ""
    export_name = "list"
    empty_text: str | Promise = _("Nothing here yet.")
    no_match_text: str | Promise = _("Nothing matches the filters. Take one away.")
    strict = False

    request: HttpRequest

    def get_rows(self, user: User) -> QuerySet[Any]:
        """Return the rows the user may see; by default what `visible_to` gives."""
        return cast("QuerySet[Any]", cast(Any, self.model)._default_manager.visible_to(user))

    def get_queryset(self) -> QuerySet[Any]:
        """Return the rows before the filters."""
        return self.get_rows(cast(User, self.request.user))

    def get_table_kwargs(self) -> dict[str, Any]:
        """Leave out the columns that were not chosen; without a choice, those that the table can spare."""
        chosen = self.request.GET.getlist("columns")
        names = list(self.table_class.base_columns)
        known = [name for name in dict.fromkeys(chosen) if name in names]
        if known:
            return {"exclude": [name for name in names if name not in known], "sequence": [*known, "..."]}
        return {"exclude": () if self.request.GET.get("export") else self.table_class.spare_columns}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Open with the user's start where nothing is asked for."""
        if not request.GET:
            start = find_start(cast(User, request.user), name_of(request))
            if start is not None:
                return redirect(f"{request.path}?{write_query(start)}")
        return cast("HttpResponseBase", super().get(request, *args, **kwargs))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Order the list as a file: the work goes on in the background and its page tells where the file is."""
        kind = request.POST.get("export", "")
        if kind not in self.get_formats():
            return redirect(request.get_full_path())
        user = cast(User, request.user)
        query = request.GET.urlencode()
        job = enqueue_job(
            actor=user,
            kind=EXPORT_JOB,
            title=gettext("File: %(list)s (%(kind)s)") % {"list": self.title, "kind": kind.upper()},
            parameters={"path": request.path, "query": query, "format": kind},
            key=f"export-{user.pk}-{sha256(f'{request.path}?{query}#{kind}'.encode()).hexdigest()[:40]}",
        )
        return redirect("gis_core:job_detail", pk=job.pk)

    def get_whole_table(self) -> Any:
        """Return the table over all rows that the filters keep, in its order and without pages; nothing is read yet."""
        filterset = self.get_filterset(self.get_filterset_class())
        table = self.table_class(data=filterset.qs, request=self.request, **self.get_table_kwargs())
        order = self.request.GET.getlist(table.prefixed_order_by_field)
        if order:
            table.order_by = order
        return table

    def get_formats(self) -> list[str]:
        """Return the kinds of file that the list can be had as."""
        return ["xlsx", "csv", "gpkg"] if find_geometry(self.model) is not None else ["xlsx", "csv"]

    def get_actions(self) -> list[tuple[str, str, str]]:
        """Return buttons of the page: address, title, icon."""
        return []

    def get_crumbs(self) -> list[tuple[str, str | Promise]]:
        """Return the pages above this one: address and title."""
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the page's template shows."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        filterset = context.get("filter")
        names = filterset.form.fields if filterset is not None else ()
        filtered = any(self.request.GET.get(name) for name in names)
        all_columns = [
            (name, self._title_of(name, column), name not in context["table"].exclude)
            for name, column in context["table"].base_columns.items()
        ]
        user = cast(User, self.request.user)
        table = context["table"]
        order = {name: at for at, name in enumerate(table.sequence)}
        all_columns.sort(key=lambda column: order.get(column[0], len(order)))
        add_totals(table, self.request)
        context["table"].empty_text = self.no_match_text if filtered else self.empty_text
        context.update(
            title=self.title,
            actions=self.get_actions(),
            crumbs=self.get_crumbs(),
            all_columns=all_columns,
            is_filtered=filtered,
            saved=read_saved_lists(self.request, user, columns=self.table_class.base_columns, filters=names),
            formats=self.get_formats(),
            is_small=_count(table) <= SMALL,
        )
        return context

    def _title_of(self, name: str, column: Any) -> str | Promise:
        """Return what heads a column: its own words, else those of the model's field."""
        if column.verbose_name:
            return cast("str | Promise", column.verbose_name)
        try:
            return cast("str | Promise", cast(Any, self.model._meta.get_field(name)).verbose_name)
        except FieldDoesNotExist:
            return name

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponseBase:
        """Answer with the page, or with a file when one is asked for."""
        wanted = self.request.GET.get("export", "")
        if wanted in context["formats"]:
            return self._file(context, wanted)
        return cast("HttpResponseBase", super().render_to_response(context, **kwargs))

    def _file(self, context: dict[str, Any], kind: str) -> HttpResponseBase:
        """Answer with the list as a file, if it is small; a large one is ordered by the button."""
        if not context["is_small"]:
            messages.info(self.request, gettext("This list is long: order its file by the button “Export”."))
            query = self.request.GET.copy()
            del query["export"]
            return redirect(f"{self.request.path}?{query.urlencode()}")
        table = context["table"]
        if kind == "xlsx":
            return as_xlsx(table.as_values(), self.export_name)
        if kind == "csv":
            return as_csv(table.as_values(), self.export_name, get_language() or "el")
        listed = read_list(table, geometry=find_geometry(self.model))
        return as_geopackage(listed, self.export_name)
