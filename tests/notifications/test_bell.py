"""A worker is rung for once until it has heard, and again for what is queued after."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from notifications.services.outbox import BELL, hear_bell, ring_sender


@pytest.fixture
def rings(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Collect the rings; the bell hangs still before and after."""
    heard: list[str] = []
    monkeypatch.setattr("celery.current_app.send_task", lambda name, **_more: heard.append(name))
    cache.delete(BELL)
    yield heard
    cache.delete(BELL)


def test_one_ring_is_enough_until_a_worker_heard(rings: list[str]) -> None:
    for _message in range(3):
        ring_sender()
    assert rings == ["notifications.tasks.send_waiting_messages"]
    hear_bell()
    ring_sender()
    assert len(rings) == 2
