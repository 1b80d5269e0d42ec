"""A consumer's right to see a connection online."""

from django.utils import timezone

from gis_core.models import User
from meters.models import Connection, ConnectionAccess
from parties.models import Party


def grant_access(*, actor: User, user: User, connection: Connection, party: Party) -> ConnectionAccess:
    """Let the user see the connection and the party's bills on it; no change where that stands already."""
    access, _created = ConnectionAccess.objects.get_or_create(
        user=user, connection=connection, party=party, ended_at=None
    )
    return access


def end_access(*, actor: User, access: ConnectionAccess) -> None:
    """End the right now."""
    ConnectionAccess.objects.filter(pk=access.pk, ended_at__isnull=True).update(ended_at=timezone.now())
