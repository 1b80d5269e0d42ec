"""Buttons that apps put under what another app shows."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gis_core.choices import Role
from gis_core.models import User
from gis_core.registry import Button, Buttons

pytestmark = pytest.mark.django_db


def test_buttons_stand_in_order_for_who_may_press_them_where_they_lead_somewhere(
    actor: Callable[..., User],
) -> None:
    buttons: Buttons[str] = Buttons()
    maria = frozenset({Role.PLANNER})
    buttons.register(Button("last", "Last", "x", 30, maria, lambda asked: f"/last/{asked}/"))
    buttons.register(Button("first", "First", "y", 10, maria, lambda asked: f"/first/{asked}/"))
    buttons.register(Button("nowhere", "Nowhere", "z", 5, maria, lambda asked: ""))
    buttons.register(Button("pipes", "Of pipes", "p", 1, maria, lambda asked: "/pipes/", "pipe"))
    planner, technician = actor(Role.PLANNER), actor(Role.TECHNICIAN)
    assert [(shown.title, shown.url) for shown in buttons.list_for("a", planner)] == [
        ("First", "/first/a/"), ("Last", "/last/a/")
    ]  # fmt: skip
    assert [shown.title for shown in buttons.list_for("a", planner, "pipe")] == ["Of pipes"]
    assert buttons.list_for("a", technician) == []
    buttons.register(Button("first", "Other", "y", 40, maria, lambda asked: "/"))
    assert [shown.title for shown in buttons.list_for("a", planner)] == ["Last", "Other"]
