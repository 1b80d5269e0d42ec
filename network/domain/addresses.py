"""What people type for an address, taken apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_NUMBER = re.compile(r"^(\d{1,4})([A-ZΑ-Ω]?)$")
_POSTCODE = re.compile(r"^\d{5}$")
_FORMS_OF_STREET = frozenset({"ΟΔΟΣ", "ODOS", "ΟΔ", "ΛΕΩΦΟΡΟΣ", "ΛΕΩΦ", "ΛΕΩΦΟΡΟΥ", "LEOFOROS", "LEOF"})
#: A letter of a house number typed in Latin is the Greek one that stands on the wall.
_LETTERS = str.maketrans("ABGCDEZHIKMNOPTYX", "ΑΒΓΓΔΕΖΗΙΚΜΝΟΡΤΥΧ")
XY = tuple[float, float]


@dataclass(frozen=True)
class AddressWords:
    """One way to read what was typed; all words are search keys."""

    street: tuple[str, ...]
    number: str
    rest: tuple[str, ...] = ()  # settlement, postcode

    @property
    def pattern(self) -> str:
        """Return the regular expression that the street's search key matches: words may be cut short."""
        return "(^| )" + "[^ ]* ".join(self.street)


def house_number(text: str) -> str:
    """Return a house number as it is kept: '12 α' and '12A' are '12Α'; other texts in capitals."""
    bare = "".join(text.upper().split())
    match = _NUMBER.match(bare)
    return match.group(1) + match.group(2).translate(_LETTERS) if match else bare[:10]


def digits_of(number: str) -> int | None:
    """Return the number without its letter, or None where there is none."""
    match = re.match(r"\d+", number)
    return int(match.group()) if match else None


def read_address(key: str) -> Iterator[AddressWords]:
    """Yield the ways to read a search key, the likeliest first: the last number as house number, then none.

    'ΕΡΜΟΥ 12', 'ΕΡΜΟΥ 12 Α', '28 ΟΚΤΩΒΡΙΟΥ 5 ΒΟΛΟΣ 38221', 'ΠΛΑΤΕΙΑ 25 ΜΑΡΤΙΟΥ'.
    """
    words = key.split()
    if len(words) > 1 and words[0] in _FORMS_OF_STREET:
        words = words[1:]
    for at in range(len(words) - 1, 0, -1):
        match = _NUMBER.match(words[at])
        if match is None:
            continue
        number, rest = words[at], words[at + 1 :]
        if rest and not match.group(2) and len(rest[0]) == 1 and not rest[0].isdigit():
            number, rest = number + rest[0], rest[1:]
        yield AddressWords(tuple(words[:at]), house_number(number), tuple(rest))
    street = [word for word in words if not _POSTCODE.match(word)]
    if street:
        yield AddressWords(tuple(street), "")


def interpolate(number: int, known: Mapping[int, XY]) -> XY | None:
    """Return where a house number should stand between its nearest known neighbours on the same side.

    Numbers of the same parity stand on one side; outside the known ones the nearest is given; without any on
    that side, the other side serves. None if nothing is known.
    """
    side = {n: xy for n, xy in known.items() if n % 2 == number % 2} or known
    if not side:
        return None
    below = max((n for n in side if n <= number), default=None)
    above = min((n for n in side if n >= number), default=None)
    if below is None or above is None or below == above:
        return side[above if below is None else below]  # type: ignore[index]  # one of the two is known here
    share = (number - below) / (above - below)
    (x0, y0), (x1, y1) = side[below], side[above]
    return x0 + share * (x1 - x0), y0 + share * (y1 - y0)
