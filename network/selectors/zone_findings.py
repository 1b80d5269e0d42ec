"""Computed zones as people read them: figures, findings in words, the pipes of no zone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gis_core.models import User
from network.choices import SEWER_PIPE_KINDS, Lifecycle, LinkStatus, ZoneKind
from network.domain.zone_findings import ZoneFinding
from network.models import Pipe, Zone, ZonePipe

_WORDS: dict[str, Promise] = {
    "joined": gettext_lazy("Nothing shut is between this zone and %(zone)s."),
    "bypass": gettext_lazy("Water goes around %(meter)s: pipes on both its sides belong to the zone."),
    "source": gettext_lazy("%(node)s feeds the zone through pipe %(pipe)s and is none of its inlets."),
    "feeder": gettext_lazy("%(link)s feeds the zone and is none of its inlets."),
    "no_inlet": gettext_lazy("The zone has no inlet: nothing can be computed."),
    "inlet_moved": gettext_lazy("Pipe %(pipe)s does not begin or end at %(meter)s any more."),
    "inlet_closed": gettext_lazy("Nothing enters by %(meter)s: pipe %(pipe)s is shut or not in service."),
    "outside": gettext_lazy(
        "Outside the drawn area lie %(metres)s m of the zone's pipes, %(share)s%% of their length."
    ),
    "missing": gettext_lazy("Inside the drawn area lie %(metres)s m of pipes that the zone's inlets do not feed."),
    "edge_meter": gettext_lazy("Flow meter %(node)s stands at the zone and is none of its inlets."),
    "empty": gettext_lazy("%(share)s%% of the drawn area has no pipes of the zone near."),
    "shared": gettext_lazy("Pipes of this zone are fed from zone %(zone)s too."),
}  # fmt: skip
#: What is a node, pipe or valve in findings, in the names of the pages.
_SLUGS = {"node": "node", "pipe": "pipe", "pump": "pump", "valve": "valve", "shutoff": "shutoff"}


@dataclass(frozen=True)
class ToldFinding:
    """A finding in the reader's language; `slug` and `pk` name the object's card, where there is one."""

    severity: str
    sentence: str
    slug: str = ""
    pk: int = 0
    lon: float | None = None
    lat: float | None = None


@dataclass(frozen=True)
class KindTotals:
    """All zones of a kind together, and what of the network is in none."""

    zones: int
    computed: int
    length_m: float
    connections: int
    people: int
    orphans: int
    orphans_m: float


def list_findings(zone: Zone) -> list[ToldFinding]:
    """Return what was found when the zone was last computed, the gravest first."""
    return [_told(ZoneFinding.from_json(kept)) for kept in zone.figures.get("findings", [])]


def list_orphans(kind: ZoneKind, user: User) -> QuerySet[Pipe]:
    """Return the open water pipes in service that no zone of the kind holds, the longest first."""
    held = ZonePipe.objects.filter(pipe=OuterRef("pk"), zone__kind=kind)
    pipes: QuerySet[Pipe] = (
        Pipe.objects.visible_to(user)
        .filter(~Exists(held), lifecycle=Lifecycle.IN_SERVICE, status=LinkStatus.OPEN)
        .exclude(kind__in=SEWER_PIPE_KINDS)
    )
    return pipes.order_by("-length_m", "pk")


def sum_zones(kind: ZoneKind, user: User) -> KindTotals:
    """Return the totals of a kind of zones; a pipe in two zones counts in both."""
    figures = list(Zone.objects.visible_to(user).filter(kind=kind).values_list("figures", flat=True))
    orphans = list_orphans(kind, user).order_by().aggregate(count=Count("pk"), metres=Sum("length_m"))
    return KindTotals(
        zones=len(figures), computed=sum(bool(told) for told in figures), length_m=_sum(figures, "length_m"),
        connections=int(_sum(figures, "connections")), people=int(_sum(figures, "people")),
        orphans=orphans["count"], orphans_m=orphans["metres"] or 0.0,
    )  # fmt: skip


def _sum(figures: list[Mapping[str, Any]], name: str) -> float:
    return float(sum(told.get(name, 0) for told in figures))


def _told(finding: ZoneFinding) -> ToldFinding:
    sentence = _breach(finding.says) if finding.code == "breach" else _sentence(finding)
    slug = _SLUGS.get(finding.kind, "")
    return ToldFinding(finding.severity, sentence, slug, finding.pk, finding.lon, finding.lat)


def _sentence(finding: ZoneFinding) -> str:
    says = {"node": "", "pipe": "", "meter": "", "link": "", "zone": "", **finding.says}
    for name, factor in (("metres", 1), ("share", 100)):
        if name in says:
            says[name] = f"{says[name] * factor:.0f}"
    return str(_WORDS[finding.code]) % says


def _breach(says: Mapping[str, Any]) -> str:
    given = {"pipe": says.get("pipe", ""), "zone": says.get("zone", ""), "valves": ", ".join(says["valves"])}
    if says["valves"] and says["is_own"]:
        return _("Open valve %(valves)s on pipe %(pipe)s joins this zone and %(zone)s.") % given
    if says["valves"]:
        return _("Pipe %(pipe)s joins this zone and %(zone)s. The nearest valves: %(valves)s.") % given
    return _("Pipe %(pipe)s joins this zone and %(zone)s, and no valve is near.") % given
