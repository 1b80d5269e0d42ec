"""Pages of the API's lists."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework.pagination import LimitOffsetPagination

from gis_core.pages.counting import count_rows


class CountedPagination(LimitOffsetPagination):
    """`limit` and `offset`; a large `count` is about right."""

    max_limit = 1000

    def get_count(self, queryset: Any) -> int:
        """Return how many rows there are."""
        return count_rows(queryset) if isinstance(queryset, QuerySet) else int(super().get_count(queryset))
