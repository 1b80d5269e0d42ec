"""Checks of valves as crews send them: with a photo."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from django.contrib.gis.geos import Point
from django.db import transaction

from documents.selectors.files import list_attachments
from gis_core.models import User
from network.choices import ValveCondition, ValveState
from network.models import ShutoffValve, ValveCheck
from network.services.attachments import attach_to_object
from network.services.shutoffs import check_valve


@transaction.atomic
def record_check(  # noqa: PLR0913  # what a crew's form holds
    *, actor: User, valve: ShutoffValve, request_key: UUID, state: ValveState, condition: ValveCondition,
    turns: Decimal | None, position: Point | None, accuracy_m: float | None, remarks: str, photo: bytes | None,
) -> ValveCheck:  # fmt: skip
    """Keep a check with its photo; the form sent twice is one check with one photo.

    Raises:
        EditRefused: what `check_valve` refuses.
        NotAPhoto, FileTooLarge: the photo; then nothing was kept.
    """
    check = check_valve(
        actor=actor, valve=valve, request_key=request_key, state=state, condition=condition, turns=turns,
        position=position, accuracy_m=accuracy_m, remarks=remarks,
    )  # fmt: skip
    if photo is not None and not list_attachments(check):
        attach_to_object(actor=actor, record=check, content=photo, name="photo.jpg")
    return check
