"""The office's list of faults."""

from __future__ import annotations

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from faults.choices import FaultPriority, FaultState
from faults.models import Fault
from gis_core.pages.tables import LinkColumn, MomentColumn, OfficeTable, StateColumn

STATE_TONES: dict[str, str] = {
    FaultState.NEW: "bad",
    FaultState.ACCEPTED: "warn",
    FaultState.IN_PROGRESS: "info",
    FaultState.RESTORED: "good",
    FaultState.REJECTED: "",
}
PRIORITY_TONES: dict[str, str] = {
    FaultPriority.URGENT: "bad",
    FaultPriority.NORMAL: "info",
    FaultPriority.LOW: "",
}


class FaultTable(OfficeTable):
    """Faults, latest first."""

    reference = LinkColumn(
        "faults:fault_detail", verbose_name=_("Number"), order_by=("year", "number"), accessor="reference"
    )
    category = tables.Column(verbose_name=_("What"))
    address = tables.Column(verbose_name=_("Where"), default="—")
    state = StateColumn(STATE_TONES)
    priority = StateColumn(PRIORITY_TONES)
    assigned_to = tables.Column(verbose_name=_("Goes there"), default="—")
    created_at = MomentColumn(verbose_name=_("Reported"))
    expected_at = MomentColumn(verbose_name=_("Expected"), default="")

    class Meta(OfficeTable.Meta):
        model = Fault
        fields = (
            "reference", "category", "address", "state", "priority", "assigned_to", "created_at",
            "expected_at",
        )  # fmt: skip
