"""Areas of announcements as the public map wants them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.gis.db.models.functions import AsGeoJSON, Transform
from django.contrib.gis.geos import GEOSGeometry

from outages.selectors.outages import list_current_outages

#: Decimals of a degree: about ten centimetres.
DECIMALS = 6


@dataclass(frozen=True)
class PublicShape:
    """What the public sees of an announcement on a map; the geometry is GeoJSON in WGS84."""

    public_id: UUID
    kind: str
    title: str
    reason: str
    starts_at: datetime
    ends_at: datetime
    geometry: dict[str, Any]


def list_public_shapes() -> list[PublicShape]:
    """Return what is announced and not over, soonest first."""
    rows = list_current_outages().annotate(shape=AsGeoJSON(Transform("geom", 4326), precision=DECIMALS))
    names = ("public_id", "kind", "title", "reason", "starts_at", "ends_at")
    return [
        PublicShape(**{name: row[name] for name in names}, geometry=json.loads(row["shape"]))
        for row in rows.values(*names, "shape")
    ]


def as_geojson(area: GEOSGeometry) -> str:
    """Return an area as a GeoJSON geometry in WGS84."""
    degrees: Any = area.transform(4326, clone=True)
    return str(degrees.geojson)
