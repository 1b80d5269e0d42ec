"""Two houses with bills, and people who sign in to see them."""

from __future__ import annotations

import pytest

from gis_core.choices import Role
from gis_core.models import User
from tests.factories.bills import Street, build_street
from tests.factories.people import make_staff


@pytest.fixture
def street(db: None) -> Street:
    return build_street()


@pytest.fixture
def alice(db: None) -> User:
    return make_staff("alice", Role.CONSUMER)


@pytest.fixture
def bob(db: None) -> User:
    return make_staff("bob", Role.CONSUMER)
