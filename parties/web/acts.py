"""Forms of the register."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gis_core.choices import LanguageChoice
from gis_core.errors import DomainError
from gis_core.models import User
from gis_core.pages.access import allow
from parties.choices import ConsentPurpose, ContactKind, PartyKind
from parties.models import Consent, Party
from parties.selectors.duplicates import Candidate, list_likely_duplicates
from parties.services import parties as services
from parties.web.forms import ConsentForm, ContactForm, NewPartyForm, PartyForm
from parties.web.roles import EDIT_ROLES


def _party(request: HttpRequest, pk: int) -> Party:
    return get_object_or_404(Party.objects.visible_to(cast(User, request.user)), pk=pk)


def _card(party: Party, tab: str) -> str:
    return f"{reverse('parties:party_detail', args=[party.pk])}?tab={tab}"


def _page(request: HttpRequest, form: Form, title: str | Promise, back: str, **more: object) -> HttpResponse:
    context = {"form": form, "title": title, "back": back, **more}
    return render(request, "parties/form.html", context, status=422 if form.is_bound else 200)


@allow(*EDIT_ROLES)
@require_http_methods(["GET", "POST"])
def party_create(request: HttpRequest) -> HttpResponse:
    """Register a party; show its namesakes first, if there are any."""
    form = NewPartyForm(request.POST if request.method == "POST" else None)
    title, back = _("New party"), reverse("parties:party_list")
    if not (form.is_bound and form.is_valid()):
        return _page(request, form, title, back)
    given = form.cleaned_data
    contacts = (given["email"], given["mobile"])
    candidate = Candidate(given["name"], given["first_name"], given["father_name"], given["afm"], contacts)
    likely = [] if given["is_another"] else list_likely_duplicates(candidate)
    if likely:
        return _page(request, form, title, back, likely=likely)
    try:
        party = services.register_party(
            actor=cast(User, request.user), kind=PartyKind(given["kind"]), name=given["name"],
            first_name=given["first_name"], father_name=given["father_name"], afm=given["afm"],
            language=given["language"],
        )  # fmt: skip
    except DomainError as error:
        form.add_error("afm", str(error))
        return _page(request, form, title, back)
    for kind in (ContactKind.EMAIL, ContactKind.MOBILE):
        if given[kind]:
            services.add_contact(
                actor=cast(User, request.user), party=party, kind=kind, value=given[kind], is_preferred=True
            )
    messages.success(request, _("%(party)s stands in the register.") % {"party": party})
    return redirect("parties:party_detail", pk=party.pk)


@allow(*EDIT_ROLES)
@require_http_methods(["GET", "POST"])
def party_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a party's particulars."""
    party = _party(request, pk)
    initial = {
        "kind": party.kind, "name": party.name, "first_name": party.first_name,
        "father_name": party.father_name, "afm": party.afm or "", "language": party.language,
    }  # fmt: skip
    form = PartyForm(request.POST if request.method == "POST" else None, initial=initial)
    title, back = _("Change %(party)s") % {"party": party}, reverse("parties:party_detail", args=[pk])
    if not (form.is_bound and form.is_valid()):
        return _page(request, form, title, back)
    given = form.cleaned_data
    try:
        services.change_party(
            actor=cast(User, request.user), party=party, kind=PartyKind(given["kind"]), name=given["name"],
            first_name=given["first_name"], father_name=given["father_name"], afm=given["afm"],
            language=LanguageChoice(given["language"]),
        )  # fmt: skip
    except DomainError as error:
        form.add_error("afm", str(error))
        return _page(request, form, title, back)
    messages.success(request, _("Saved."))
    return redirect(back)


@allow(*EDIT_ROLES)
@require_http_methods(["GET", "POST"])
def contact_create(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a way to reach the party."""
    party = _party(request, pk)
    form = ContactForm(request.POST if request.method == "POST" else None)
    back = _card(party, "contacts")
    if not (form.is_bound and form.is_valid()):
        return _page(request, form, _("New contact detail of %(party)s") % {"party": party}, back)
    given = form.cleaned_data
    services.add_contact(
        actor=cast(User, request.user), party=party, kind=ContactKind(given["kind"]), value=given["value"],
        is_preferred=given["is_preferred"],
    )  # fmt: skip
    messages.success(request, _("Saved."))
    return redirect(back)


@allow(*EDIT_ROLES)
@require_http_methods(["GET", "POST"])
def consent_create(request: HttpRequest, pk: int) -> HttpResponse:
    """Note what the party agreed to."""
    party = _party(request, pk)
    form = ConsentForm(request.POST if request.method == "POST" else None)
    back = _card(party, "consents")
    if not (form.is_bound and form.is_valid()):
        return _page(request, form, _("New consent of %(party)s") % {"party": party}, back)
    given = form.cleaned_data
    services.give_consent(
        actor=cast(User, request.user), party=party, purpose=ConsentPurpose(given["purpose"]),
        channel=ContactKind(given["channel"]), evidence=given["evidence"],
    )  # fmt: skip
    messages.success(request, _("Saved."))
    return redirect(back)


@allow(*EDIT_ROLES)
@require_POST
def consent_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that the party takes its agreement back."""
    consent = get_object_or_404(Consent.objects.select_related("party"), pk=pk)
    party = _party(request, consent.party_id)
    services.withdraw_consent(actor=cast(User, request.user), consent=consent)
    messages.success(request, _("The consent is withdrawn."))
    return redirect(_card(party, "consents"))
