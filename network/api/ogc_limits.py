"""How much a stranger may ask of the OGC API."""

from __future__ import annotations

from hashlib import sha256

from django.core.cache import cache

WINDOW_S = 60
#: Questions a minute from one address without an account: a map client that pans asks less.
MOST = 120


def may_ask(sender: str) -> bool:
    """Count a question of the sender (an IP address, kept as a hash for a minute), and say whether it is answered."""
    key = f"network:ogc:{sha256(sender.encode()).hexdigest()[:32]}"
    cache.add(key, 0, WINDOW_S)
    try:
        return int(cache.incr(key)) <= MOST
    except ValueError:  # the window closed between the two calls
        cache.set(key, 1, WINDOW_S)
        return True
