"""Tables of faults and the reports that tell of them."""

from faults.models.fault import Fault, FaultUpdate, Report

__all__ = ["Fault", "FaultUpdate", "Report"]
