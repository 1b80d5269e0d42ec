"""What the search box finds among connections."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gis_core.models import User
from gis_core.registry import SearchHit, SearchProvider, register_search
from meters.querysets import CONNECTION_ROLES
from meters.selectors import choosing
from meters.selectors.liabilities import names_of_payers


def find_connections(query: str, user: User, limit: int) -> Iterator[SearchHit]:
    """Find connections by supply number, address, meter or the name of who pays."""
    rows = choosing.find_connections(query, user, limit)
    payers = names_of_payers(rows, timezone.localdate(), user)
    for row in rows:
        place: Any = row.geom.transform(4326, clone=True)  # a point
        yield SearchHit(
            title=row.supply_number, icon="droplet",
            detail=" · ".join(part for part in (row.address, payers.get(row.pk, "")) if part),
            url=reverse("meters:connection_detail", args=[row.pk]), point=(place.x, place.y),
        )  # fmt: skip


register_search(SearchProvider("connections", _("Connections"), 10, CONNECTION_ROLES, find_connections))
