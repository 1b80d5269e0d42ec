"""Which money covers which charge: oldest first on both sides."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Cover:
    """A part of a credit that covers a part of a charge, in euros."""

    charge: int
    credit: int
    amount: Decimal


def allocate(
    charges: Sequence[tuple[int, Decimal]], credits_left: Sequence[tuple[int, Decimal]]
) -> list[Cover]:
    """Cover open charges by credits, both oldest first; what is left over on a side stays open there."""
    covers: list[Cover] = []
    waiting = deque((charge, amount) for charge, amount in charges if amount > 0)
    for credit, money in credits_left:
        left = money
        while left > 0 and waiting:
            charge, owed = waiting.popleft()
            part = min(left, owed)
            covers.append(Cover(charge, credit, part))
            left -= part
            if part < owed:
                waiting.appendleft((charge, owed - part))
    return covers
