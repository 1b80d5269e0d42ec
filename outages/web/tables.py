"""The office's list of cuts and works."""

from __future__ import annotations

import django_filters
import django_tables2 as tables
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gis_core.pages.list_maps import LegendLine, Mark, mapped_row
from gis_core.pages.tables import LinkColumn, MomentColumn, NumberColumn, OfficeTable, StateColumn
from outages.choices import OutageKind, OutageState
from outages.models import Outage

STATE_TONES: dict[str, str] = {
    OutageState.DRAFT: "warn",
    OutageState.APPROVED: "info",
    OutageState.ENDED: "good",
    OutageState.CANCELLED: "",
}
LEGEND = tuple(LegendLine(state.label, tone=STATE_TONES[state]) for state in OutageState)


def mark_of(outage: Outage) -> Mark:
    """Return how a cut or works stands on the map: its state by colour, line and icon."""
    starts, ends = timezone.localtime(outage.starts_at), timezone.localtime(outage.ends_at)
    when = f"{starts:%d/%m/%Y %H:%M} – {ends:%d/%m/%Y %H:%M}"
    return Mark(
        title=outage.title,
        text=f"{outage.get_kind_display()} · {outage.get_state_display()} · {when}",
        url=reverse("outages:outage_detail", args=[outage.pk]),
        tone=STATE_TONES[outage.state],
    )


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
        row_attrs = mapped_row
        fields = ("title", "kind", "state", "starts_at", "ends_at", "connections")


class OutageFilter(django_filters.FilterSet):
    """State and kind."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=OutageState.choices)
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=OutageKind.choices)

    class Meta:
        model = Outage
        fields = ("state", "kind")
