"""What other apps ask of the network."""

from documents.selectors.files import register_reader
from gis_core.choices import STAFF_ROLES
from gis_core.models import User

#: Kinds of record that files hang on.
WITH_FILES = (
    "pipe",
    "node",
    "shutoffvalve",
    "valvecheck",
    "serviceline",
    "station",
    "valve",
    "pump",
    "building",
)


def may_read_network_file(user: User, pk: int) -> bool:
    """Say whether the user may open the files of an object: the utility's staff, who see the object too."""
    return user.has_any_role(*STAFF_ROLES)


for _kind in WITH_FILES:
    register_reader(
        f"network.{_kind}", may_read_network_file, visible=lambda user: user.has_any_role(*STAFF_ROLES)
    )
