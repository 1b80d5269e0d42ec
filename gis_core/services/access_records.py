"""Write down who read what the law protects more than the rest."""

from collections.abc import Iterable

from gis_core.models import AccessRecord, User


def record_access(*, actor: User, subject: str, subject_id: int, purpose: str) -> None:
    """Record that the user read a protected record: subject like "outages.outage", and what for."""
    AccessRecord.objects.create(user=actor, subject=subject, subject_id=subject_id, purpose=purpose)


def record_accesses(*, actor: User, subject: str, subject_ids: Iterable[int], purpose: str) -> None:
    """Record that the user read many protected records of a kind, as a list or a file shows them."""
    AccessRecord.objects.bulk_create(
        AccessRecord(user=actor, subject=subject, subject_id=pk, purpose=purpose) for pk in subject_ids
    )
