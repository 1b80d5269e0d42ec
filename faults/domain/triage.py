"""How soon someone must go, from what is reported."""

from math import ceil

from faults.choices import FaultCategory, FaultPriority

#: A leak this near to a pipe of this width or more is taken for a burst main.
NEAR_MAIN_M = 15.0
MAIN_DIAMETER_MM = 100.0

_BY_CATEGORY: dict[str, FaultPriority] = {
    FaultCategory.NO_WATER: FaultPriority.URGENT,
    FaultCategory.LEAK: FaultPriority.NORMAL,
    FaultCategory.LOW_PRESSURE: FaultPriority.NORMAL,
    FaultCategory.QUALITY: FaultPriority.URGENT,
    FaultCategory.SEWER: FaultPriority.URGENT,
    FaultCategory.METER: FaultPriority.LOW,
    FaultCategory.OTHER: FaultPriority.NORMAL,
}


def first_priority(
    category: str, pipe_distance_m: float | None, pipe_diameter_mm: float | None
) -> FaultPriority:
    """Return the priority before anyone looked: health, no water and leaks on mains first."""
    on_main = (
        pipe_distance_m is not None
        and pipe_diameter_mm is not None
        and pipe_distance_m <= NEAR_MAIN_M
        and pipe_diameter_mm >= MAIN_DIAMETER_MM
    )
    if category == FaultCategory.LEAK and on_main:
        return FaultPriority.URGENT
    return _BY_CATEGORY[category]


def round_distance(distance_m: float) -> int:
    """Return the metres that the public reads: up to the next 50, from 500 on to the next 100.

    From exact ones at several places anybody could work out where a supply number lies.
    """
    step_m = 50 if distance_m < 500 else 100
    return max(step_m, ceil(distance_m / step_m) * step_m)
