"""The public's pages: report a fault, see what is known, follow a report."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_altcha import AltchaField, get_altcha_challenge

from documents.selectors.files import open_file
from faults.choices import FaultCategory, PlaceSource
from faults.domain.life import CLOSED
from faults.domain.triage import round_distance
from faults.errors import TooManyLooks
from faults.models import Fault, Report
from faults.selectors.faults import (
    find_report,
    list_known_near,
    list_photos,
    list_updates_for,
    tells_address,
)
from faults.selectors.places import degrees_of
from faults.services.drafts import forget_photos, keep_photos, kept_photos
from faults.services.limits import WITH_PROOF, WITHOUT_PROOF, count_look, count_report, may_keep_photos
from faults.services.reports import MOST_PHOTOS, add_message, clean_photos, join_fault, report_fault
from faults.types import NewReport, Place
from faults.web.forms import MessageForm, PlaceForm, ReportForm
from gis_core.errors import DomainError
from gis_core.models import User
from gis_core.pages.access import allow_everybody
from gis_core.pages.visitors import visitor_address
from outages.selectors.outages import outages_at

#: Icons of the tiles (Bootstrap Icons).
ICONS = {
    FaultCategory.NO_WATER: "droplet",
    FaultCategory.LEAK: "water",
    FaultCategory.LOW_PRESSURE: "speedometer",
    FaultCategory.QUALITY: "eyedropper",
    FaultCategory.SEWER: "exclamation-diamond",
    FaultCategory.METER: "speedometer2",
    FaultCategory.OTHER: "three-dots",
}
#: How hard the browser's proof of work is: about a second of a telephone's work.
PROOF_UP_TO = 50_000
#: So many cuts, and so many faults, are told at a place.
MOST_KNOWN = 5


@allow_everybody
@never_cache
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Take a report of a fault; whatever is wrong is said beside what was filled in."""
    if request.method != "POST":
        return _report_page(request, ReportForm(initial=_initial(request)), uuid4())
    form = ReportForm(request.POST, request.FILES)
    if form.is_valid() and form.place is not None and _has_seen(form, form.place):
        try:
            made = _send(request, form, form.place)
        except DomainError as error:
            form.add_error(None, ValidationError(str(error), code=error.code))
        else:
            forget_photos(request_key=form.key)
            return redirect("faults:follow", token=made.token)
    _keep(request, form)
    return _report_page(request, form, form.key)


@allow_everybody
@never_cache
@require_POST
def known(request: HttpRequest) -> HttpResponse:
    """Say what the place is and what is known there already; part of the report page."""
    form = PlaceForm(request.POST)
    place, error, status = None, "", 200
    try:
        count_look(sender=visitor_address(request))
        place = form.resolve() if form.is_valid() else None
    except TooManyLooks as refusal:
        form.cleaned_data, error, status = {}, str(refusal), 429
    except DomainError as refusal:
        error = str(refusal)
    context = {"place_error": error, **_known(place, form.cleaned_data.get("category", ""))}
    if request.POST.get("part") == "kind":  # the cuts stand on the page already
        context["cuts"] = []
    # A part of a page shows nothing of the shell, so it is not asked for.
    return HttpResponse(render_to_string("faults/partials/known.html", context), status=status)


@allow_everybody
@never_cache
@require_http_methods(["GET", "POST"])
def follow(request: HttpRequest, token: UUID) -> HttpResponse:
    """Show a report to whom holds its secret, and take what they add."""
    found = _found(token)
    form = MessageForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            count_report(sender=visitor_address(request), most=WITH_PROOF)
            add_message(
                actor=_actor(request), report=found, text=form.cleaned_data["text"],
                photos=form.cleaned_data["photos"],
            )  # fmt: skip
        except DomainError as error:
            form.add_error(None, ValidationError(str(error), code=error.code))
        else:
            return redirect("faults:follow", token=token)
    photos = list_photos(found)
    context = {
        "report": found,
        "fault": found.fault,
        "tells_address": tells_address(found),
        "updates": list_updates_for(found),
        "photos": photos,
        "photos_left": MOST_PHOTOS - len(photos),
        "form": form,
        "icon": ICONS[FaultCategory(found.fault.category)],
        "is_closed": found.fault.state in CLOSED,
    }
    response = render(request, "faults/follow.html", context)
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


@allow_everybody
@require_GET
def photo(request: HttpRequest, token: UUID, pk: int) -> FileResponse:
    """Give a photo of a report to whom holds the report's secret."""
    for attachment in list_photos(_found(token)):
        content = open_file(attachment.file) if attachment.pk == pk else None
        if content is not None:
            response = FileResponse(content, content_type="image/jpeg")
            response["Cache-Control"] = "private, max-age=3600"
            response["X-Content-Type-Options"] = "nosniff"
            return response
    raise Http404


