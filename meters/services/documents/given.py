"""What is told when a document of the register is drafted and when it is executed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.gis.geos import Point

from meters.domain.meter_lines import NewMeter
from meters.models import Connection, DocumentKind, RegisterDocument
from parties.models import Party


@dataclass(frozen=True)
class NewDocument:
    """A draft: kind, day, what it is about, and `data` by the kind's effect.

    Connect without a connection: `cells` of a new one, by the columns of an import, `party` who pays;
    disconnect: `is_for_debt`; exchange: `slot`, `serial` where the meter is known; transfer: `readings` by the
    installation's id (text, m³), `is_tenant`; reconnect and remove: nothing.
    """

    kind: DocumentKind
    effective_on: date
    connection: Connection | None = None
    party: Party | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    reverses: RegisterDocument | None = None


@dataclass(frozen=True)
class Execution:
    """What was done on the spot, and when.

    What each meter that hung there showed (m³, by installation), the meter hung now with its first reading (m³) and
    seal, and where the technician stood (EPSG:2100, accuracy in m).
    """

    executed_on: date
    readings_m3: Mapping[int, Decimal] = field(default_factory=dict)
    meter: NewMeter | None = None
    start_m3: Decimal = Decimal(0)
    seal_number: str = ""
    point: Point | None = None
    accuracy_m: float | None = None
    result: str = ""
