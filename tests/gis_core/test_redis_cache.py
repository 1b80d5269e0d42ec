"""The cache keeps its client, and several threads share it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

from django.core.cache import cache, caches

from gis_core.redis_cache import KeptRedisCache


def test_a_client_is_made_once_for_many_calls() -> None:
    kept = caches["default"]
    assert isinstance(kept, KeptRedisCache)
    assert kept._cache.get_client() is kept._cache.get_client(write=True)


def test_many_threads_count_without_losing_one() -> None:
    key = f"test:{uuid4()}"
    cache.set(key, 0, 60)
    with ThreadPoolExecutor(8) as pool:
        counted = sorted(pool.map(lambda _turn: cache.incr(key), range(200)))
    assert counted == list(range(1, 201))
    cache.delete(key)
