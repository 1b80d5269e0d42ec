"""How GeoJSON is described: our shapes are made by the query (in WGS84), not columns of the model."""

from __future__ import annotations

from typing import Any

from drf_spectacular.contrib import rest_framework_gis as theirs

_geometry: Any = theirs.build_geometry_geo_schema  # the library does not say its types


class FeatureDescription(theirs.GeoFeatureModelSerializerExtension):  # type: ignore[no-untyped-call]  # the library has no types
    """A row as a GeoJSON feature whose geometry may be of any kind."""

    priority = 1

    def map_geo_feature_model_serializer(
        self, serializer: Any, base_schema: dict[str, Any]
    ) -> dict[str, Any]:
        """Describe the feature: its number, its geometry, and the other fields as properties."""
        fields = base_schema["properties"]
        fields.pop(serializer.Meta.geo_field, None)
        properties = {"type": "object", "properties": fields}
        described = {
            "type": "object",
            "properties": {
                "type": {"type": "string", "enum": ["Feature"]},
                "id": fields.pop(serializer.Meta.id_field, {}),
                "geometry": _geometry(),
                "properties": properties,
            },
        }
        text = base_schema.get("description")
        return {**described, "description": text} if text else described


class GeometryDescription(theirs.GeometryFieldExtension):  # type: ignore[no-untyped-call]  # the library has no types
    """A geometry of any kind in WGS84."""

    priority = 1

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> Any:
        """Describe the geometry."""
        return _geometry()
