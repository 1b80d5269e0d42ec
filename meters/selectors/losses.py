"""Who loses water when pipes do: connections by use, households, people, sensitive ones. Counts, never names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from meters.sql.count_losses import LossRow
from meters.sql.count_losses import count_losses as read_losses
from meters.types import LossCount, UseLoss


def count_losses(pipe_ids: Sequence[int], day: date | None = None) -> LossCount:
    """Return who hangs on the pipes, only where water runs, as it stands on the day (today)."""
    (loss,) = count_losses_of_parts([pipe_ids], day)
    return loss


def count_losses_of_parts(parts: Sequence[Sequence[int]], day: date | None = None) -> list[LossCount]:
    """Return who hangs on each of the parts, given as keys of pipes, by one statement."""
    rows: list[list[LossRow]] = [[] for _part in parts]
    for row in read_losses(parts, day or timezone.localdate()):
        rows[row.part].append(row)
    return [
        LossCount(
            tuple(
                UseLoss(row.use, row.connections, row.households, row.people, row.sensitive) for row in found
            )
        )
        for found in rows
    ]
