"""What other apps ask of faults, and tell them."""

from collections.abc import Sequence

from documents.selectors.files import register_reader
from faults.models import Report
from faults.querysets import FAULT_ROLES
from faults.services.pipe_points import move_pipe_points
from gis_core.models import User
from network.events import pipe_points_moved
from network.types import PipePointMove


def may_read_report_file(user: User, pk: int) -> bool:
    """Say whether the user may open the files of a report: who works on faults, and who sent it."""
    return user.has_any_role(*FAULT_ROLES) or Report.objects.filter(pk=pk, reporter=user).exists()


register_reader("faults.report", may_read_report_file, visible=lambda user: user.has_any_role(*FAULT_ROLES))


def on_pipe_points_moved(moves: Sequence[PipePointMove], **_kwargs: object) -> None:
    """Keep faults where they are on the ground when pipes are cut, joined or turned."""
    move_pipe_points(moves=moves)


pipe_points_moved.connect(on_pipe_points_moved, dispatch_uid="faults.pipe_points")
