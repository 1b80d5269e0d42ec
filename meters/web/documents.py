"""Documents of the register: list, card, the acts on one, its sheet on paper."""

from __future__ import annotations

from typing import Any, cast

import django_filters
import django_tables2 as tables
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from documents.selectors.files import list_attachments
from documents.services.images import MAX_BYTES, clean_photo
from gis_core.errors import DomainError
from gis_core.models import User
from gis_core.pages.access import allow
from gis_core.pages.days import DayFilter
from gis_core.pages.history import list_changes
from gis_core.pages.lists import OfficeListView
from gis_core.pages.tables import DateColumn, LinkColumn, MomentColumn, OfficeTable, StateColumn
from meters.choices import DocumentState
from meters.models import DocumentKind, RegisterDocument
from meters.selectors.document_pdf import print_document
from meters.selectors.documents import (
    APPROVING_ROLES,
    DOCUMENT_ROLES,
    DOCUMENT_TONES,
    DRAFTING_ROLES,
    EXECUTING_ROLES,
    OFFICE_ROLES,
    list_fee_lines,
    sum_fees,
    visible_documents,
)
from meters.services.documents import approve_document, attach_evidence, cancel_document
from meters.web.document_forms import EvidenceForm
from parties.models import Party

PDF_START = b"%PDF-"


class DocumentTable(OfficeTable):
    """Documents, latest first."""

    spare_columns = ("made_by", "approved_by")

    kind = LinkColumn("meters:document_detail", verbose_name=gettext_lazy("Kind"))
    reference = tables.Column(verbose_name=gettext_lazy("Number"), order_by=("series_code", "year", "number"))
    connection = tables.Column(
        verbose_name=gettext_lazy("Connection"), accessor="connection__supply_number", default="—"
    )
    address = tables.Column(
        verbose_name=gettext_lazy("Address"), accessor="connection__address", default="—", orderable=False
    )
    state = StateColumn(DOCUMENT_TONES)
    effective_on = DateColumn(verbose_name=gettext_lazy("In force from"))
    made_at = MomentColumn(verbose_name=gettext_lazy("Drafted"))
    executed_on = DateColumn(verbose_name=pgettext_lazy("document", "Executed"), default="")
    made_by = tables.Column(verbose_name=gettext_lazy("Drafted by"))
    approved_by = tables.Column(verbose_name=gettext_lazy("Approved by"), default="")

    class Meta(OfficeTable.Meta):
        model = RegisterDocument
        fields = (
            "kind", "reference", "connection", "address", "state", "effective_on", "made_at", "executed_on",
            "made_by", "approved_by",
        )  # fmt: skip


class DocumentFilter(django_filters.FilterSet):
    """State, kind, number of the connection, days."""

    state = django_filters.ChoiceFilter(label=gettext_lazy("State"), choices=DocumentState.choices)
    kind = django_filters.ModelChoiceFilter(label=gettext_lazy("Kind"), queryset=DocumentKind.objects.all())
    supply_number = django_filters.CharFilter(
        label=gettext_lazy("Supply number"), field_name="connection__supply_number", lookup_expr="startswith"
    )
    since = DayFilter(label=gettext_lazy("From"), field_name="effective_on", lookup_expr="gte")
    until = DayFilter(label=gettext_lazy("Until"), field_name="effective_on", lookup_expr="lte")

    class Meta:
        model = RegisterDocument
        fields = ("state", "kind")


@allow(*OFFICE_ROLES)
class DocumentList(OfficeListView):
    """Documents with their filters."""

    model = RegisterDocument
    table_class = DocumentTable
    filterset_class = DocumentFilter
    title = gettext_lazy("Documents of the register")
    export_name = "documents"
    empty_text = gettext_lazy("No document yet: they are made from the card of a connection.")

    def get_rows(self, user: User) -> Any:
        """Return what the user may see, with who drafted and approved."""
        return visible_documents(user).select_related("made_by", "approved_by").order_by("-made_at", "-pk")

    def get_actions(self) -> list[tuple[str, str, str]]:
        """Offer a new connection; the rest begins on a connection's card."""
        user = cast(User, self.request.user)
        if not user.has_any_role(*DRAFTING_ROLES):
            return []
        return [(reverse("meters:document_connection"), _("New connection"), "plus-lg")]


@allow(*DOCUMENT_ROLES)
@require_GET
def document_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a document: what it does, its fees, evidence and task, who did what, what can be done."""
    return _card(request, get_document(request, pk))


@allow(*APPROVING_ROLES)
@require_POST
def document_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve what another drafted."""
    document = get_document(request, pk)
    try:
        approved = approve_document(actor=cast(User, request.user), document=document)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Approved as %(number)s.") % {"number": approved.reference})
    return redirect("meters:document_detail", pk=pk)


