"""A list with a map beside it: the rows of the filters in view, as GeoJSON from the list's own address."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any

from django.contrib.gis.db.models.functions import AsGeoJSON, Transform
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.utils.functional import Promise
from rest_framework.exceptions import ValidationError

from gis_core.pages.boxes import read_box
from gis_core.pages.lists import OfficeListView
from gis_core.pages.tables import ICONS

#: Rows drawn at once; of more the first by the list's order are drawn and the page says so.
MOST_MARKS = 500
#: Decimals of a degree: about ten centimetres.
DECIMALS = 6


@dataclass(frozen=True)
class Mark:
    """How a row stands on the map: words and address, the tone of its state, its size, a sign beside it."""

    title: str
    text: str
    url: str
    tone: str = ""
    size: str = ""  # "large", "small" or as the others
    sign: str = ""  # one character, for what must not be overlooked

    def properties(self, row_id: int) -> dict[str, Any]:
        """Return what the browser draws; state is told by an icon too, the one of the list."""
        return {"id": row_id, "icon": ICONS.get(self.tone, "circle"), **asdict(self)}


@dataclass(frozen=True)
class LegendLine:
    """What a mark means."""

    text: str | Promise
    tone: str = ""
    size: str = ""
    sign: str = ""

    @property
    def icon(self) -> str:
        """The icon of the tone."""
        return ICONS.get(self.tone, "circle")


class MappedListView(OfficeListView):
    """A list page with its map; give `mark_of` and `legend`, and link each row by `mapped_row`.

    `?export=geojson` answers with what the same filters keep (WGS84, at most 500 rows, `truncated` when there
    are more); `bbox=west,south,east,north` in degrees keeps what lies there.
    """

    template_name = "gis_core/list_with_map.html"
    map_layers = "streets"
    legend: tuple[LegendLine, ...] = ()
    #: What the map leaves out, in words.
    map_note: str | Promise = ""

    def mark_of(self, row: Any) -> Mark:
        """Return how the row stands on the map."""
        raise NotImplementedError  # each list says it of its own rows

    def get_map_rows(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Return the rows that the map shows, of those in the list."""
        return rows

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer with the page, a file, or the marks of the map."""
        if request.GET.get("export") != "geojson":
            return super().get(request, *args, **kwargs)
        filterset = self.get_filterset(self.get_filterset_class())
        rows = self.get_map_rows(filterset.qs)
        with suppress(ValidationError):  # a map that looks beyond the Earth has all in view
            rows = rows.filter(geom__bboverlaps=read_box(request.GET.get("bbox", "")))
        rows = rows.annotate(shape=AsGeoJSON(Transform("geom", 4326), precision=DECIMALS)).defer("geom")
        found = list(rows[: MOST_MARKS + 1])
        features = [
            {
                "type": "Feature",
                "id": row.pk,
                "geometry": json.loads(row.shape),
                "properties": self.mark_of(row).properties(row.pk),
            }
            for row in found[:MOST_MARKS]
        ]
        body = {"type": "FeatureCollection", "truncated": len(found) > MOST_MARKS, "features": features}
        answer = JsonResponse(body, content_type="application/geo+json")
        answer["Cache-Control"] = "private, no-store"
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the map needs."""
        context = super().get_context_data(**kwargs)
        context.update(
            map_layers=self.map_layers, legend=self.legend, map_note=self.map_note, most_marks=MOST_MARKS
        )
        return context


#: `row_attrs` of a table whose rows the map knows.
mapped_row = {"id": lambda record: f"row-{record.pk}", "data-row": lambda record: record.pk}
