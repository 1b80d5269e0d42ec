"""OpenAPI description of the API, for machines and people."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.views import SpectacularAPIView

from gis_core.api import schema as _schema  # noqa: F401  # importing registers its descriptions
from gis_core.pages.access import allow_everybody, allow_staff


@allow_everybody
class Schema(SpectacularAPIView):
    """The whole API as OpenAPI 3."""


@allow_staff
class Docs(View):
    """The operations as a plain page: no script from elsewhere is needed to read it."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """List every operation with its address and first sentence."""
        generator: Any = SchemaGenerator  # the library does not say its types
        schema = generator().get_schema(request=None, public=True)
        operations = [
            {"method": method.upper(), "path": path, "text": operation.get("description", "").split("\n")[0]}
            for path, methods in schema["paths"].items()
            for method, operation in methods.items()
        ]
        return render(request, "gis_core/api_docs.html", {"operations": operations})
