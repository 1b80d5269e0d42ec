"""The page of the closed books: until when, who closed them, and the accountant's form."""

from __future__ import annotations

from typing import cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from accounting.choices import CLOSING_ROLES, JOURNAL_ROLES
from accounting.selectors.periods import find_closed_until, list_closings
from accounting.services.periods import close_period
from gis_core.errors import DomainError
from gis_core.models import User
from gis_core.pages.access import allow
from gis_core.pages.days import DayField

#: How many closings the page shows: monthly ones of eight years.
SHOWN = 100


class ClosingForm(forms.Form):
    """Until which day, and why where books are opened again."""

    closed_until = DayField(
        label=gettext_lazy("Close until"),
        help_text=gettext_lazy("The last day that nothing is booked on any more."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Needed to open books again: give an earlier day than the one in force."),
    )


@allow(*JOURNAL_ROLES)
@require_GET
def period_list(request: HttpRequest) -> HttpResponse:
    """Show until when the books are closed, and each closing with who and when."""
    return _page(request, ClosingForm())


@allow(*CLOSING_ROLES)
@require_POST
def period_close(request: HttpRequest) -> HttpResponse:
    """Close the books until the day given, or open them again."""
    form = ClosingForm(request.POST)
    if form.is_valid():
        try:
            closing = close_period(actor=cast(User, request.user), **form.cleaned_data)
        except DomainError as error:
            form.add_error("reason" if error.code == "reason" else "closed_until", str(error))
        else:
            messages.success(request, _("The books are closed until %(day)s.") % {"day": closing})
            return redirect("accounting:period_list")
    return _page(request, form)


def _page(request: HttpRequest, form: ClosingForm) -> HttpResponse:
    context = {
        "closed_until": find_closed_until(),
        "closings": list_closings()[:SHOWN],
        "form": form if cast(User, request.user).has_any_role(*CLOSING_ROLES) else None,
    }
    return render(request, "accounting/period_list.html", context, status=422 if form.errors else 200)
