"""Which building a service line reaches: the nearest to its free end."""

from __future__ import annotations

from django.contrib.gis.db.models.functions import Distance
from django.contrib.gis.geos import Point
from django.contrib.gis.measure import D
from django.db.models import Func, Q, QuerySet

from network.models import Building, ServiceLine

#: A line that ends no farther from a building reaches it (m): meters stand in boxes on the pavement.
REACH_M = 3.0


def building_reached(line: ServiceLine) -> QuerySet[Building]:
    """Return the building that the line reaches, or none; by the index on `geom`."""
    east, north = line.geom.coords[-1][:2]
    end = Point(east, north, srid=line.geom.srid)
    near = Building.objects.filter(geom__dwithin=(end, D(m=REACH_M)))
    nearest = near.annotate(away=Distance("geom", end)).order_by("away", "pk").values("pk")[:1]
    return Building.objects.filter(pk__in=nearest)


def lines_reaching(building: Building) -> QuerySet[ServiceLine]:
    """Return the lines whose free end is within reach of the building, whichever stands nearer to some of them."""
    near = ServiceLine.objects.filter(geom__dwithin=(building.geom, D(m=REACH_M)))
    return near.annotate(
        end=Func("geom", function="ST_EndPoint", output_field=ServiceLine._meta.get_field("geom"))
    ).filter(Q(end__dwithin=(building.geom, D(m=REACH_M))))
