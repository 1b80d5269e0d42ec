"""The network as GeoJSON (longitude, latitude)."""

from __future__ import annotations

from rest_framework import serializers
from rest_framework_gis.fields import GeometryField
from rest_framework_gis.serializers import GeoFeatureModelSerializer

from network.models import Material, Node, Pipe, Pump, Street, Valve, Zone


class NodeSerializer(GeoFeatureModelSerializer):
    """A junction, reservoir or tank."""

    shape = GeometryField(read_only=True)

    class Meta:
        model = Node
        geo_field = "shape"
        fields = ("id", "shape", "code", "system", "kind", "elevation_m", "demand_l_s", "tank_diameter_m")


class PipeSerializer(GeoFeatureModelSerializer):
    """A pipe."""

    shape = GeometryField(read_only=True)
    material = serializers.SlugRelatedField[Material](slug_field="code", read_only=True)

    class Meta:
        model = Pipe
        geo_field = "shape"
        fields = (
            "id", "shape", "code", "system", "start_node", "end_node", "kind", "lifecycle", "diameter_mm", "material",
            "laid_year", "depth_m", "start_invert_m", "end_invert_m", "slope", "version",
            "roughness", "length_m", "model_length_m", "status", "has_check_valve",
        )  # fmt: skip


class PumpSerializer(GeoFeatureModelSerializer):
    """A pump."""

    shape = GeometryField(read_only=True)

    class Meta:
        model = Pump
        geo_field = "shape"
        fields = (
            "id",
            "shape",
            "code",
            "system",
            "start_node",
            "end_node",
            "power_kw",
            "curve",
            "speed",
            "status",
        )


class ValveSerializer(GeoFeatureModelSerializer):
    """A valve."""

    shape = GeometryField(read_only=True)

    class Meta:
        model = Valve
        geo_field = "shape"
        fields = (
            "id",
            "shape",
            "code",
            "system",
            "start_node",
            "end_node",
            "kind",
            "diameter_mm",
            "setting",
            "status",
        )


class ZoneSerializer(GeoFeatureModelSerializer):
    """A zone."""

    shape = GeometryField(read_only=True)

    class Meta:
        model = Zone
        geo_field = "shape"
        fields = ("id", "shape", "code", "name", "kind")


class StreetSerializer(GeoFeatureModelSerializer):
    """A street."""

    shape = GeometryField(read_only=True)

    class Meta:
        model = Street
        geo_field = "shape"
        fields = ("id", "shape", "name", "settlement")
