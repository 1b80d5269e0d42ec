"""Records that a cut hurts more here: written and read by few, each reading written down."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gis_core.models import User
from gis_core.services.access_records import record_access
from meters.choices import SensitivityKind
from meters.errors import SensitivityRefused
from meters.models import Connection, Sensitivity
from meters.querysets import SENSITIVITY_ROLES


@transaction.atomic
def record_sensitivity(
    *,
    actor: User,
    connection: Connection,
    kind: SensitivityKind,
    evidence: str,
    valid_from: date,
    expires_on: date,
    consent_on: date | None = None,
) -> Sensitivity:
    """Record the need with its evidence and the day it expires. Raises SensitivityRefused."""
    _require_role(actor)
    if not evidence.strip():
        raise SensitivityRefused(_("Say what the record rests on."))
    if expires_on <= valid_from:
        raise SensitivityRefused(_("The record must expire after it begins."))
    if kind == SensitivityKind.DIALYSIS and consent_on is None:
        raise SensitivityRefused(_("A person's health is recorded with their consent only; give its day."))
    return Sensitivity.objects.create(
        connection=connection, kind=kind, evidence=evidence.strip(), consent_on=consent_on,
        valid_from=valid_from, expires_on=expires_on, recorded_by=actor,
    )  # fmt: skip


@transaction.atomic
def read_sensitivity(
    *, actor: User, connection: Connection, purpose: str, day: date | None = None
) -> list[Sensitivity]:
    """Return the records valid on the day and write down who read them and why. Raises SensitivityRefused.

    That there is none is told too, and says as much of a person: it is written down of the connection.
    """
    _require_role(actor)
    today = day or timezone.localdate()
    records = list(
        connection.sensitivities.filter(valid_from__lte=today, expires_on__gt=today).order_by(
            "expires_on", "pk"
        )
    )
    for record in records:
        record_access(actor=actor, subject="meters.sensitivity", subject_id=record.pk, purpose=purpose)
    if not records:
        record_access(
            actor=actor, subject="meters.connection.sensitivities", subject_id=connection.pk, purpose=purpose
        )
    return records


def _require_role(actor: User) -> None:
    if not actor.has_any_role(*SENSITIVITY_ROLES):
        raise SensitivityRefused(_("Your role may not handle sensitivity records."), code="not_allowed")
