"""The office of these stories, with Alice's meter read three weeks ago."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from gis_core.choices import Role
from parties.choices import PartyKind
from parties.services.parties import register_party
from tests.factories import meters as make
from tests.factories.people import make_staff
from tests.meters.documents.office import TODAY, Office
from tests.world import TownNetwork


@pytest.fixture
def office(people: TownNetwork, tmp_path: Path) -> Office:
    make.bring_readings(tmp_path, f"100001;{TODAY - timedelta(days=20):%d/%m/%Y};100")
    return Office(
        make_staff("kleio", Role.BILLING), make_staff("athanasios", Role.DIRECTOR),
        make_staff("takis", Role.TECHNICIAN),
        register_party(actor=None, kind=PartyKind.PERSON, name="Δημητρίου", first_name="Δώρα"),
    )  # fmt: skip
