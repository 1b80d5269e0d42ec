"""Every address of the product, asked by every role: a new one without a row fails.

A row stands in `tests/access/<app>.py`: `ROWS = {"app:name": {"roles": frozenset of Role and "anonymous",
"kwargs": a function that returns the address's arguments}}`. Without `kwargs` they name things that do
not exist: "not found" proves that the door was open, as well as a page does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from http.cookies import SimpleCookie
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.backends.cached_db import SessionStore
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter, UUIDConverter

from gis_core.choices import Role
from tests.factories.people import make_staff

ANYBODY = (*Role, "anonymous")


@dataclass(frozen=True)
class Address:
    """A named address and arguments that fit it."""

    name: str
    arguments: dict[str, Any]


def _fitting(converter: object) -> Any:
    """Return an argument that the converter takes and no row has."""
    if isinstance(converter, UUIDConverter):
        return "00000000-0000-0000-0000-000000000000"
    return 999_999 if isinstance(converter, IntConverter) else "none"


def _list_addresses(
    resolver: URLResolver, namespace: str = "", above: dict[str, Any] | None = None
) -> Iterator[Address]:
    """Yield every address below the resolver."""
    for entry in resolver.url_patterns:
        arguments = {**(above or {}), **{name: _fitting(c) for name, c in entry.pattern.converters.items()}}
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _list_addresses(entry, inner, arguments)
        elif isinstance(entry, URLPattern):
            yield Address(f"{namespace}{entry.name}", arguments)


def _load_rows() -> dict[str, dict[str, Any]]:
    """Return the rows of all apps; a row that stands twice is an error."""
    rows: dict[str, dict[str, Any]] = {}
    for path in sorted(Path(__file__).parent.glob("*.py")):
        if path.stem.startswith("test_"):
            continue
        found = import_module(f"tests.access.{path.stem}").ROWS
        twice = rows.keys() & found.keys()
        assert not twice, f"{path.name} repeats rows: {sorted(twice)}"
        rows.update(found)
    return rows


ADDRESSES = {address.name: address for address in _list_addresses(get_resolver())}
ROWS = _load_rows()


def _is_let_in(client: Client, url: str) -> bool:
    """Say whether the door opened, whatever stands behind it."""
    response = client.get(url)
    response.getvalue()  # a file that is read to its end is shut
    to_sign_in = response.status_code == 302 and response.headers["Location"].startswith(
        "/account/login/?next="
    )
    return response.status_code not in {401, 403} and not to_sign_in


def _opens_to(cookies: SimpleCookie, name: str) -> bool:
    """Ask the address with the arguments of its row, in a browser of its own: some pages sign people out."""
    row = ROWS[name]
    client = Client()
    client.cookies = SimpleCookie(cookies.output(header="", sep=";"))
    arguments = row["kwargs"]() if "kwargs" in row else ADDRESSES[name].arguments
    opens = _is_let_in(client, reverse(name, kwargs=arguments))
    if settings.SESSION_COOKIE_NAME in cookies:  # what the page wrote there is forgotten with its rows
        cache.delete(SessionStore(cookies[settings.SESSION_COOKIE_NAME].value).cache_key)
    return opens


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    missing = sorted(ADDRESSES.keys() - ROWS.keys())
    gone = sorted(ROWS.keys() - ADDRESSES.keys())

    assert not missing, f"say in tests/access/<app>.py who may open: {', '.join(missing)}"
    assert not gone, f"no such address any more: {', '.join(gone)}"


@pytest.mark.parametrize("who", ANYBODY)
def test_addresses_open_to_the_roles_of_their_rows_and_to_nobody_else(who: Role | str, db: None) -> None:
    signed_in = Client()
    if isinstance(who, Role):
        signed_in.force_login(make_staff(f"matrix-{who}", who))
    wrong = []
    for name in sorted(ROWS.keys() & ADDRESSES.keys()):
        with transaction.atomic():
            if _opens_to(signed_in.cookies, name) != (who in ROWS[name]["roles"]):
                wrong.append(name)
            transaction.set_rollback(True)  # what one row makes is not there for the next

    assert not wrong, f"other than its row says for {who}: {', '.join(wrong)}"
