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
from network.models import Node, Pipe, ShutoffValve, Station, Zone
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


def find_nodes(query: str, user: User, limit: int) -> Iterator[SearchHit]:
    """Find nodes whose code begins with what was typed."""
    found = Node.objects.visible_to(user).filter(code__istartswith=query.strip()).select_related("system")
    for node in found.order_by("code", "pk")[:limit]:
        yield SearchHit(
            title=node.code, detail=f"{node.get_kind_display()}, {node.system}", icon="diagram-3",
            url=reverse("network:node_detail", args=[node.pk]), point=to_lon_lat(node.geom),
        )  # fmt: skip


def find_shutoffs(query: str, user: User, limit: int) -> Iterator[SearchHit]:
    """Find shut-off valves whose code begins with what was typed."""
    found = ShutoffValve.objects.visible_to(user).filter(code__istartswith=query.strip())
    for valve in found.order_by("code", "pk")[:limit]:
        yield SearchHit(
            title=valve.code, detail=f"{valve.get_state_display()}, {valve.get_condition_display()}",
            url=reverse("network:shutoff_detail", args=[valve.pk]), icon="slash-circle", point=to_lon_lat(valve.geom),
        )  # fmt: skip


def find_stations(query: str, user: User, limit: int) -> Iterator[SearchHit]:
    """Find stations whose code begins with what was typed, or whose name holds it."""
    if not search_key(query):  # signs alone are in every name
        return
    words = Func(F("name"), function="hydria_double_key", output_field=TextField())
    named = Q(words__contains=search_key(query)) | Q(code__istartswith=query.strip())
    for station in Station.objects.visible_to(user).alias(words=words).filter(named).order_by("code")[:limit]:
        yield SearchHit(
            title=station.name, detail=station.get_kind_display(), icon="building-gear",
            url=reverse("network:station_detail", args=[station.pk]), point=to_lon_lat(station.geom),
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
register_search(SearchProvider("shutoffs", gettext_lazy("Shut-off valves"), 61, STAFF_ROLES, find_shutoffs))
register_search(SearchProvider("nodes", gettext_lazy("Nodes"), 62, STAFF_ROLES, find_nodes))
register_search(SearchProvider("stations", gettext_lazy("Stations"), 63, STAFF_ROLES, find_stations))
