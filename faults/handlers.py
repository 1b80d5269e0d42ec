"""What other apps ask of faults."""

from documents.selectors.files import register_reader
from faults.models import Report
from faults.querysets import FAULT_ROLES
from gis_core.models import User


def may_read_report_file(user: User, pk: int) -> bool:
    """Say whether the user may open the files of a report: who works on faults, and who sent it."""
    return user.has_any_role(*FAULT_ROLES) or Report.objects.filter(pk=pk, reporter=user).exists()


register_reader("faults.report", may_read_report_file)
