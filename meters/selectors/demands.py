"""What connections draw from the network, on average."""

from __future__ import annotations

from datetime import date

from meters.sql.allocate_demands import allocate_demands_rows
from network.choices import SOURCE_KINDS
from network.models import SupplySystem
from network.types import MeteredDemands

#: One m³ a day in litres a second.
LITRES_A_SECOND = 1000 / 86400


def allocate_demands(system: SupplySystem, first: date, last: date) -> MeteredDemands:
    """Return the average metered consumption from the first day to the last at the junctions of a system.

    A connection's water is drawn at the two ends of its pipe, at the nearer the more: see
    docs/algorithms/demand-allocation.md.
    """
    rows = allocate_demands_rows(system.pk, first, last, [kind.value for kind in SOURCE_KINDS])
    sums = {row.what: row for row in rows if row.node_id is None}

    def count(what: str) -> int:
        return sums[what].connections or 0

    return MeteredDemands(
        by_node={row.node_id: row.m3_day * LITRES_A_SECOND for row in rows if row.node_id is not None},
        connections=count("metered"), metered_m3_day=sums["metered"].m3_day,
        unplaced=count("unplaced"), unplaced_m3_day=sums["unplaced"].m3_day,
        pipeless=count("pipeless"), pipeless_m3_day=sums["pipeless"].m3_day,
        unread=count("unread"),
    )  # fmt: skip
