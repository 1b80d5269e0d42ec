"""What is not as it should be in a zone, as it is kept: a code and figures, from which words are made when read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

#: How much each finding matters: error, warning, note.
SEVERITY = {
    "breach": "error", "joined": "error", "bypass": "error", "source": "error", "feeder": "error",
    "no_inlet": "error", "inlet_moved": "error", "inlet_closed": "warning", "outside": "warning",
    "missing": "warning", "edge_meter": "note", "empty": "note", "shared": "note",
}  # fmt: skip
_ORDER = ("error", "warning", "note")


@dataclass(frozen=True)
class ZoneFinding:
    """A finding of a zone and where it is (degrees); what it says depends on its code.

    `pk` and `kind` are of the object of the network that the finding is about, when there is one.
    """

    code: str
    says: Mapping[str, Any] = field(default_factory=dict)
    kind: str = ""
    pk: int = 0
    lon: float | None = None
    lat: float | None = None

    @property
    def severity(self) -> str:
        """Return error, warning or note."""
        return SEVERITY[self.code]

    def as_json(self) -> dict[str, Any]:
        """Return it as it is kept."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> ZoneFinding:
        """Return it as it was kept."""
        return cls(**kept)


def by_weight(finding: ZoneFinding) -> tuple[int, str]:
    """Return what findings are put in order by: the gravest first."""
    return _ORDER.index(finding.severity), finding.code
