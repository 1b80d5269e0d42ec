"""What other apps ask of meters."""

from documents.selectors.files import register_reader
from gis_core.models import User
from meters.querysets import CONNECTION_ROLES


def may_read_connection_file(user: User, pk: int) -> bool:
    """Say whether the user may open the files of a connection: who sees them on its card, not its consumers."""
    return user.has_any_role(*CONNECTION_ROLES)


register_reader("meters.connection", may_read_connection_file)
