"""The consumer's own reading: inside a window it can be sent and taken back, outside it says when the next opens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import cast
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from documents.selectors.files import list_attachments
from documents.services.images import MAX_BYTES
from gis_core.errors import DomainError
from gis_core.models import User
from gis_core.pages.access import allow_signed_in
from gis_core.pages.amounts import AmountField
from gis_core.pages.written import quantity
from meters.models import ConnectionAccess, Installation, Reading, ReadingWindow
from meters.selectors.rounds import Expectation, expect_reading
from meters.selectors.windows import find_last_reading, find_next_window, find_open_window, list_my_meters
from meters.services.windows import find_own_reading, record_own_reading, withdraw_own_reading


class OwnReadingForm(forms.Form):
    """What the consumer's meter shows, with a photo if they like."""

    value_m3 = AmountField(
        label=gettext_lazy("What the meter shows (m³)"), min_value=0, max_digits=12, decimal_places=3,
        help_text=gettext_lazy("The black digits; the red ones after them are not needed."),
    )  # fmt: skip
    photo = forms.FileField(
        label=gettext_lazy("Photo of the meter (optional)"), required=False,
        widget=forms.ClearableFileInput(attrs={"accept": "image/*"}),
    )  # fmt: skip
    key = forms.CharField(max_length=100, required=False, widget=forms.HiddenInput)
    sure = forms.CharField(max_length=20, required=False, widget=forms.HiddenInput)

    def clean_photo(self) -> bytes | None:
        """Return the photo's bytes."""
        file = self.cleaned_data["photo"]
        if not file:
            return None
        if file.size > MAX_BYTES:
            raise forms.ValidationError(_("A photo may be at most 10 MB."), code="too_large")
        return cast(bytes, file.read())


@dataclass(frozen=True)
class OwnMeter:
    """A meter of the consumer with its last reading, and theirs of the open window."""

    installation: Installation
    last: Reading | None
    mine: Reading | None
    photos: int = 0


@allow_signed_in
@require_http_methods(["GET", "POST"])
def own_reading(request: HttpRequest, pk: int, meter: int) -> HttpResponse:
    """Show a meter of mine; inside a window take its reading."""
    user = cast(User, request.user)
    access, installation = _my_meter(request, pk, meter)
    window = find_open_window(access.connection, timezone.localdate())
    form = OwnReadingForm(
        request.POST if request.method == "POST" else None, request.FILES or None, initial={"key": uuid4()}
    )
    doubt = ""
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        doubt = _doubt(installation, given["value_m3"])
        if not doubt or given["sure"] == str(given["value_m3"]):
            try:
                record_own_reading(
                    actor=user, connection=access.connection, installation=installation,
                    value_m3=given["value_m3"], photo=given["photo"], key=given["key"],
                )  # fmt: skip
            except DomainError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("Thank you: your reading was taken."))
                return redirect("portal:own_reading", pk=pk, meter=meter)
    context = {
        "connection": access.connection, "window": window, "last_day": _last_day(window),
        "next": find_next_window(access.connection, timezone.localdate()) if window is None else None,
        "meters": list_my_meters(user, access.connection), "own": _own(user, installation, window),
        "form": form, "doubt": "" if form.errors else doubt,
        "sure": str(form.cleaned_data["value_m3"]) if doubt and form.is_valid() else "",
    }  # fmt: skip
    is_stopped = request.method == "POST"
    return render(request, "portal/own_reading.html", context, status=422 if is_stopped else 200)


@allow_signed_in
@require_POST
def own_reading_undo(request: HttpRequest, pk: int, meter: int) -> HttpResponse:
    """Take back the reading that I sent."""
    access, installation = _my_meter(request, pk, meter)
    try:
        withdraw_own_reading(
            actor=cast(User, request.user), connection=access.connection, installation=installation
        )
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Your reading was taken back. You can send another."))
    return redirect("portal:own_reading", pk=pk, meter=meter)


def _my_meter(request: HttpRequest, pk: int, meter: int) -> tuple[ConnectionAccess, Installation]:
    """Return my access and the meter that hangs there; what is not mine does not exist for me."""
    user = cast(User, request.user)
    access = (
        ConnectionAccess.objects.filter(user=user, ended_at__isnull=True, connection_id=pk)
        .select_related("connection__route")
        .order_by("-pk")
        .first()
    )
    if access is None:
        raise Http404
    for installation in list_my_meters(user, access.connection):
        if installation.pk == meter:
            return access, installation
    raise Http404


def _own(user: User, installation: Installation, window: ReadingWindow | None) -> OwnMeter:
    mine = find_own_reading(actor=user, installation=installation)
    if mine is not None and (window is None or mine.read_on < window.days.lower):
        mine = None
    photos = len(list_attachments(mine)) if mine is not None else 0
    return OwnMeter(installation, find_last_reading(installation), mine, photos)


def _last_day(window: ReadingWindow | None) -> date | None:
    last: date | None = window.days.upper - timedelta(days=1) if window is not None else None
    return last


def _doubt(installation: Installation, value_m3: Decimal) -> str:
    """Say in a sentence why the value would surprise us; an empty one when it does not."""
    last, expected = expect_reading(installation, timezone.localdate())
    if last is None:
        return ""
    if value_m3 < last:
        return _(
            "This is below the last reading (%(last)s). Look at the digits again; if the meter shows it, send it."
        ) % {"last": quantity(last)}
    return _above(expected, value_m3, last)


def _above(expected: Expectation, value_m3: Decimal, last: Decimal) -> str:
    if expected.most_m3 is None or value_m3 <= expected.most_m3:
        return ""
    return _(
        "This is %(used)s m³ since the last reading, much more than usual. Look at the digits again, without the "
        "red ones; if the meter shows it, send it: there may be a leak."
    ) % {"used": quantity(value_m3 - last)}
