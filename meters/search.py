"""What the search box finds among connections."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gis_core.domain.greek import query_keys
from gis_core.models import User
from gis_core.registry import SearchHit, SearchProvider, register_search
from meters.choices import LiabilityRole
from meters.models import Connection
from meters.querysets import CONNECTION_ROLES
from parties.models import Party


def find_connections(query: str, user: User, limit: int) -> Iterator[SearchHit]:
    """Find connections by supply number, address, meter or the name of who pays."""
    rows = Connection.objects.visible_to(user)
    found = list(rows.matching(query_keys(query))[:limit])
    if len(found) < limit:
        known = [row.pk for row in found]
        payers = Party.objects.visible_to(user).matching_for(query, user).values("pk")[:limit]
        paid = Q(
            liabilities__party__in=list(payers.values_list("pk", flat=True)),
            liabilities__role=LiabilityRole.PAYER,
            liabilities__period__contains=timezone.localdate(),
        )
        metered = Q(installations__meter__serial__iexact=query.strip())
        found += list(rows.filter(paid | metered).exclude(pk__in=known).distinct()[: limit - len(found)])
    for row in found:
        place: Any = row.geom.transform(4326, clone=True)  # a point
        yield SearchHit(
            title=row.supply_number, detail=row.address, icon="droplet",
            url=reverse("meters:connection_detail", args=[row.pk]), point=(place.x, place.y),
        )  # fmt: skip


register_search(SearchProvider("connections", _("Connections"), 10, CONNECTION_ROLES, find_connections))
