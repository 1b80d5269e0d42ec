"""New documents of the register and what was done on the spot."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gis_core.errors import DomainError
from gis_core.models import User
from gis_core.pages.access import allow
from meters.choices import DocumentEffect, DocumentState
from meters.errors import ConnectionRefused
from meters.models import Connection, DocumentKind
from meters.selectors.documents import DRAFTING_ROLES, EXECUTING_ROLES, OFFICE_ROLES, list_kinds_for
from meters.selectors.hanging import list_hanging
from meters.services.documents import NewDocument, draft_document, execute_document
from meters.services.documents.effects import effect_of
from meters.web.document_forms import DraftForm, ExecutionForm, NewConnectionForm
from meters.web.documents import get_document


@allow(*DRAFTING_ROLES)
@require_GET
def document_choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose a kind of document that fits the connection."""
    connection = _connection(request, pk)
    context = {"connection": connection, "kinds": list_kinds_for(connection)}
    return render(request, "meters/document_choose.html", context)


@allow(*DRAFTING_ROLES)
@require_http_methods(["GET", "POST"])
def document_create(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Draft a document on a connection."""
    connection, user, today = _connection(request, pk), cast(User, request.user), timezone.localdate()
    kind = get_object_or_404(DocumentKind, code=code, is_offered=True)
    form = DraftForm(
        request.POST or None, kind=kind, hanging=list_hanging(connection, today), user=user,
        initial={"effective_on": today},
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        new = NewDocument(
            kind=kind, effective_on=given["effective_on"], connection=connection, party=given.get("party"),
            data=form.get_data(), note=given["note"],
        )  # fmt: skip
        try:
            document = draft_document(actor=user, new=new)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The draft is written: somebody else approves it."))
            return redirect("meters:document_detail", pk=document.pk)
    back = reverse("meters:document_choose", args=[pk])
    context = {
        "connection": connection, "form": form, "title": str(kind), "back": back, "press": _("Write the draft"),
    }  # fmt: skip
    return render(request, "meters/form.html", context, status=422 if form.is_bound else 200)


@allow(*DRAFTING_ROLES)
@require_http_methods(["GET", "POST"])
def document_connection(request: HttpRequest) -> HttpResponse:
    """Draft the document of a connection that is to be made."""
    user = cast(User, request.user)
    kind = get_object_or_404(
        DocumentKind.objects.filter(effect=DocumentEffect.CONNECT, is_offered=True).order_by("code")[:1]
    )
    form = NewConnectionForm(request.POST or None, user=user, initial={"effective_on": timezone.localdate()})
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        new = NewDocument(
            kind=kind, effective_on=given["effective_on"], party=given["payer"], note=given["note"],
            data={"cells": form.get_cells()},
        )  # fmt: skip
        try:
            document = draft_document(actor=user, new=new)
        except DomainError as error:
            form.add_error("supply_number" if error.code == "supply_number_taken" else None, str(error))
        else:
            messages.success(request, _("The draft is written: somebody else approves it."))
            return redirect("meters:document_detail", pk=document.pk)
    return render(
        request, "meters/document_connection.html", {"form": form, "kind": kind},
        status=422 if form.is_bound else 200,
    )  # fmt: skip


@allow(*EXECUTING_ROLES)
@require_http_methods(["GET", "POST"])
def document_execute(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what was done on the spot; sent twice it is done once."""
    document, user, today = get_document(request, pk), cast(User, request.user), timezone.localdate()
    if document.state != DocumentState.APPROVED:
        return redirect("meters:document_detail", pk=pk)
    effect = effect_of(document)
    hanging = list_hanging(document.connection, today) if document.connection is not None else []
    if "slot" in document.data or document.kind.effect == DocumentEffect.EXCHANGE:
        hanging = [row for row in hanging if row.slot == document.data.get("slot", 1)]
    form = ExecutionForm(
        request.POST or None, hanging=hanging if effect.asks_readings else [], asks_meter=effect.asks_meter,
        asks_seal=effect.asks_meter or document.kind.effect == DocumentEffect.DISCONNECT,
        initial={"executed_on": today, "meter_serial": document.data.get("serial", "")},
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        try:
            execute_document(actor=user, document=document, done=form.get_execution())
        except ConnectionRefused as error:
            column = error.column if error.column in form.fields else None
            form.add_error(column, str(error))
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Executed: %(number)s") % {"number": document.reference})
            if user.has_any_role(*OFFICE_ROLES):
                return redirect("meters:document_detail", pk=pk)
            return redirect("fieldwork:task_mine")
    context = {"document": document, "form": form, "cells": document.data.get("cells", {})}
    return render(request, "meters/document_execute.html", context, status=422 if form.is_bound else 200)


def _connection(request: HttpRequest, pk: int) -> Connection:
    return get_object_or_404(Connection.objects.visible_to(cast(User, request.user)), pk=pk)
