"""What the search box finds in the network: assets by code, places by address."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F, Func, Q, TextField
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gis_core.choices import STAFF_ROLES
from gis_core.domain.greek import search_key
from gis_core.models import User
from gis_core.registry import SearchHit, SearchProvider, register_search
from network.models import Pipe, Zone
from network.selectors.addresses import list_addresses
from network.selectors.places import to_lon_lat


def find_pipes(query: str, user: User, limit: int) -> Iterator[SearchHit]:
    """Find pipes whose code begins with what was typed."""
    found = Pipe.objects.visible_to(user).filter(code__istartswith=query.strip()).select_related("system")
    for pipe in found.order_by("code", "pk")[:limit]:
        yield SearchHit(
            title=pipe.code, detail=f"{pipe.system}, Ø {pipe.diameter_mm:.0f} mm",
            url=reverse("network:pipe_detail", args=[pipe.pk]), icon="bezier2",
            point=to_lon_lat(pipe.geom.interpolate_normalized(0.5)),
        )  # fmt: skip


def find_zones(query: str, user: User, limit: int) -> Iterator[SearchHit]:
    """Find zones whose code begins with what was typed, or whose name holds it."""
    if not search_key(query):  # signs alone are in every name
        return
    words = Func(F("name"), function="hydria_double_key", output_field=TextField())
    named = Q(words__contains=search_key(query)) | Q(code__istartswith=query.strip())
    found = Zone.objects.visible_to(user).alias(words=words).filter(named).defer("geom_3857")
    for zone in found.order_by("code")[:limit]:
        yield SearchHit(
            title=zone.name, detail=zone.get_kind_display(), icon="bounding-box",
            url=reverse("network:zone_detail", args=[zone.pk]), point=to_lon_lat(zone.geom.point_on_surface),
        )  # fmt: skip


def find_addresses(query: str, user: User, limit: int) -> Iterator[SearchHit]:
    """Find places by street and number; they lead to the map."""
    for hit in list_addresses(query, limit):
        longitude, latitude = to_lon_lat(hit.point)
        yield SearchHit(
            title=hit.label, detail=hit.postcode or _("Street"),
            url=f"{reverse('tiles:map')}#18/{latitude:.6f}/{longitude:.6f}",
            icon="geo-alt", point=(longitude, latitude),
        )  # fmt: skip


register_search(SearchProvider("addresses", gettext_lazy("Addresses"), 40, STAFF_ROLES, find_addresses))
register_search(SearchProvider("pipes", gettext_lazy("Pipes"), 60, STAFF_ROLES, find_pipes))
register_search(SearchProvider("zones", gettext_lazy("Zones"), 65, STAFF_ROLES, find_zones))
