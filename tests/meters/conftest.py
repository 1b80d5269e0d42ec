"""The little town with Alice, Bob and Charlie on its pipes."""

from __future__ import annotations

from pathlib import Path

import pytest

from gis_core.choices import Role
from gis_core.models import User
from tests.factories import meters as make
from tests.factories.people import make_staff
from tests.world import TownNetwork, build_network


@pytest.fixture
def town(db: None) -> TownNetwork:
    return build_network()


@pytest.fixture
def people(town: TownNetwork, tmp_path: Path) -> TownNetwork:
    report = make.bring_connections(tmp_path, make.ALICE, make.BOB, make.CHARLIE)
    assert (report.taken, report.refused) == (3, [])
    return town


@pytest.fixture
def clerk(db: None) -> User:
    return make_staff("kleio", Role.BILLING)


@pytest.fixture
def planner(db: None) -> User:
    return make_staff("petros", Role.PLANNER)
