"""The server's own way to a tile, past Django's handler: the same tiles, and whatever is no tile is the site's."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import mapbox_vector_tile
import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.test import Client

from gis_core.choices import Role
from gis_core.tiles import answers
from gis_core.tiles.views import tiles_first
from tests.factories.people import make_staff
from tests.gis_core.tiles.places import tile_at
from tests.world import build_network

pytestmark = pytest.mark.django_db
Z, X, Y = tile_at(200, 250, 15)
PIPES, STREETS = f"/tiles/pipes/{Z}/{X}/{Y}.mvt", f"/tiles/streets/{Z}/{X}/{Y}.mvt"


def site(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Stand for Django: say what was asked of it."""
    start_response("418 Site", [])
    return [str(environ["PATH_INFO"]).encode()]


def ask(
    path: str, cookie: str = "", known: str = "", method: str = "GET"
) -> tuple[str, dict[str, str], bytes]:
    told: list[tuple[str, dict[str, str]]] = []
    environ = {
        "PATH_INFO": path, "REQUEST_METHOD": method, "HTTP_COOKIE": cookie, "HTTP_IF_NONE_MATCH": known,
    }  # fmt: skip
    body = tiles_first(site)(environ, lambda status, headers: told.append((status, dict(headers))))
    return *told[0], b"".join(body)


@pytest.fixture
def giorgos(client: Client) -> str:
    """Return the cookie of a technician who is signed in."""
    client.force_login(make_staff("giorgos", Role.TECHNICIAN))
    return f"theme=dark; {settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def test_a_technician_gets_the_tile_that_django_would_give(giorgos: str, client: Client) -> None:
    build_network()
    status, headers, body = ask(PIPES, giorgos)
    assert status == "200 OK"
    assert {
        feature["properties"]["code"] for feature in mapbox_vector_tile.decode(body)["pipes"]["features"]
    } >= {"p3"}
    through_django = client.get(PIPES)
    assert through_django.content == body
    assert headers == {name: through_django.headers[name] for name in headers}


def test_a_known_tile_is_not_sent_again_kept_or_made_anew(giorgos: str) -> None:
    build_network()
    tag = ask(PIPES, giorgos)[1]["ETag"]
    assert ask(PIPES, giorgos, tag)[::2] == ("304 Not Modified", b"")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM gis_core_tilecache")
    assert ask(PIPES, giorgos, tag)[::2] == ("304 Not Modified", b"")


def test_a_tile_with_nothing_in_it_is_sent_empty(giorgos: str) -> None:
    z, x, y = tile_at(90_000, 90_000, 15)
    status, headers, body = ask(f"/tiles/pipes/{z}/{x}/{y}.mvt", giorgos)
    assert (status, headers["Content-Length"], body) == ("200 OK", "0", b"")


@pytest.mark.parametrize(
    ("path", "method"),
    [
        (PIPES, "GET"),
        (STREETS, "POST"),
        (STREETS, "HEAD"),
        ("/tiles/nothing/15/1/1.mvt", "GET"),
        ("/tiles/streets/15/99999/1.mvt", "GET"),
        ("/map/", "GET"),
    ],
)
def test_refusals_and_pages_are_the_sites(path: str, method: str) -> None:
    assert ask(path, method=method) == ("418 Site", {}, path.encode())


def test_a_stranger_with_a_made_up_session_is_the_sites(giorgos: str) -> None:
    build_network()
    assert ask(PIPES, giorgos)[0] == "200 OK"
    assert ask(PIPES, f"{settings.SESSION_COOKIE_NAME}=madeup")[0] == "418 Site"


def test_a_made_up_session_leaves_no_function_behind(giorgos: str) -> None:
    build_network()

    def count_sets() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_proc WHERE proname ~ '^hydria_tile_[0-9a-f]{16}$'")
            return int(cursor.fetchone()[0])

    path = f"/tiles/pumps,valves,zones/{Z}/{X}/{Y}.mvt"
    before = count_sets()
    assert ask(path, f"{settings.SESSION_COOKIE_NAME}=madeup")[0] == "418 Site"
    assert count_sets() == before
    assert ask(path, giorgos)[0] == "200 OK"
    assert count_sets() == before + 1


def test_a_failing_database_is_the_sites_to_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object) -> None:
        raise OperationalError

    monkeypatch.setattr(answers, "get_tile", fail)
    assert ask(STREETS)[0] == "418 Site"
