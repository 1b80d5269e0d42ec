"""What somebody asks the network, as it stands in an address: spots, and what is known of the valves.

`?pipe=12:0.25&node=7&valve=3&stuck=9&closed=4`: a pipe with a share of its length, nodes, shut-off valves; valves that
do not close and valves that are closed already.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from network.domain.answers import Spot

#: A shut-off valve is a "valve" in addresses: none of the other kinds can be asked about.
SPOT_KINDS = {"pipe": "pipe", "node": "node", "valve": "shutoff"}
NAMES = {kind: name for name, kind in SPOT_KINDS.items()}
MOST_KEY = 2**63 - 1
MOST_SPOTS = 20
MOST_VALVES = 200


@dataclass(frozen=True)
class Question:
    """Spots in their order, and keys of shut-off valves that are said to be stuck or closed."""

    spots: tuple[Spot, ...] = ()
    stuck: tuple[int, ...] = ()
    closed: tuple[int, ...] = ()

    def query(self) -> str:
        """Return the question as the query of an address, always in the same order."""
        asked = [(NAMES[spot.kind], write_place(spot)) for spot in self.spots]
        asked += [("stuck", str(key)) for key in self.stuck] + [("closed", str(key)) for key in self.closed]
        return urlencode(asked, safe=":")

    def with_spot(self, spot: Spot) -> Question:
        """Return the question with another spot."""
        return self if spot in self.spots else replace(self, spots=(*self.spots, spot))

    def without_spot(self, spot: Spot) -> Question:
        """Return the question without a spot."""
        return replace(self, spots=tuple(one for one in self.spots if one != spot))

    def saying_stuck(self, key: int) -> Question:
        """Return the question with another valve that does not close."""
        stuck = self.stuck if key in self.stuck else (*self.stuck, key)
        return replace(self, stuck=stuck, closed=tuple(one for one in self.closed if one != key))

    def not_saying(self, key: int) -> Question:
        """Return the question with nothing said of a valve."""
        return replace(
            self, stuck=tuple(one for one in self.stuck if one != key),
            closed=tuple(one for one in self.closed if one != key),
        )  # fmt: skip


def write_place(spot: Spot) -> str:
    """Return a spot's key, with the share of the pipe where one was given: 12:0.25."""
    return f"{spot.id}" if spot.fraction is None else f"{spot.id}:{spot.fraction:.4g}"


def read_key(text: str) -> int | None:
    """Return a key; None for what is none."""
    if not (text.isascii() and text.isdigit()) or len(text) > 19:
        return None
    return int(text) if 0 < int(text) <= MOST_KEY else None


def read_place(name: str, text: str) -> Spot | None:
    """Return the spot of a name (pipe, node, valve) and a key, with a share after a colon for pipes; else None."""
    key_text, colon, share = text.partition(":")
    key, fraction = read_key(key_text), None
    if key is None or name not in SPOT_KINDS or (colon and name != "pipe"):
        return None
    if colon:
        try:
            fraction = float(share)
        except ValueError:
            return None
        if not 0 <= fraction <= 1:
            return None
    return Spot(SPOT_KINDS[name], key, fraction)


def read_question(values: Callable[[str], Sequence[str]]) -> tuple[Question, list[str]]:
    """Return the question of an address and the texts of it that cannot be read.

    `values` gives the texts of a name; empty ones are none. What is more than MOST_SPOTS or MOST_VALVES is refused.
    """
    refused: list[str] = []
    spots: dict[Spot, None] = {}
    for name in SPOT_KINDS:
        for text in filter(None, values(name)):
            spot = read_place(name, text)
            if spot is None or len(spots) >= MOST_SPOTS:
                refused.append(text)
            else:
                spots[spot] = None
    keys: dict[str, dict[int, None]] = {"stuck": {}, "closed": {}}
    for name, found in keys.items():
        for text in filter(None, values(name)):
            key = read_key(text)
            if key is None or len(found) >= MOST_VALVES:
                refused.append(text)
            else:
                found[key] = None
    return Question(tuple(spots), tuple(keys["stuck"]), tuple(keys["closed"])), refused
