"""The office's list of faults."""

from __future__ import annotations

import django_tables2 as tables
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from faults.choices import FaultPriority, FaultState
from faults.models import Fault
from gis_core.pages.list_maps import LegendLine, Mark, mapped_row
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
#: How much of the map a fault takes by its urgency.
PRIORITY_SIZES: dict[str, str] = {FaultPriority.URGENT: "large", FaultPriority.LOW: "small"}
LEGEND = (
    *(LegendLine(state.label, tone=STATE_TONES[state]) for state in FaultState),
    LegendLine(FaultPriority.URGENT.label, tone="bad", size="large", sign="!"),
    LegendLine(FaultPriority.LOW.label, tone="bad", size="small"),
)


def mark_of(fault: Fault) -> Mark:
    """Return how a fault stands on the map: its state by colour and icon, its urgency by size and sign."""
    words = [fault.get_category_display(), fault.get_state_display(), fault.get_priority_display()]
    return Mark(
        title=fault.reference,
        text=" · ".join([*words, *([fault.address] if fault.address else [])]),
        url=reverse("faults:fault_detail", args=[fault.pk]),
        tone=STATE_TONES[fault.state],
        size=PRIORITY_SIZES.get(fault.priority, ""),
        sign="!" if fault.priority == FaultPriority.URGENT else "",
    )


class FaultTable(OfficeTable):
    """Faults, latest first."""

    spare_columns = ("expected_at",)  # the map needs its room

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
        row_attrs = mapped_row
        fields = (
            "reference", "category", "address", "state", "priority", "assigned_to", "created_at",
            "expected_at",
        )  # fmt: skip
