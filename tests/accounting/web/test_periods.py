"""The page of the closed books: the accountant closes, others read who did."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounting.models import PeriodClosing
from gis_core.choices import Role
from tests.factories.people import make_staff

pytestmark = pytest.mark.django_db
Budget = Callable[[str], AbstractContextManager[object]]


def test_the_accountant_closes_and_the_auditor_reads_it(client: Client, budget: Budget) -> None:
    sofia = make_staff("sofia", Role.ACCOUNTANT)
    client.force_login(sofia)
    answer = client.post(reverse("accounting:period_close"), {"closed_until": "31/12/2025"})
    assert answer.status_code == 302
    assert PeriodClosing.objects.get().closed_by == sofia
    client.force_login(make_staff("auditor", Role.AUDITOR))
    with budget("accounting:period_list"):
        page = client.get(reverse("accounting:period_list"))
    text = page.content.decode()
    assert "31/12/2025" in text
    assert "sofia" in text
    assert page.context["form"] is None


def test_a_day_that_cannot_be_closed_is_answered_with_a_sentence(client: Client) -> None:
    client.force_login(make_staff("sofia", Role.ACCOUNTANT))
    address = reverse("accounting:period_close")
    answer = client.post(address, {"closed_until": f"{timezone.localdate():%d/%m/%Y}"})
    assert answer.status_code == 422
    client.post(address, {"closed_until": "31/12/2025"})
    answer = client.post(address, {"closed_until": f"{timezone.localdate() - timedelta(days=900):%d/%m/%Y}"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["reason"])
