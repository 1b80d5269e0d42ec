"""Readings one by one: written, corrected, withdrawn, under the same checks as those of files."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from hashlib import sha256

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gis_core.models import User
from meters.choices import HOLDING_FLAGS, FlagState, ReadingSource
from meters.errors import KeyReused, ReadingRefused
from meters.models import Installation, Reading, ReadingFlag, ReadingRequest
from meters.selectors.check_settings import list_check_rules
from meters.services.reading_writes import announce_yield, hold_anew, let_yield, write_taken
from meters.services.sentences import sentence
from meters.sql import reading_import
from meters.sql.reading_import import SingleReading
from meters.types import NO_DETAILS, ReadingDetails


@transaction.atomic
def record_reading(
    *,
    actor: User | None,
    installation: Installation,
    read_on: date,
    value_m3: Decimal,
    source: ReadingSource,
    note: str = "",
    details: ReadingDetails = NO_DETAILS,
    key: str = "",
) -> Reading:
    """Write one reading with its flags; the same one again is returned as it stands.

    An estimate of the day yields to it. With a key of the actor, the same request again returns what it was answered
    with first. Raises ReadingRefused for what cannot be true, KeyReused when the key came before with something
    else; a refusal leaves the key free.
    """
    if key and actor is not None:
        return record_reading_once(
            actor=actor, key=key, installation=installation, read_on=read_on, value_m3=value_m3, source=source,
            note=note, details=details,
        )  # fmt: skip
    reading_import.wait_for_meter(installation.pk)
    reading_import.stage_one(_single(installation, read_on, value_m3, note, details))
    reading_import.find(timezone.localdate())
    let_yield()
    with reading_import.read_refused() as refused:
        judged = next(refused, None)
    if judged is not None:
        raise ReadingRefused(sentence(judged.code, judged.column, judged.value), code=judged.code)
    write_taken(actor=actor, source=source, batch_id=None, rules=list_check_rules())
    return Reading.objects.get(installation=installation, read_on=read_on, stands=True)


@transaction.atomic
def record_reading_once(
    *,
    actor: User,
    key: str,
    installation: Installation,
    read_on: date,
    value_m3: Decimal,
    source: ReadingSource,
    note: str = "",
    details: ReadingDetails = NO_DETAILS,
) -> Reading:
    """Write one reading under the sender's key; the same key again returns what it was answered with first.

    A key holds for its sender alone. Raises KeyReused when it came before with something else, ReadingRefused
    like `record_reading`: a refusal leaves the key free.
    """
    sent = f"{installation.connection.supply_number}\n{read_on}\n{value_m3.normalize()}\n{note}"
    digest = sha256(sent.encode()).hexdigest()
    # Two requests at once under one key: the second waits here and finds the answer of the first.
    reading_import.wait_for_key(actor.pk, key)
    earlier = ReadingRequest.objects.filter(user=actor, key=key).select_related("reading").first()
    if earlier is not None:
        if earlier.sha256 != digest:
            raise KeyReused(_("This key came before with another reading."))
        return earlier.reading
    reading = record_reading(
        actor=actor, installation=installation, read_on=read_on, value_m3=value_m3, source=source, note=note,
        details=details,
    )  # fmt: skip
    ReadingRequest.objects.create(user=actor, key=key, sha256=digest, reading=reading)
    return reading


@transaction.atomic
def correct_reading(
    *,
    actor: User | None,
    reading: Reading,
    value_m3: Decimal,
    reason: str,
    source: ReadingSource | None = None,
) -> Reading:
    """Write a further revision of a standing reading, checked like any other; its open flags are decided by it.

    What had been read is kept beside the new value. Raises ReadingRefused: not_standing when the reading has yielded
    already, too_many_digits, billed when an issued bill stands on it. The same value again changes nothing.
    """
    standing = _lock_standing(reading)
    if value_m3 >= 10**standing.installation.meter.digits or value_m3 < 0:
        raise ReadingRefused(sentence("too_many_digits", "value_m3", str(value_m3)), code="too_many_digits")
    if value_m3 == standing.value_m3:
        return standing
    announce_yield([standing.pk])
    reading_import.stage_one(
        SingleReading(
            installation_id=standing.installation_id, read_on=standing.read_on, value_m3=value_m3,
            note=reason[:200], note_code_id=standing.note_code_id, point=standing.geom,
            accuracy_m=standing.geom_accuracy_m,
            read_m3=standing.value_m3 if standing.read_m3 is None else standing.read_m3,
        )
    )  # fmt: skip
    reading_import.take(standing.revision + 1)
    write_taken(
        actor=actor, source=source or _source_of_correction(standing), batch_id=None, rules=list_check_rules()
    )
    _decide_open(standing, actor, FlagState.CORRECTED, reason)
    return Reading.objects.get(
        installation_id=standing.installation_id, read_on=standing.read_on, stands=True
    )


@transaction.atomic
def withdraw_reading(
    *, actor: User | None, reading: Reading, reason: str, decided: FlagState = FlagState.CORRECTED
) -> Reading:
    """Say by a further revision that a standing reading does not count; its day is free again.

    Its open flags are decided so. Raises ReadingRefused: not_standing when it has yielded already, billed when an
    issued bill stands on it.
    """
    standing = _lock_standing(reading)
    announce_yield([standing.pk])
    withdrawal = Reading.objects.create(
        installation_id=standing.installation_id, read_on=standing.read_on, revision=standing.revision + 1,
        value_m3=standing.value_m3, offset_m3=standing.offset_m3, source=standing.source, note=reason[:200],
        recorded_by=actor, stands=False, is_withdrawal=True, estimate_rule=standing.estimate_rule,
    )  # fmt: skip
    _decide_open(standing, actor, decided, reason)
    following = (
        Reading.objects.filter(
            installation_id=standing.installation_id, read_on__gt=standing.read_on, stands=True
        )
        .exclude(source=ReadingSource.ESTIMATE)
        .order_by("read_on")
        .first()
    )
    if following is not None:
        hold_anew([following.pk], user_id=actor.pk if actor else None, rules=list_check_rules())
    return withdrawal


def _single(
    installation: Installation, read_on: date, value_m3: Decimal, note: str, details: ReadingDetails
) -> SingleReading:
    return SingleReading(
        installation_id=installation.pk, read_on=read_on, value_m3=value_m3, note=note[:200],
        told_serial=details.seen_serial[:40], note_code_id=details.note_code_id, point=details.point,
        accuracy_m=details.accuracy_m, read_m3=details.read_m3,
    )  # fmt: skip


def _lock_standing(reading: Reading) -> Reading:
    """Return the reading as it stands, nobody else writing its meter's; raise ReadingRefused when it has yielded."""
    reading_import.wait_for_meter(reading.installation_id)
    standing = (
        Reading.objects.select_related("installation__meter").filter(pk=reading.pk, stands=True).first()
    )
    if standing is None:
        raise ReadingRefused(sentence("not_standing", "", ""), code="not_standing")
    return standing


def _source_of_correction(standing: Reading) -> ReadingSource:
    """A removal or installation stays one; what somebody corrects at the desk is the office's."""
    kept = (ReadingSource.INSTALLATION, ReadingSource.REMOVAL)
    return ReadingSource(standing.source) if standing.source in kept else ReadingSource.OFFICE


def _decide_open(reading: Reading, actor: User | None, state: FlagState, reason: str) -> None:
    ReadingFlag.objects.filter(reading=reading, state__in=HOLDING_FLAGS).update(
        state=state, decided_by=actor, decided_at=timezone.now(), decision_note=reason[:200]
    )
