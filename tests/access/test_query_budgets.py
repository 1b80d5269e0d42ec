"""Every list keeps to the number of queries that tests/query_budgets.json grants its address."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client
from django.urls import reverse

from gis_core.choices import Role
from gis_core.models import User
from tests.access.test_matrix import ADDRESSES, ROWS
from tests.factories.living import build_living_town

LISTS = sorted(
    name for name, address in ADDRESSES.items() if name.endswith("_list") and not address.arguments
)
#: Whom to send to a list, the first whom its row lets in.
READERS = (Role.BILLING, Role.PLANNER, Role.ADMINISTRATOR, Role.ACCOUNTANT, Role.CONSUMER)


@pytest.fixture
def people(db: None) -> dict[str, User]:
    """The town's people by what they do."""
    return build_living_town({f"reader-{role}": role for role in Role})


def test_every_list_keeps_to_its_budget(
    people: dict[str, User], budget: Callable[[str], AbstractContextManager[object]]
) -> None:
    for name in LISTS:
        role = next(role for role in READERS if role in ROWS[name]["roles"])
        client = Client()
        client.force_login(people[f"reader-{role}"])
        client.get(reverse(name))  # what a process learns once is not counted

        with budget(name):
            answer = client.get(reverse(name))

        assert answer.status_code == 200, name
