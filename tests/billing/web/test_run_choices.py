"""A run is searched for, not picked from a list of hundreds."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client
from django.urls import reverse

from billing.models import BillRun
from gis_core.choices import Role
from tests.factories.bills import Street
from tests.factories.people import make_staff


@pytest.fixture
def runs(street: Street) -> list[BillRun]:
    """Name the two runs of the street, oldest first."""
    first, second = BillRun.objects.order_by("pk")
    for run, title in ((first, "Γ΄ τρίμηνο 2026"), (second, "Δ΄ τρίμηνο 2026")):
        BillRun.objects.filter(pk=run.pk).update(title=title)
        run.title = title
    return [first, second]


@pytest.mark.parametrize("typed", ["τριμηνο", "TRIMINO 2026"])
def test_runs_are_found_by_title_newest_first(
    client: Client, street: Street, runs: list[BillRun], typed: str,
    budget: Callable[[str], AbstractContextManager[object]],
) -> None:  # fmt: skip
    client.force_login(street.clerk)
    with budget("billing:run_choices"):
        answer = client.get(reverse("billing:run_choices"), {"q": typed}).json()
    texts = [choice["text"] for choice in answer["choices"]]
    assert texts == [f"{run.pk} · {run.title}" for run in reversed(runs)]


def test_the_list_takes_the_number_with_its_title_or_without(
    client: Client, street: Street, runs: list[BillRun]
) -> None:
    client.force_login(street.clerk)
    for text in (str(runs[0].pk), f"{runs[0].pk} · {runs[0].title}"):
        answer = client.get(reverse("billing:bill_list"), {"run": text})
        rows = {row.record for row in answer.context["table"].rows}
        assert rows == {street.bills[0], street.neighbour_bills[0]}
    for text in ("Δ΄ τρίμηνο", "9" * 30, "-1"):
        answer = client.get(reverse("billing:bill_list"), {"run": text})
        assert list(answer.context["table"].rows) == []


def test_a_technician_is_answered_nothing(client: Client, runs: list[BillRun]) -> None:
    client.force_login(make_staff("giorgos", Role.TECHNICIAN))
    assert client.get(reverse("billing:run_choices"), {"q": str(runs[0].pk)}).status_code == 403
