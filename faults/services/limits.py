"""How many reports one sender may send: more with a proof of work than without."""

from __future__ import annotations

from hashlib import sha256

from django.core.cache import cache

from faults.errors import TooManyReports

WINDOW_S = 3600
#: Reports an hour from one address: with the browser's proof of work, without it, signed in.
WITH_PROOF = 10
WITHOUT_PROOF = 3


def count_report(*, sender: str, most: int) -> None:
    """Count a report of the sender (an IP address, kept as a hash for an hour).

    Raises TooManyReports beyond the limit; what was refused is counted too.
    """
    key = f"faults:reports:{sha256(sender.encode()).hexdigest()[:32]}"
    cache.add(key, 0, WINDOW_S)
    try:
        count = cache.incr(key)
    except ValueError:  # the window closed between the two calls
        cache.set(key, 1, WINDOW_S)
        count = 1
    if count > most:
        raise TooManyReports
