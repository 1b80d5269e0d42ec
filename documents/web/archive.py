"""The archive: every file that the user may see, searched by text, type, record and days."""

from __future__ import annotations

from typing import Any

import django_filters
import django_tables2 as tables
from django import forms
from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from documents.models import Attachment
from documents.querysets import AttachmentQuerySet
from documents.selectors.files import (
    card_of,
    find_kinds,
    kind_names,
    label_of,
    list_record_types,
    list_visible,
)
from gis_core.models import User
from gis_core.pages.access import allow_staff
from gis_core.pages.days import DayFilter
from gis_core.pages.lists import OfficeListView
from gis_core.pages.tables import DateColumn, LinkColumn, MomentColumn, NumberColumn, OfficeTable


def _kind_choices() -> list[tuple[str, str]]:
    return sorted(kind_names().items(), key=lambda kind: kind[1])


class ArchiveTable(OfficeTable):
    """Name, type, what it hangs on, its day, when and by whom it came."""

    spare_columns = ("size",)

    name = LinkColumn("documents:attachment", verbose_name=_("File name"))
    kind = tables.Column(verbose_name=_("Type"))
    record = tables.Column(verbose_name=_("On"), accessor="object_id", orderable=False)
    dated_on = DateColumn(verbose_name=_("Dated"))
    created_at = MomentColumn(verbose_name=_("Came"))
    created_by = tables.Column(verbose_name=_("By"), orderable=False)
    size = NumberColumn(verbose_name=_("Bytes"), accessor="file__size_bytes")

    class Meta(OfficeTable.Meta):
        model = Attachment
        fields = ("name", "kind", "record", "dated_on", "created_at", "created_by", "size")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Read the names of the types once."""
        super().__init__(*args, **kwargs)
        self.kind_names = kind_names()

    def render_kind(self, value: str) -> str:
        """Name the type."""
        return self.kind_names.get(value, value)

    def value_kind(self, value: str) -> str:
        """Name it in files too."""
        return self.render_kind(value)

    def render_record(self, record: Attachment) -> str:
        """Name the record that the file hangs on, and lead to its card."""
        text = self.value_record(record)
        page = card_of(label_of(record.content_type))
        if not page:
            return text
        try:
            return format_html('<a href="{}">{}</a>', reverse(page, args=[record.object_id]), text)
        except NoReverseMatch:
            return text

    def value_record(self, record: Attachment) -> str:
        """Name it in files."""
        model = record.content_type.model_class()
        kind = str(model._meta.verbose_name) if model is not None else record.content_type.model
        return f"{kind} {record.target or record.object_id}"


class ArchiveFilter(django_filters.FilterSet):
    """Words of the name or type; type; kind of record; days."""

    q = django_filters.CharFilter(label=_("Name or type"), method="search")
    kind = django_filters.ChoiceFilter(label=_("Type"), choices=_kind_choices)
    record = django_filters.ChoiceFilter(label=_("On"), field_name="content_type", choices=())
    came_from = DayFilter(label=_("Came from"), field_name="created_at", lookup_expr="date__gte")
    came_to = DayFilter(label=_("Came to"), field_name="created_at", lookup_expr="date__lte")
    dated_from = DayFilter(label=_("Dated from"), field_name="dated_on", lookup_expr="gte")
    dated_to = DayFilter(label=_("Dated to"), field_name="dated_on", lookup_expr="lte")

    class Meta:
        model = Attachment
        fields = ("q", "kind", "record", "came_from", "came_to", "dated_from", "dated_to")
        form = forms.Form

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the kinds of record whose files the user sees."""
        super().__init__(*args, **kwargs)
        types = list_record_types(self.request.user)
        named = [(each.pk, each.model_class()) for each in types]
        choices = [(pk, str(model._meta.verbose_name)) for pk, model in named if model is not None]
        self.filters["record"].extra["choices"] = sorted(choices, key=lambda choice: choice[1])

    def search(self, rows: AttachmentQuerySet, name: str, value: str) -> AttachmentQuerySet:
        """Find words without accents and case, in either alphabet; the words of a type find all of that type."""
        return rows.matching(value, find_kinds(value))


@allow_staff
class ArchiveList(OfficeListView):
    """Files, newest first."""

    model = Attachment
    table_class = ArchiveTable
    filterset_class = ArchiveFilter
    title = _("Archive")
    export_name = "archive"
    empty_text = _("No file yet. Files are put on the card of what they belong to.")

    def get_rows(self, user: User) -> QuerySet[Any]:
        """Return the files on what the user may see."""
        rows = list_visible(user).select_related("content_type", "created_by", "file")
        return rows.prefetch_related("target").order_by("-created_at", "-id")
