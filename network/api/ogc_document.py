"""The description of the OGC API (OpenAPI 3.0), as its standard asks for."""

from __future__ import annotations

from typing import Any

from gis_core.tiles.registry import Layer

LARGEST_PAGE = 1000
PAGE = 100


def describe_api(root: str, layers: list[Layer]) -> dict[str, Any]:
    """Return the OpenAPI description of what the asker may see."""
    ids = {"type": "string", "enum": [layer.name for layer in layers]}
    collection = {"name": "collectionId", "in": "path", "required": True, "schema": ids}
    feature = {"name": "featureId", "in": "path", "required": True, "schema": {"type": "integer"}}
    return {
        "openapi": "3.0.3",
        "info": {"title": "Hydria, OGC API Features", "version": "1.0"},
        "servers": [{"url": root.rstrip("/")}],
        "paths": {
            "/": _get("Landing page", "application/json"),
            "/conformance/": _get("Conformance classes", "application/json"),
            "/collections/": _get("Collections", "application/json"),
            "/collections/{collectionId}/": _get("A collection", "application/json", [collection]),
            "/collections/{collectionId}/items/": _get(
                "Features", "application/geo+json", [collection, *_parameters()]
            ),
            "/collections/{collectionId}/items/{featureId}/": _get(
                "A feature", "application/geo+json", [collection, feature]
            ),
        },
    }


def _get(title: str, media_type: str, parameters: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    answer = {"description": title, "content": {media_type: {"schema": {"type": "object"}}}}
    errors = {
        "400": {"description": "A parameter that is not known or cannot be read"},
        "404": {"description": "Not there, or not for the asker"},
        "429": {"description": "Too many questions"},
    }
    return {"get": {"summary": title, "parameters": parameters or [], "responses": {"200": answer, **errors}}}


def _parameters() -> list[dict[str, Any]]:
    numbers = {"type": "array", "minItems": 4, "maxItems": 6, "items": {"type": "number"}}
    limit = {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE, "default": PAGE}
    return [
        {"name": "bbox", "in": "query", "explode": False, "style": "form", "schema": numbers},
        {"name": "limit", "in": "query", "schema": limit},
        {"name": "datetime", "in": "query", "schema": {"type": "string"}},
        {"name": "after", "in": "query", "schema": {"type": "integer"}},
    ]
