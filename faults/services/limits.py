"""How often one sender may report, more with a proof of work than without, leave photos behind, look up a place."""

from __future__ import annotations

from hashlib import sha256

from django.core.cache import cache

from faults.errors import TooManyLooks, TooManyReports

WINDOW_S = 3600
#: Reports an hour from one address: with the browser's proof of work, without it, signed in.
WITH_PROOF = 10
WITHOUT_PROOF = 3
#: Forms with photos an hour from one address that are kept until they come again: each takes memory of the cache.
KEPT_FORMS = 10
#: Places looked up an hour from one address: the page asks at every change of place or kind, machines would ask on.
LOOKS = 120


def count_report(*, sender: str, most: int) -> None:
    """Count a report of the sender (an IP address, kept as a hash for an hour).

    Raises TooManyReports beyond the limit; what was refused is counted too.
    """
    if _count("reports", sender) > most:
        raise TooManyReports


def count_look(*, sender: str) -> None:
    """Count a place that the sender looks up. Raises TooManyLooks beyond the limit; the report itself stays open."""
    if _count("looks", sender) > LOOKS:
        raise TooManyLooks


def may_keep_photos(*, sender: str) -> bool:
    """Count a form whose photos the sender would leave here, and say whether there is room for them."""
    return _count("kept", sender) <= KEPT_FORMS


def _count(what: str, sender: str) -> int:
    key = f"faults:{what}:{sha256(sender.encode()).hexdigest()[:32]}"
    cache.add(key, 0, WINDOW_S)
    try:
        return cache.incr(key)
    except ValueError:  # the window closed between the two calls
        cache.set(key, 1, WINDOW_S)
        return 1
