"""What a list says when it has nothing to show."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from typing import cast

from django.http import StreamingHttpResponse
from django.test import Client

from faults.services.reports import report_fault
from gis_core.choices import Role
from gis_core.models import User
from tests.faults.test_reports import leak_at
from tests.world import build_network


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


def test_a_column_that_can_be_spared_stands_in_files_and_when_chosen(
    actor: Callable[..., User], client_as: Callable[[User], Client]
) -> None:
    """The list of faults leaves the expected time to who asks for it; the map needs its room."""
    build_network()
    report_fault(actor=None, new=leak_at(100, 203))
    thanasis = client_as(actor(Role.TECHNICIAN))

    assert '">Expected</a>' not in thanasis.get("/faults/").content.decode()
    assert '">Expected</a>' in thanasis.get("/faults/?columns=reference&columns=expected_at").content.decode()
    file = cast(StreamingHttpResponse, thanasis.get("/faults/?export=csv"))
    lines = b"".join(cast(Iterable[bytes], file.streaming_content)).decode("utf-8-sig").splitlines()
    assert len(lines[0].split(",")) == 8


def test_a_filter_that_cannot_be_read_says_so_beside_itself(
    actor: Callable[..., User], client_as: Callable[[User], Client]
) -> None:
    """The list stands unfiltered, and nobody takes it for a filtered one."""
    page = client_as(actor(Role.BILLING)).get("/readings/?read_from=31/02/2026").content.decode()

    assert 'id="id_read_from_error">The calendar has no such day.</div>' in page
    assert 'aria-describedby="id_read_from_error"' in page
