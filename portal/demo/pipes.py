"""What the town's pipes are made of and when they were laid.

Made for the demonstration: the hydraulic model says neither.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from django.db import transaction

from gis_core.models import User
from network.models import Material, Pipe
from network.services.pipes import describe_pipes

#: Plastic pipes are named by what they measure outside, the others by what passes through them.
PLASTIC_MM = frozenset({63, 75, 90, 110, 125, 140, 160, 180, 225, 250})
#: A campaign of works renewed or laid a square of this side at once.
CAMPAIGN_M = 250.0
#: The west was built first, the east a generation later.
OLDEST, BUILT_OVER_YEARS = 1964, 28
FIRST_PLASTIC, LAST_ASBESTOS = 1977, 1985
RENEWED_SHARE, RENEWED = 0.25, (2007, 2022)


@dataclass(frozen=True)
class Laid:
    """Code of a material of the catalogue, and a year."""

    material: str
    year: int


def choose_laid(*, diameter_mm: int, eastward: float, random: Random) -> Laid:
    """Return what a pipe of this width would be, by how far east it lies (0 to 1); `random` is its campaign's."""
    built = OLDEST + round(eastward * BUILT_OVER_YEARS) + random.randint(0, 7)
    year = random.randint(*RENEWED) if random.random() < RENEWED_SHARE else built
    if diameter_mm in PLASTIC_MM:
        return Laid("PE", year) if year >= RENEWED[0] else Laid("PVC", max(year, FIRST_PLASTIC))
    return Laid("AC" if year <= LAST_ASBESTOS else "DI", year)


@transaction.atomic
def lay_pipes(*, actor: User, pipes: Sequence[Pipe], seed: int) -> None:
    """Write material and year on every pipe; the same seed writes the same."""
    middles = {pipe.pk: pipe.geom.interpolate_normalized(0.5) for pipe in pipes}
    west, east = (side(middle.x for middle in middles.values()) for side in (min, max))
    together: dict[Laid, list[int]] = defaultdict(list)
    for pipe in pipes:
        middle = middles[pipe.pk]
        campaign = f"{seed} pipes {middle.x // CAMPAIGN_M:.0f} {middle.y // CAMPAIGN_M:.0f}"
        laid = choose_laid(
            diameter_mm=round(pipe.diameter_mm), eastward=(middle.x - west) / ((east - west) or 1.0),
            random=Random(campaign),
        )  # fmt: skip
        together[laid].append(pipe.pk)
    materials = {material.code: material for material in Material.objects.all()}
    for laid, pipe_ids in together.items():
        describe_pipes(actor=actor, pipe_ids=pipe_ids, material=materials[laid.material], laid_year=laid.year)
