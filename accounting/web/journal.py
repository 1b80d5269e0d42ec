"""Pages of the journal: the entries, and one with its legs."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import django_filters
import django_tables2 as tables
from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from accounting.choices import JOURNAL_ROLES
from accounting.models import Account, JournalEntry, JournalLine
from gis_core.models import User
from gis_core.pages.access import allow
from gis_core.pages.days import DayFilter
from gis_core.pages.lists import OfficeListView
from gis_core.pages.tables import DateColumn, LinkColumn, MomentColumn, MoneyColumn, OfficeTable


class EntryTable(OfficeTable):
    """Journal entries."""

    number = LinkColumn("accounting:entry_detail", verbose_name=_("Entry"), order_by=("year", "number"))
    entry_date = DateColumn(verbose_name=_("Day"))
    description = tables.Column(verbose_name=_("Description"))
    total = MoneyColumn(verbose_name=_("Sum €"), orderable=False)
    created_by = tables.Column(verbose_name=_("Posted by"))
    created_at = MomentColumn(verbose_name=_("Posted"))

    def render_number(self, record: JournalEntry) -> str:
        """Write the number with its year."""
        return str(record)

    def value_number(self, record: JournalEntry) -> str:
        """Write the number with its year in files too."""
        return str(record)


class EntryFilter(django_filters.FilterSet):
    """Filters of journal entries."""

    words = django_filters.CharFilter(
        field_name="description", lookup_expr="icontains", label=_("Description")
    )
    account = django_filters.ModelChoiceFilter(
        field_name="lines__account",
        queryset=Account.objects.order_by("code"),
        label=_("Account"),
        distinct=True,
    )
    since = DayFilter(field_name="entry_date", lookup_expr="gte", label=_("Since"))
    until = DayFilter(field_name="entry_date", lookup_expr="lte", label=_("Until"))

    class Meta:
        model = JournalEntry
        fields: tuple[str, ...] = ()


@allow(*JOURNAL_ROLES)
class EntryList(OfficeListView):
    """All journal entries, newest first."""

    model = JournalEntry
    table_class = EntryTable
    filterset_class = EntryFilter
    title = _("Journal")
    export_name = "journal"
    empty_text = _("Nothing has been posted yet. Issued bills and payments post themselves.")

    def get_rows(self, user: User) -> QuerySet[Any]:
        """Return posted entries with the sum of a side."""
        sums = JournalLine.objects.filter(entry=OuterRef("pk")).values("entry").annotate(sum=Sum("debit"))
        posted = JournalEntry.objects.filter(is_posted=True).select_related("created_by")
        return posted.annotate(total=Subquery(sums.values("sum"))).order_by("-year", "-number")


@allow(*JOURNAL_ROLES)
@require_GET
def entry_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the legs of an entry; the two sides are equal."""
    entry = get_object_or_404(JournalEntry.objects.select_related("created_by"), pk=pk, is_posted=True)
    lines = list(entry.lines.select_related("account").order_by("pk"))
    total = sum((line.debit for line in lines), Decimal(0))
    return render(request, "accounting/entry_detail.html", {"entry": entry, "lines": lines, "total": total})
