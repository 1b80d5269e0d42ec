"""Write down who read what the law protects more than the rest."""

from gis_core.models import AccessRecord, User


def record_access(*, actor: User, subject: str, subject_id: int, purpose: str) -> None:
    """Record that the user read a protected record: subject like "outages.outage", and what for."""
    AccessRecord.objects.create(user=actor, subject=subject, subject_id=subject_id, purpose=purpose)
