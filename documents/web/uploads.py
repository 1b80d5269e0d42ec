"""A file put on a record's card."""

from __future__ import annotations

from typing import cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from documents.selectors.files import card_of, may_add
from documents.services.recordings import MAX_BYTES
from documents.services.uploads import add_file
from gis_core.errors import DomainError
from gis_core.models import User
from gis_core.pages.access import allow_staff
from gis_core.pages.days import DayField


class UploadForm(forms.Form):
    """A file, what it is, the day it bears."""

    file = forms.FileField(max_length=250)
    kind = forms.CharField(max_length=40)
    dated_on = DayField(required=False)


@allow_staff
@require_POST
def attachment_add(request: HttpRequest, label: str, pk: int) -> HttpResponse:
    """Take the file and lead back to the card; what is refused is said there."""
    user = cast(User, request.user)
    if not may_add(user, label, pk):
        raise Http404
    form = UploadForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            add_file(
                actor=user, label=label, record_id=pk, content=file.read(MAX_BYTES + 1), name=file.name,
                kind=form.cleaned_data["kind"], dated_on=form.cleaned_data["dated_on"],
            )  # fmt: skip
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The file is in the archive."))
    else:
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/"):
        return redirect(back)
    card = card_of(label)
    return redirect(card, pk=pk) if card else redirect("documents:archive")
