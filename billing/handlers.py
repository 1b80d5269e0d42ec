"""What billing does when the register and its readings change."""

from __future__ import annotations

from collections.abc import Sequence

from billing.services.corrections import let_go_of_readings
from meters.events import reading_yields


def on_reading_yields(reading_ids: Sequence[int], **_kwargs: object) -> None:
    """Let drafts fall away whose reading yields; refuse where a bill was issued on it."""
    let_go_of_readings(reading_ids)


reading_yields.connect(on_reading_yields, dispatch_uid="billing.readings")
