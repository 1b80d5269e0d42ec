"""Who is told once: recipients gathered by address."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol

#: Places named in a message before "and N more".
PLACES_NAMED = 3


class Told(Protocol):
    """What must be known of someone to be told."""

    @property
    def party_id(self) -> int: ...
    @property
    def language(self) -> str: ...
    @property
    def channel(self) -> str: ...
    @property
    def address(self) -> str: ...
    @property
    def place(self) -> str: ...


@dataclass(frozen=True)
class Notice:
    """One message to one address for all its places in the area."""

    party_id: int
    language: str
    channel: str
    address: str
    places: tuple[str, ...]


def gather_notices(recipients: Iterable[Told]) -> list[Notice]:
    """Return one notice for each address and channel, in order of first appearance.

    Who pays for five connections in the area is told once; an address shared by two payers is written to
    once, in the language of the first.
    """
    first: dict[tuple[str, str], Told] = {}
    places: dict[tuple[str, str], dict[str, None]] = {}
    for one in recipients:
        key = (one.channel, one.address.strip().lower())
        first.setdefault(key, one)
        places.setdefault(key, {})[one.place] = None
    return [
        Notice(one.party_id, one.language, one.channel, one.address.strip(), tuple(places[key]))
        for key, one in first.items()
    ]


def name_places(places: tuple[str, ...]) -> str:
    """Return the places as a message names them: 'Ερμού 1, Ερμού 3, Ερμού 5 (+2)'."""
    named = ", ".join(places[:PLACES_NAMED])
    more = len(places) - PLACES_NAMED
    return f"{named} (+{more})" if more > 0 else named


def key_prefix(outage_id: int) -> str:
    """Return what the keys of all messages of an outage begin with."""
    return f"outage:{outage_id}:"


def notice_key(outage_id: int, event: str, channel: str, address: str) -> str:
    """Return what makes a message one of a kind: the outage, what happened and the address."""
    digest = sha256(address.strip().lower().encode()).hexdigest()[:32]
    return f"{key_prefix(outage_id)}{event}:{channel}:{digest}"
