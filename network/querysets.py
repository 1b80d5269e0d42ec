"""Chainable filters of the network's rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.contrib.gis.db import models
from django.contrib.gis.geos import Polygon

from gis_core.choices import STAFF_ROLES

if TYPE_CHECKING:
    from gis_core.models import User

M = TypeVar("M", bound=models.Model)


class NetworkQuerySet(models.QuerySet[M]):
    """Filters over whatever the network is made of: the office sees all of it, nobody else any."""

    def visible_to(self, user: User) -> NetworkQuerySet[M]:
        """Keep everything for the utility's staff, nothing for others: pipes are not public."""
        return self if user.has_any_role(*STAFF_ROLES) else self.none()

    def in_box(self, box: Polygon) -> NetworkQuerySet[M]:
        """Keep what touches the box (EPSG:2100), by the index on `geom`."""
        return self.filter(geom__intersects=box)


class StreetQuerySet(models.QuerySet[M]):
    """Filters over streets and house numbers, which are everybody's."""

    def visible_to(self, user: object) -> StreetQuerySet[M]:
        """Keep all: where a street runs is no secret."""
        return self

    def in_box(self, box: Polygon) -> StreetQuerySet[M]:
        """Keep what touches the box (EPSG:2100), by the index on `geom`."""
        return self.filter(geom__intersects=box)
