"""What billing does when the register and its readings change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from billing.services.corrections import let_go_of_readings
from billing.services.moves import bill_leaver
from gis_core.models import User
from meters.events import payer_moved, reading_yields
from meters.models import Connection


def on_reading_yields(reading_ids: Sequence[int], **_kwargs: object) -> None:
    """Let drafts fall away whose reading yields; refuse where a bill was issued on it."""
    let_go_of_readings(reading_ids)


def on_payer_moved(
    connection: Connection, moved_on: date, actor: User | None = None, **_kwargs: object
) -> None:
    """Make the run of the leaver's closing bill, for somebody to approve."""
    bill_leaver(actor=actor, connection=connection, moved_on=moved_on)


payer_moved.connect(on_payer_moved, dispatch_uid="billing.moves")
reading_yields.connect(on_reading_yields, dispatch_uid="billing.readings")
