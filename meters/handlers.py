"""What other apps ask of meters, and tell them."""

from collections.abc import Sequence

from documents.selectors.files import register_reader
from gis_core.models import User
from meters.models import Reading
from meters.querysets import CONNECTION_ROLES, REGISTER_ROLES
from meters.selectors.demands import allocate_demands
from meters.selectors.documents import may_read_document_file
from meters.services.pipe_points import move_pipe_points
from meters.sql.pipe_weights import read_pipe_weights
from network.events import pipe_points_moved
from network.services.demand_sources import register_demand_source
from network.services.pipe_weights import register_pipe_weights
from network.types import PipePointMove


def may_read_connection_file(user: User, pk: int) -> bool:
    """Say whether the user may open the files of a connection: who sees them on its card, not its consumers."""
    return user.has_any_role(*CONNECTION_ROLES)


def may_read_reading_file(user: User, pk: int) -> bool:
    """Say whether the user may open the files of a reading: the office, and the consumer who sent it."""
    return user.has_any_role(*CONNECTION_ROLES) or Reading.objects.filter(pk=pk, recorded_by=user).exists()


def may_read_slip_file(user: User, pk: int) -> bool:
    """Say whether the user may open what came with a visit that found no reading."""
    return user.has_any_role(*CONNECTION_ROLES)


def may_see_connections(user: User) -> bool:
    """Say whether the user sees the files of every connection, reading and visit in the archive."""
    return user.has_any_role(*CONNECTION_ROLES)


register_reader(
    "meters.connection", may_read_connection_file, visible=may_see_connections,
    can_add=lambda user, pk: user.has_any_role(*REGISTER_ROLES), url_name="meters:connection_detail",
)  # fmt: skip
register_reader("meters.registerdocument", may_read_document_file)
register_reader("meters.slip", may_read_slip_file, visible=may_see_connections)
register_reader("meters.reading", may_read_reading_file, visible=may_see_connections)


def on_pipe_points_moved(moves: Sequence[PipePointMove], **_kwargs: object) -> None:
    """Keep connections where they are on the ground when pipes are cut, joined or turned."""
    move_pipe_points(moves=moves)


pipe_points_moved.connect(on_pipe_points_moved, dispatch_uid="meters.pipe_points")
register_pipe_weights(read_pipe_weights)
register_demand_source(allocate_demands)
