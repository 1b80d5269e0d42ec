"""Tables of cuts and works."""

from outages.models.outage import AffectedConnection, Outage

__all__ = ["AffectedConnection", "Outage"]
