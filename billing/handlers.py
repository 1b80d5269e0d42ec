"""What billing does when the register and its readings change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from billing.services.charges import charge_document, take_back_charge
from billing.services.corrections import let_go_of_readings
from billing.services.moves import bill_leaver
from gis_core.models import User
from meters.events import (
    document_approved,
    document_cancelled,
    document_executed,
    payer_moved,
    reading_yields,
)
from meters.models import Connection, RegisterDocument


def on_reading_yields(reading_ids: Sequence[int], **_kwargs: object) -> None:
    """Let drafts fall away whose reading yields; refuse where a bill was issued on it."""
    let_go_of_readings(reading_ids)


def on_payer_moved(
    connection: Connection, moved_on: date, actor: User | None = None, **_kwargs: object
) -> None:
    """Make the run of the leaver's closing bill, for somebody to approve."""
    bill_leaver(actor=actor, connection=connection, moved_on=moved_on)


def on_document_approved(document: RegisterDocument, actor: User | None = None, **_kwargs: object) -> None:
    """Charge the fees of a document, once it has a connection."""
    charge_document(actor=actor, document=document)


def on_document_cancelled(document: RegisterDocument, actor: User | None = None, **_kwargs: object) -> None:
    """Take the fees of a cancelled document back."""
    take_back_charge(actor=actor, document=document)


document_approved.connect(on_document_approved, dispatch_uid="billing.document_approved")
document_executed.connect(on_document_approved, dispatch_uid="billing.document_executed")
document_cancelled.connect(on_document_cancelled, dispatch_uid="billing.document_cancelled")
payer_moved.connect(on_payer_moved, dispatch_uid="billing.moves")
reading_yields.connect(on_reading_yields, dispatch_uid="billing.readings")
