"""Kinds of documents: what each does, asks and costs."""

from __future__ import annotations

from typing import Any, cast

import django_filters
import django_tables2 as tables
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from gis_core.errors import DomainError
from gis_core.models import User
from gis_core.pages.access import allow
from gis_core.pages.history import list_changes
from gis_core.pages.lists import OfficeListView
from gis_core.pages.tables import LinkColumn, MoneyColumn, OfficeTable
from meters.choices import DocumentEffect
from meters.models import DocumentKind
from meters.selectors.documents import KIND_ROLES, OFFICE_ROLES
from meters.services.documents import save_kind
from meters.web.document_forms import KindForm


class KindTable(OfficeTable):
    """Kinds with what they do."""

    code = LinkColumn("meters:document_kind_edit")
    name = tables.Column(verbose_name=gettext_lazy("Kind"), accessor="pk", order_by=("name_el",))
    effect = tables.Column()
    series_code = tables.Column()
    needs_evidence = tables.BooleanColumn(yesno="✓,—")
    needs_visit = tables.BooleanColumn(yesno="✓,—")
    fee = MoneyColumn()
    reversal = tables.Column(default="—")
    is_offered = tables.BooleanColumn(yesno="✓,—")

    class Meta(OfficeTable.Meta):
        model = DocumentKind
        fields = (
            "code", "name", "effect", "series_code", "needs_evidence", "needs_visit", "fee", "reversal",
            "is_offered",
        )  # fmt: skip

    def render_name(self, record: DocumentKind) -> str:
        """Name it in the reader's language."""
        return str(record)

    def value_name(self, record: DocumentKind) -> str:
        """Name it in a file too."""
        return str(record)


class KindFilter(django_filters.FilterSet):
    """What they do."""

    effect = django_filters.ChoiceFilter(label=gettext_lazy("Effect"), choices=DocumentEffect.choices)

    class Meta:
        model = DocumentKind
        fields = ("effect",)


@allow(*OFFICE_ROLES)
class DocumentKindList(OfficeListView):
    """The catalogue of kinds."""

    model = DocumentKind
    table_class = KindTable
    filterset_class = KindFilter
    title = gettext_lazy("Kinds of documents")
    export_name = "document-kinds"

    def get_rows(self, user: User) -> Any:
        """Return all: the catalogue is no secret in the office."""
        return DocumentKind.objects.select_related("reversal").order_by("code")

    def get_actions(self) -> list[tuple[str, str, str]]:
        """Offer a new kind to who may make one."""
        if not cast(User, self.request.user).has_any_role(*KIND_ROLES):
            return []
        return [(reverse("meters:document_kind_create"), _("New kind"), "plus-lg")]

    def get_crumbs(self) -> list[tuple[str, Any]]:
        """Lead back to the documents."""
        return [(reverse("meters:document_list"), _("Documents of the register"))]


@allow(*KIND_ROLES)
@require_http_methods(["GET", "POST"])
def document_kind_create(request: HttpRequest) -> HttpResponse:
    """Make a kind."""
    return _edit(request, None)


@allow(*KIND_ROLES)
@require_http_methods(["GET", "POST"])
def document_kind_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what a kind asks and costs."""
    return _edit(request, get_object_or_404(DocumentKind, pk=pk))


def _edit(request: HttpRequest, kind: DocumentKind | None) -> HttpResponse:
    form = KindForm(request.POST or None, instance=kind)
    if form.is_bound and form.is_valid():
        try:
            save_kind(actor=cast(User, request.user), kind=form.instance)
        except DomainError as error:
            form.add_error("effect", str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("meters:document_kind_list")
    changes = list_changes(kind) if kind is not None else []
    context = {"form": form, "kind": kind, "changes": changes}
    return render(request, "meters/document_kind_form.html", context, status=422 if form.is_bound else 200)
