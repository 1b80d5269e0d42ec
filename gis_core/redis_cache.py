"""Django's cache in Redis, with a client that is kept.

Django makes a client for each call, which costs more than the call: the client fills a table of all commands.
"""

from __future__ import annotations

from typing import Any

from django.core.cache.backends.redis import RedisCache, RedisCacheClient


class KeptClient(RedisCacheClient):
    """One client for each server; it takes a connection of the pool for each call, so threads may share it."""

    def __init__(self, *args: Any, **options: Any) -> None:
        """Begin without clients."""
        super().__init__(*args, **options)
        self._kept: dict[int, Any] = {}

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        """Return the client of the server that answers."""
        pool = self._get_connection_pool(write)  # type: ignore[attr-defined]  # django-stubs leave it out
        client = self._kept.get(id(pool))
        if client is None:
            client = self._kept[id(pool)] = self._client(connection_pool=pool)  # type: ignore[attr-defined]  # the same
        return client


class KeptRedisCache(RedisCache):
    """The cache of Django, through kept clients."""

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        """Take the kept clients in place of Django's."""
        super().__init__(server, params)
        self._class = KeptClient
