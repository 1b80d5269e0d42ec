"""Finding a place by what people type for it."""

from __future__ import annotations

from collections import defaultdict

from django.conf import settings
from django.contrib.gis.db.models import PointField
from django.contrib.gis.geos import Point
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import F, Func, QuerySet, TextField
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from gis_core.domain.greek import search_key
from network.domain.addresses import XY, AddressWords, digits_of, interpolate, read_address
from network.models import AddressPoint, Street
from network.sql.nearest_address import NearestAddressRow, nearest_address_row
from network.types import AddressHit

#: How many streets of one name are looked at; more are told apart by their settlement.
CANDIDATES = 20
#: From how alike on a misspelt street is taken for the one meant.
ALIKE = 0.6
POSTCODE_DIGITS = 5
NEAR_HOUSE_M = 60
NEAR_STREET_M = 200


def find_address(query: str) -> AddressHit | None:
    """Return the place that an address names, or None; accents, case, Greek or Latin letters do not matter.

    An unknown house number is put between its known neighbours, or on the middle of its street; `is_exact` is
    then false and the label says "approximate".
    """
    hits = list_addresses(query, limit=1)
    return hits[0] if hits else None


def list_addresses(query: str, limit: int = 8) -> list[AddressHit]:
    """Return up to `limit` places that an address may name, the likeliest first."""
    readings = list(read_address(search_key(query)))
    for words in readings:
        streets = _list_streets(words)
        if streets:
            return _hits(streets, words)[:limit]
    for words in readings:
        streets = _list_alike(words)
        if streets:
            return _hits(streets, words)[:limit]
    return []


def nearest_address(point: Point) -> AddressHit | None:
    """Return the nearest house number within 60 m, else the nearest street within 200 m, else None."""
    row = nearest_address_row(
        x=point.x, y=point.y, house_within_m=NEAR_HOUSE_M, street_within_m=NEAR_STREET_M
    )
    if row is None:
        return None
    return AddressHit(
        label=_label(row, row.number), street_id=row.street_id, number=row.number,
        point=Point(row.x, row.y, srid=point.srid), postcode=row.postcode, is_exact=bool(row.number),
        settlement=row.settlement,
    )  # fmt: skip


def _list_streets(words: AddressWords) -> list[Street]:
    found = _with_middle(Street.objects.filter(search_key__regex=words.pattern))
    return _first(found.order_by(Length("search_key"), "name", "settlement"), words)


def _list_alike(words: AddressWords) -> list[Street]:
    """Return streets whose name is nearly what was typed, for slips of the pen and other transliterations."""
    key = " ".join(words.street)
    found = _with_middle(Street.objects.filter(search_key__trigram_word_similar=key))
    alike = found.annotate(alike=TrigramWordSimilarity(key, "search_key")).filter(alike__gte=ALIKE)
    return _first(alike.order_by("-alike", Length("search_key")), words)


def _first(streets: QuerySet[Street], words: AddressWords) -> list[Street]:
    """Return the likeliest, those of the settlement that was named too before all; a wrong one is left aside."""
    names = " ".join(word for word in words.rest if len(word) != POSTCODE_DIGITS or not word.isdigit())
    if names:
        there = streets.alias(
            where=Func(F("settlement"), function="hydria_double_key", output_field=TextField())
        )
        chosen: list[Street] = list(there.filter(where__contains=names)[:CANDIDATES])
        if chosen:
            return chosen
    return list(streets[:CANDIDATES])


def _with_middle(streets: QuerySet[Street]) -> QuerySet[Street]:
    middle = Func(
        F("geom"),
        Func(F("geom"), function="ST_Centroid"),
        function="ST_ClosestPoint",
        output_field=PointField(srid=settings.STORAGE_SRID),
    )
    return streets.defer("geom", "geom_3857").annotate(middle=middle)


def _hits(streets: list[Street], words: AddressWords) -> list[AddressHit]:
    if not words.number:
        return [_street_hit(street, "") for street in streets]
    houses: dict[int, list[AddressPoint]] = defaultdict(list)
    for house in AddressPoint.objects.filter(street__in=[street.pk for street in streets]):
        houses[house.street_id].append(house)
    hits = [_number_hit(street, words.number, houses[street.pk]) for street in streets]
    return sorted(hits, key=lambda hit: not hit.is_exact)


def _number_hit(street: Street, number: str, houses: list[AddressPoint]) -> AddressHit:
    exact = next((house for house in houses if house.number == number), None)
    if exact is not None:
        return _house_hit(street, exact)
    known: dict[int, XY] = {}
    for house in houses:
        digits = digits_of(house.number)
        if digits is not None:
            known.setdefault(digits, (house.geom.x, house.geom.y))
    place = interpolate(digits_of(number) or 0, known)
    if place is None:
        return _street_hit(street, number)
    nearest = min(houses, key=lambda house: abs((digits_of(house.number) or 0) - (digits_of(number) or 0)))
    return AddressHit(
        label=_label(street, number, approximate=True), street_id=street.pk, number=number,
        point=Point(*place, srid=nearest.geom.srid), postcode=nearest.postcode, is_exact=False,
        settlement=street.settlement,
    )  # fmt: skip


def _house_hit(street: Street, house: AddressPoint) -> AddressHit:
    return AddressHit(
        label=_label(street, house.number), street_id=street.pk, number=house.number, point=house.geom,
        postcode=house.postcode, settlement=street.settlement,
    )  # fmt: skip


def _street_hit(street: Street, number: str) -> AddressHit:
    return AddressHit(
        label=_label(street, number, approximate=bool(number)), street_id=street.pk, number=number,
        point=street.middle, is_exact=False, settlement=street.settlement,  # type: ignore[attr-defined]  # annotated by the query
    )  # fmt: skip


def _label(street: Street | NearestAddressRow, number: str, *, approximate: bool = False) -> str:
    where = f"{street.name} {number}".strip()
    if street.settlement:
        where = f"{where}, {street.settlement}"
    return _("%s (approximately)") % where if approximate else where
