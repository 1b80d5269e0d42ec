"""Lists count truly while they are short; long ones tell about how many there are, filtered or not."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from gis_core.api.pagination import CountedPagination
from gis_core.choices import Role
from gis_core.pages import counting
from gis_core.pages.counting import count_rows
from network.models import Pipe
from tests.factories.people import make_staff
from tests.world import build_network

pytestmark = pytest.mark.django_db


def test_a_short_list_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    build_network()
    pipes = Pipe.objects.count()
    monkeypatch.setattr(counting, "TRULY_UP_TO", pipes)
    assert count_rows(Pipe.objects.order_by("code")) == pipes
    assert count_rows(Pipe.objects.filter(code="p3")) == 1


def test_a_long_list_is_told_about_and_never_below_what_was_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    build_network()
    pipes = Pipe.objects.count()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE network_pipe")
    monkeypatch.setattr(counting, "TRULY_UP_TO", 2)
    assert count_rows(Pipe.objects.order_by("code")) == pipes
    # The planner may believe in one row where three were seen.
    assert count_rows(Pipe.objects.filter(code__in=["p1", "p2", "p3", "p4"])) >= 3


def test_the_api_gives_a_thousand_rows_at_most() -> None:
    asked = Request(APIRequestFactory().get("/api/v1/bills/", {"limit": 1_000_000}))
    assert CountedPagination().get_limit(asked) == 1000


def test_a_long_list_of_features_is_not_counted_truly(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_network()
    monkeypatch.setattr(counting, "TRULY_UP_TO", 2)
    client.force_login(make_staff("giorgos", Role.TECHNICIAN))
    with CaptureQueriesContext(connection) as asked:
        assert client.get(reverse("api_pipe_list")).json()["count"] >= 3
    assert any("LIMIT 3" in query["sql"] for query in asked)
