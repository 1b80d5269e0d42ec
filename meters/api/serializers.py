"""Connections and readings as JSON."""

from decimal import Decimal
from typing import Any

from rest_framework import serializers
from rest_framework_gis.serializers import GeoFeatureModelSerializer

from meters.models import Connection, Reading


class ConnectionSerializer(GeoFeatureModelSerializer):
    """A connection as a GeoJSON feature in WGS84; nothing of persons."""

    geom = serializers.SerializerMethodField()

    class Meta:
        model = Connection
        geo_field = "geom"
        fields = ("id", "supply_number", "address", "use", "status", "route", "route_position", "opened_on")

    def get_geom(self, connection: Connection) -> dict[str, Any]:
        """Give longitude and latitude."""
        place: Any = connection.geom.transform(4326, clone=True)  # a point
        return {"type": "Point", "coordinates": [round(place.x, 7), round(place.y, 7)]}


class ReadingSerializer(serializers.ModelSerializer[Reading]):
    """A reading with the supply number and the meter."""

    supply_number = serializers.CharField(source="installation.connection.supply_number", read_only=True)
    meter_serial = serializers.CharField(source="installation.meter.serial", read_only=True)

    class Meta:
        model = Reading
        fields = ("id", "supply_number", "meter_serial", "read_on", "value_m3", "source", "note", "revision")


class NewReadingSerializer(serializers.Serializer[Any]):
    """What a reading needs: where, when, how much."""

    supply_number = serializers.CharField(max_length=30)
    read_on = serializers.DateField()
    value_m3 = serializers.DecimalField(max_digits=12, decimal_places=3, min_value=Decimal(0))
    note = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)
