"""What a zone's card says of the computed zone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.gis.geos import MultiPolygon
from django.urls import reverse

from gis_core.models import User
from network.choices import Severity, ZoneKind
from network.models import Zone
from network.selectors.zone_findings import list_findings
from network.selectors.zone_inlets import list_inlets, list_offered_inlets
from network.web.roles import EDIT_ROLES

SEVERITY_TONES = {"error": "bad", "warning": "warn", "note": "info"}


@dataclass(frozen=True)
class FindingLine:
    """A finding as a card shows it: its tone and word, the sentence, the object's card, its place on the map."""

    tone: str
    word: str
    sentence: str
    url: str
    map_url: str


def as_geojson(area: MultiPolygon) -> str:
    """Return an area for a map, as GeoJSON in WGS84."""
    return str(area.transform(4326, clone=True).json)


def computed_context(zone: Zone, user: User) -> dict[str, Any]:
    """Return inlets, figures, findings and the computed area, and to editors what may become an inlet."""
    may_edit = user.has_any_role(*EDIT_ROLES)
    return {
        "figures": zone.figures,
        "computed_shape": as_geojson(zone.computed_geom) if zone.computed_geom else "",
        "findings": finding_lines(zone),
        "inlets": list_inlets(zone),
        "offered": list_offered_inlets(zone, user) if may_edit else [],
        "kind_url": reverse("network:zone_kind", args=[zone.kind]),
        "is_supply": zone.kind == ZoneKind.SUPPLY,
    }


def finding_lines(zone: Zone) -> list[FindingLine]:
    """Return the zone's findings as a card shows them."""
    lines = []
    for told in list_findings(zone):
        url = reverse(f"network:{told.slug}_detail", args=[told.pk]) if told.slug else ""
        place = f"{reverse('tiles:map')}#18/{told.lat:.6f}/{told.lon:.6f}" if told.lat is not None else ""
        lines.append(
            FindingLine(
                SEVERITY_TONES[told.severity], str(Severity(told.severity).label), told.sentence, url, place
            )
        )  # fmt: skip
    return lines