def _send(request: HttpRequest, form: ReportForm, place: Place) -> Report:
    actor, given = _actor(request), form.cleaned_data
    most = WITH_PROOF if actor is not None or _is_proved(given["proof"]) else WITHOUT_PROOF
    count_report(sender=visitor_address(request), most=most)
    new = NewReport(
        request_key=given["request_key"], category=FaultCategory(given["category"]), place=place,
        language=get_language() or "el", description=given["description"],
        photos=[*kept_photos(form.key), *given["photos"]], name=given["name"], email=given["email"],
        phone=given["phone"],
    )  # fmt: skip
    if given["same_as"]:
        same = list_known_near(place.point).filter(pk=given["same_as"]).first()
        if same is not None:
            return join_fault(actor=actor, fault=same, new=new)
    return report_fault(actor=actor, new=new)


def _keep(request: HttpRequest, form: ReportForm) -> None:
    """Keep the photos of a form that comes back; those that cannot be read are named and left out.

    Who sends such forms over and over chooses the photos anew: nobody fills the memory for all.
    """
    photos = form.cleaned_data.get("photos") if hasattr(form, "cleaned_data") else None
    if photos and may_keep_photos(sender=visitor_address(request)):
        try:
            already = kept_photos(form.key)
            fresh = clean_photos(photos, already=len(already))
        except DomainError as error:
            if "photos" in form.fields and str(error) not in str(form.non_field_errors()):
                form.add_error("photos", ValidationError(str(error), code=error.code))
        else:
            keep_photos(request_key=form.key, photos=[*already, *fresh])


def _has_seen(form: ReportForm, place: Place) -> bool:
    """Say whether the reporter saw what is known there, or nothing is."""
    if form.cleaned_data["known_shown"]:
        return True
    known_here = _known(place, form.cleaned_data["category"])
    return not known_here["cuts"] and not known_here["faults"]


def _known(place: Place | None, category: str) -> dict[str, Any]:
    """Return what the public may know at the place: no names, no words of others."""
    if place is None:
        return {"place": None, "cuts": [], "faults": []}
    near: list[Any] = list(_shown_faults(place, category)) if category else []
    # An address is public and its point may be shown; where a supply number lies is not.
    pin = degrees_of(place.point) if place.source == PlaceSource.ADDRESS else None
    return {
        "place": place,
        "pin": pin,
        "cuts": list(outages_at(place.point).only("public_id", "kind", "title", "ends_at")[:MOST_KNOWN]),
        "faults": [(fault, round_distance(fault.distance.m)) for fault in near],
    }


def _shown_faults(place: Place, category: str) -> QuerySet[Fault]:
    near = list_known_near(place.point, category)
    return near.only("category", "state", "expected_at")[:MOST_KNOWN]


def _report_page(request: HttpRequest, form: ReportForm, key: UUID) -> HttpResponse:
    chosen = form["category"].value()
    context = {
        "form": form,
        "key": key,
        "tiles": [
            (value, label, ICONS[FaultCategory(value)], value == chosen)
            for value, label in FaultCategory.choices
        ],
        "challenge": make_challenge() if _actor(request) is None else None,
        "photos_kept": len(kept_photos(key)) if form.is_bound else 0,
        "most_photos": MOST_PHOTOS,
        "ask_again": form.is_bound and not form.errors,
        **_known(form.place, chosen or ""),
    }
    return render(request, "faults/report.html", context, status=422 if form.errors else 200)


def make_challenge() -> dict[str, Any]:
    """Return a fresh proof of work for the browser."""
    challenge = get_altcha_challenge(max_number=PROOF_UP_TO)
    return {
        "algorithm": challenge.algorithm, "challenge": challenge.challenge, "salt": challenge.salt,
        "signature": challenge.signature, "upTo": PROOF_UP_TO,
    }  # fmt: skip


def _is_proved(payload: str) -> bool:
    """Say whether the browser did its work; a stale or repeated proof is none."""
    if not payload:
        return False
    try:
        AltchaField().clean(payload)
    except ValidationError:
        return False
    return True


def _initial(request: HttpRequest) -> dict[str, Any]:
    """Fill in what /report/?category=leak&supply_number=… brings, and who is signed in."""
    names = ("category", "address", "supply_number")
    initial: dict[str, Any] = {name: request.GET[name][:200] for name in names if name in request.GET}
    if isinstance(request.user, User):
        initial.update(email=request.user.email, name=request.user.get_full_name())
    return initial


def _found(token: UUID) -> Report:
    found = find_report(token)
    if found is None:
        raise Http404
    return found


def _actor(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None
