"""The office's list of cuts and works."""

from __future__ import annotations

import django_filters
import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from gis_core.pages.tables import LinkColumn, MomentColumn, NumberColumn, OfficeTable, StateColumn
from outages.choices import OutageKind, OutageState
from outages.models import Outage

STATE_TONES: dict[str, str] = {
    OutageState.DRAFT: "warn",
    OutageState.APPROVED: "info",
    OutageState.ENDED: "good",
    OutageState.CANCELLED: "",
}


class OutageTable(OfficeTable):
    """Cuts and works, latest first."""

    title = LinkColumn("outages:outage_detail", verbose_name=_("Title"))
    kind = tables.Column(verbose_name=_("Kind"))
    state = StateColumn(STATE_TONES)
    starts_at = MomentColumn(verbose_name=_("Starts"))
    ends_at = MomentColumn(verbose_name=_("Water back"))
    connections = NumberColumn(verbose_name=_("Connections"), orderable=True)

    class Meta(OfficeTable.Meta):
        model = Outage
        fields = ("title", "kind", "state", "starts_at", "ends_at", "connections")


class OutageFilter(django_filters.FilterSet):
    """State and kind."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=OutageState.choices)
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=OutageKind.choices)

    class Meta:
        model = Outage
        fields = ("state", "kind")
