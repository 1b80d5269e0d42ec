"""The street of two houses, for stories on the pages."""

from __future__ import annotations

import pytest

from tests.factories.bills import Street, build_street


@pytest.fixture
def street(db: None) -> Street:
    return build_street()
