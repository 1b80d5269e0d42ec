"""The base of the office's lists: filters and order in the address, columns to choose, export."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django.core.exceptions import FieldDoesNotExist
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import Promise, cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_filters.views import FilterView
from django_tables2 import SingleTableMixin

from gis_core.models import User
from gis_core.pages.counting import count_rows
from gis_core.pages.exports import as_csv, as_xlsx
from gis_core.pages.tables import OfficeTable


class CountingPaginator(Paginator):  # type: ignore[type-arg]  # django-stubs: generic, Django: not
    """Count small lists truly, large ones about."""

    @cached_property
    def count(self) -> int:
        """Return the number of rows, or about that."""
        rows = self.object_list
        queryset = rows if isinstance(rows, QuerySet) else getattr(getattr(rows, "data", None), "data", None)
        return count_rows(queryset) if isinstance(queryset, QuerySet) else super().count


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
        if set(chosen) & set(names):
            return {"exclude": [name for name in names if name not in chosen]}
        return {"exclude": () if self.request.GET.get("export") else self.table_class.spare_columns}

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
        context["table"].empty_text = self.no_match_text if filtered else self.empty_text
        context.update(
            title=self.title,
            actions=self.get_actions(),
            crumbs=self.get_crumbs(),
            all_columns=all_columns,
            is_filtered=filtered,
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
        if wanted == "xlsx":
            return as_xlsx(context["table"].as_values(), self.export_name)
        if wanted == "csv":
            return as_csv(context["table"].as_values(), self.export_name, get_language() or "el")
        return cast("HttpResponseBase", super().render_to_response(context, **kwargs))
