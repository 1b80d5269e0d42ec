"""What a list says when it has nothing to show."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from django.test import Client

from gis_core.choices import Role
from gis_core.models import User


def test_an_empty_list_says_what_to_do(
    actor: Callable[..., User], client_as: Callable[[User], Client]
) -> None:
    eleni = client_as(actor(Role.BILLING))

    whole = eleni.get("/parties/").content.decode()
    filtered = eleni.get("/parties/?kind=person").content.decode()

    assert '<p class="muted p-3 mb-0"></p>' not in whole
    assert "Nothing matches the filters. Take one away." in filtered
    assert "Nothing matches the filters. Take one away." not in whole


def test_the_first_page_keeps_its_budget(
    actor: Callable[..., User],
    client_as: Callable[[User], Client],
    budget: Callable[[str], AbstractContextManager[object]],
) -> None:
    eleni = client_as(actor(Role.BILLING))

    with budget("gis_core:home"):
        answer = eleni.get("/office/")

    assert answer.status_code == 200
