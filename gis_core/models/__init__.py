"""Tables of the kernel."""

from gis_core.models.access_record import AccessRecord
from gis_core.models.job import Job
from gis_core.models.saved_list import SavedList, SavedListStart
from gis_core.models.user import User, UserRole
from gis_core.models.utility import Utility

__all__ = ["AccessRecord", "Job", "SavedList", "SavedListStart", "User", "UserRole", "Utility"]
