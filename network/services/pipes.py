"""What is written on many pipes at once."""

from __future__ import annotations

from collections.abc import Collection

from gis_core.models import User
from network.models import Material, Pipe


def describe_pipes(
    *, actor: User | None, pipe_ids: Collection[int], material: Material | None, laid_year: int | None
) -> int:
    """Write material and year on pipes that were laid together; their history tells it. Return how many changed."""
    same = {"material": material, "laid_year": laid_year}
    return Pipe.objects.filter(pk__in=pipe_ids).exclude(**same).update(**same)
