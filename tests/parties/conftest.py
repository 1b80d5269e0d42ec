"""People of the register's stories."""

from __future__ import annotations

import pytest

from gis_core.choices import Role
from gis_core.models import User
from parties.choices import PartyKind
from parties.models import Party
from parties.services.parties import register_party
from tests.factories.people import make_staff

MARIA_AFM = "094259216"


@pytest.fixture
def front_desk(db: None) -> User:
    return make_staff("fofi", Role.FRONT_DESK)


@pytest.fixture
def technician(db: None) -> User:
    return make_staff("takis", Role.TECHNICIAN)


@pytest.fixture
def storekeeper(db: None) -> User:
    return make_staff("stelios", Role.STOREKEEPER)


@pytest.fixture
def maria(db: None) -> Party:
    return register_party(
        actor=None,
        kind=PartyKind.PERSON,
        name="Χαΐτογλου",
        first_name="Μαρία",
        father_name="Νικόλαος",
        afm=MARIA_AFM,
    )
