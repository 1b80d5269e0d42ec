"""Who works on documents of the register in these stories, and what they write.

Kleio drafts, Athanasios approves, Takis goes out. Alice's connection 100001 has the meter M-1, read 100 m³ before.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from gis_core.models import User
from meters.domain.meter_lines import NewMeter
from meters.models import Connection, DocumentKind, Installation, RegisterDocument
from meters.services.documents import Execution, NewDocument, attach_evidence, draft_document
from parties.models import Party
from tests.factories import meters as make

TODAY = timezone.localdate()
#: When Takis was there.
DAY = TODAY - timedelta(days=3)


@dataclass
class Office:
    """Who works on a document."""

    kleio: User
    athanasios: User
    takis: User
    dora: Party
    alices: Connection = field(init=False)

    def __post_init__(self) -> None:
        self.alices = make.get_connection("100001")

    @property
    def hung(self) -> Installation:
        return self.alices.installations.get(period__upper_inf=True)


def draft(office: Office, code: str, **more: Any) -> RegisterDocument:
    """Draft a document of the kind on Alice's connection, with its evidence."""
    kind = DocumentKind.objects.get(code=code)
    connection = None if code == "connection" else office.alices
    data: dict[str, Any] = {}
    party = None
    if code == "connection":
        party = office.dora
        data = {
            "cells": {
                "supply_number": "200001", "street": "Ερμού", "house_number": "5", "route": "07",
                "use": "domestic", "households": "1", "people": "2", "has_sewer": "yes",
            }
        }  # fmt: skip
    elif code == "transfer":
        party, data = office.dora, {"readings": {str(office.hung.pk): "120"}}
    new = NewDocument(kind=kind, connection=connection, party=party, data=data, effective_on=DAY, **more)
    document = draft_document(actor=office.kleio, new=new)
    if kind.needs_evidence:
        attach_evidence(
            actor=office.kleio, document=document, content=b"%PDF-1.7", media_type="application/pdf",
            name="aitisi.pdf",
        )  # fmt: skip
    return document


def executed(office: Office, code: str) -> Execution:
    """Return what Takis tells of the spot."""
    readings = {} if code == "connection" else {office.hung.pk: Decimal(120)}
    meter = NewMeter("NEW-1") if code in {"connection", "exchange"} else None
    return Execution(
        executed_on=DAY, readings_m3=readings, meter=meter, start_m3=Decimal(7), seal_number="Σ-1",
        result="Έγινε",
    )  # fmt: skip


def make_stopped(office: Office) -> None:
    """Let Alice's connection be one whose water was stopped."""
    Connection.objects.filter(pk=office.alices.pk).update(status="suspended", shutoff_state="closed")
    office.alices.refresh_from_db()
