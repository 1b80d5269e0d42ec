"""Values that cross the layers of parties."""

from dataclasses import dataclass


@dataclass(frozen=True)
class NewParty:
    """A party to be registered in bulk; `reference` is the caller's own, unique in the call."""

    reference: str
    kind: str
    name: str
    first_name: str = ""
    father_name: str = ""
    afm: str | None = None
    email: str = ""
    mobile: str = ""
    language: str = "el"
