"""The reader's telephone: my rounds, and one meter after the other."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from gis_core.models import User
from gis_core.pages.access import allow
from meters.choices import RoundState
from meters.models import NoteCode
from meters.querysets import WALKING_ROLES
from meters.selectors.rounds import (
    Expectation,
    list_expectations,
    list_my_rounds,
    list_progress,
    list_rounds,
    list_slips,
)
from meters.types import SlipRow


@allow(*WALKING_ROLES)
@require_GET
def round_mine(request: HttpRequest) -> HttpResponse:
    """List the rounds that are given to the user, how far each is and until when."""
    today = timezone.localdate()
    mine = [(each, each.round.period.ends_on < today) for each in list_my_rounds(cast(User, request.user))]
    return render(request, "meters/round_mine.html", {"rounds": mine})


@allow(*WALKING_ROLES)
@require_GET
def round_walk(request: HttpRequest, pk: int) -> HttpResponse:
    """Walk a round: the page holds all its meters, so that the next one needs no answer of the server."""
    user = cast(User, request.user)
    found = get_object_or_404(list_rounds(user), pk=pk)
    rows = list_slips(found)
    expected = list_expectations(rows, timezone.localdate())
    context = {
        "progress": list_progress([found])[0], "reading_round": found, "codes": _codes(),
        "is_closed": found.state == RoundState.CLOSED,
        "data": {
            "round": found.pk, "user": user.pk, "visits": reverse("api_slip_visit", args=[found.pk, 0]),
            "media": reverse("api_round_media", args=["0"]),
            "slips": [_slip(row, expected[row.slip_id]) for row in rows], "words": _words(),
            "codes": [
                {
                    "id": code.pk, "name": str(code), "prevents": code.prevents_reading,
                    "photo": code.asks_photo,
                }
                for code in _codes()
            ],
        },
    }  # fmt: skip
    return render(request, "meters/round_walk.html", context)


def _codes() -> list[NoteCode]:
    return list(NoteCode.objects.filter(is_offered=True))


def _slip(row: SlipRow, expected: Expectation) -> dict[str, Any]:
    """Give the script numbers; days as yyyy-mm-dd."""

    def number(value: Any) -> float | None:
        return None if value is None else float(value)

    return {
        "id": row.slip_id, "position": row.position, "state": row.state, "supply": row.supply_number,
        "address": row.address, "serial": row.serial, "slot": row.slot, "seal": row.seal_number,
        "digits": row.digits, "lon": round(row.longitude, 6), "lat": round(row.latitude, 6),
        "last": number(row.last_m3), "last_on": row.last_on.isoformat() if row.last_on else "",
        "before": number(row.before_m3), "before_on": row.before_on.isoformat() if row.before_on else "",
        "value": number(row.value_m3), "note": row.note_code_id, "held": row.is_held,
        "expected": number(expected.value_m3), "most": number(expected.most_m3),
    }  # fmt: skip


def _words() -> dict[str, str]:
    """Return what the page's script says."""
    return {
        "of": _("of %(number)s"), "last": _("Last reading"), "before": _("the one before"), "none": _("none"),
        "slot": _("meter %(number)s here"), "seal": _("seal %(number)s"),
        "below": _("Below the last reading (%(last)s). Look again; send it only if the register shows it."),
        "above": _("Much more than usual: about %(expected)s was expected. Look again before you send it."),
        "same": _("The same as last time. Is the tap in use?"),
        "digits": _("The register has %(number)s digits."),
        "empty": _("Write what the register shows, or choose a note."),
        "prevents": _("This note says that no reading is possible: take one of the two away."),
        "photo": _("This note asks for a photo."),
        "sure": _("Send it all the same"), "send": pgettext("reading", "Send"),
        "sent": _("Sent"), "kept": _("Kept, it will be sent"), "sending": _("Sending"),
        "refused": _("Not taken: %(why)s"), "waiting": _("%(number)s not sent yet"),
        "all_sent": _("All sent"), "retry": _("Send now"), "open": pgettext("reading", "Open"),
        "drop": _("Throw away"), "drop_sure": _("Throw this reading away?"),
        "done": _("All meters of this round were visited."), "held": _("The office will look at it: %(flags)s."),
        "moved": _("Met %(metres)s m from its place: the office will ask."),
        "accuracy": _("position known to %(metres)s m"), "no_position": _("The telephone tells no position."),
        "finding": _("Looking for the position…"), "standing": _("You are standing at"), "far": _("%(metres)s m away"),
        "record": _("Voice note"), "stop": _("Stop, %(seconds)s s"),
        "no_voice": _("The telephone gives no microphone."),
        "say": _("Say the reading"), "listening": _("Listening…"), "unheard": _("No number was heard."),
        "photo_kept": _("Photo"), "video_kept": _("Video"), "voice_kept": _("Voice note"), "remove": _("Remove"),
        "read": _("read"), "not_read": _("not read"), "to_read": _("to be read"), "again": _("Read already: %(value)s"),
        "storage": _("This telephone keeps nothing without a signal: do not close the page before all is sent."),
        "signed_out": _("Sign in again: what is not sent yet stays here."),
        "offline": _("No signal. It will be sent by itself."),
    }  # fmt: skip
