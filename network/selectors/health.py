"""Whether the drawn network and its topology say the same."""

from __future__ import annotations

from django.db.models import F, FloatField, Func, QuerySet, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from gis_core.registry import HealthResult
from network.models import Pipe, Pump, Valve

#: A line's end and its node may differ by rounding, not by more (m).
TOLERANCE_M = 0.001
NAMED = 5


def check_topology() -> HealthResult:
    """Say whether every pipe, pump and valve begins and ends where its end nodes lie."""
    looked_at, torn = 0, list[str]()
    for links in (Pipe.objects.all(), Pump.objects.all(), Valve.objects.all()):
        looked_at += links.count()
        torn += _list_torn(links)
    if torn:
        names = ", ".join(torn[:NAMED]) + (" …" if len(torn) > NAMED else "")
        return HealthResult(
            ok=False,
            detail=_("%(count)d do not end at their nodes: %(names)s") % {"count": len(torn), "names": names},
            remedy=_("Open each on the map and draw its ends to its nodes, or import the network again."),
        )
    return HealthResult(ok=True, detail=_("%(count)d pipes, pumps and valves") % {"count": looked_at})


def _list_torn(links: QuerySet[Pipe] | QuerySet[Pump] | QuerySet[Valve]) -> list[str]:
    gap_m = Greatest(_distance("ST_StartPoint", "start_node"), _distance("ST_EndPoint", "end_node"))
    far = links.alias(gap_m=gap_m).filter(gap_m__gt=Value(TOLERANCE_M))
    return list(far.order_by("code").values_list("code", flat=True))


def _distance(end_of_line: str, node: str) -> Func:
    """Return the distance (m) from an end of the line to the node it should lie on."""
    return Func(
        Func(F("geom"), function=end_of_line),
        F(f"{node}__geom"),
        function="ST_Distance",
        output_field=FloatField(),
    )
