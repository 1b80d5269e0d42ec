"""What the search box finds among connections."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gis_core.models import User
from gis_core.registry import SearchHit, SearchProvider, register_search
from meters.querysets import CONNECTION_ROLES
from meters.selectors import choosing


def find_connections(query: str, user: User, limit: int) -> Iterator[SearchHit]:
    """Find connections by supply number, address, meter or the name of who pays."""
    for row in choosing.find_connections(query, user, limit):
        place: Any = row.geom.transform(4326, clone=True)  # a point
        yield SearchHit(
            title=row.supply_number, detail=row.address, icon="droplet",
            url=reverse("meters:connection_detail", args=[row.pk]), point=(place.x, place.y),
        )  # fmt: skip


register_search(SearchProvider("connections", _("Connections"), 10, CONNECTION_ROLES, find_connections))