@allow(*(APPROVING_ROLES | DRAFTING_ROLES))
@require_POST
def document_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel it, or draft what undoes it; an executed one is for who approves."""
    document, user = get_document(request, pk), cast(User, request.user)
    if document.state != DocumentState.DRAFT and not user.has_any_role(*APPROVING_ROLES):
        messages.error(request, _("Whoever may approve cancels what was approved."))
        return redirect("meters:document_detail", pk=pk)
    try:
        left = cancel_document(actor=user, document=document, reason=request.POST.get("reason", "")[:400])
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("meters:document_detail", pk=pk)
    if left.pk == document.pk:
        messages.success(request, _("The document is cancelled."))
    else:
        messages.success(request, _("This is the draft that undoes it: somebody else approves it."))
    return redirect("meters:document_detail", pk=left.pk)


@allow(*DRAFTING_ROLES)
@require_POST
def document_attach(request: HttpRequest, pk: int) -> HttpResponse:
    """Put evidence to it: a PDF, or a photo written anew."""
    document = get_document(request, pk)
    form = EvidenceForm(request.POST, request.FILES)
    if not form.is_valid():
        return _card(request, document, evidence_form=form)
    file = form.cleaned_data["file"]
    if file.size > MAX_BYTES:
        form.add_error("file", _("The file is larger than 10 MB."))
        return _card(request, document, evidence_form=form)
    content = file.read()
    try:
        is_pdf = content.startswith(PDF_START)
        attach_evidence(
            actor=cast(User, request.user), document=document, name=file.name,
            content=content if is_pdf else clean_photo(content),
            media_type="application/pdf" if is_pdf else "image/jpeg",
        )  # fmt: skip
    except DomainError as error:
        form.add_error("file", str(error))
        return _card(request, document, evidence_form=form)
    messages.success(request, _("The file is kept."))
    return redirect("meters:document_detail", pk=pk)


@allow(*OFFICE_ROLES)
@require_GET
def document_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Give its sheet on paper, in the reader's language."""
    document = get_document(request, pk)
    answer = HttpResponse(
        print_document(document, (get_language() or "el")[:2]), content_type="application/pdf"
    )
    answer["Content-Disposition"] = f'inline; filename="document-{document.pk}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def get_document(request: HttpRequest, pk: int) -> RegisterDocument:
    """Return a document that the user may see; what they may not does not exist for them."""
    documents = visible_documents(cast(User, request.user)).select_related(
        "party", "task", "reverses", "made_by", "approved_by", "executed_by", "cancelled_by"
    )
    return get_object_or_404(documents, pk=pk)


def _card(
    request: HttpRequest, document: RegisterDocument, *, evidence_form: EvidenceForm | None = None
) -> HttpResponse:
    user = cast(User, request.user)
    is_office = user.has_any_role(*OFFICE_ROLES)
    fees = list_fee_lines(document)
    is_draft, is_live = document.state == DocumentState.DRAFT, document.state != DocumentState.CANCELLED
    party = document.party
    # Whoever goes out needs the place, not the name.
    knows = is_office and party is not None and Party.objects.visible_to(user).filter(pk=party.pk).exists()
    context: dict[str, Any] = {
        "document": document, "tone": DOCUMENT_TONES[document.state], "party": party if knows else None,
        "cells": document.data.get("cells", {}), "fees": fees, "total": sum_fees(fees), "is_office": is_office,
        "attachments": list_attachments(document) if is_office else [],
        "changes": list_changes(document) if is_office else [],
        "reversals": document.reversed_by.select_related("kind"),
        "may_approve": is_draft and user.has_any_role(*APPROVING_ROLES) and document.made_by_id != user.pk,
        "is_own": is_draft and user.has_any_role(*APPROVING_ROLES) and document.made_by_id == user.pk,
        "may_execute": document.state == DocumentState.APPROVED and user.has_any_role(*EXECUTING_ROLES),
        "may_cancel": is_live
        and user.has_any_role(*(APPROVING_ROLES | DRAFTING_ROLES if is_draft else APPROVING_ROLES)),
        "may_attach": is_live and user.has_any_role(*DRAFTING_ROLES),
        "evidence_form": evidence_form or EvidenceForm(),
    }  # fmt: skip
    wrong = evidence_form is not None and bool(evidence_form.errors)
    return render(request, "meters/document_detail.html", context, status=422 if wrong else 200)
