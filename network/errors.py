"""Refusals of the network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gis_core.errors import DomainError


class NetworkError(DomainError):
    """A refusal of the network."""

    code = "network_error"


class NetworkFileError(NetworkError):
    """A file as a whole cannot be taken; its code says which fault."""

    code = "network_file"


class SystemExistsError(NetworkError):
    """A supply system of this code is there already."""

    code = "system_exists"


class SystemInUseError(NetworkError):
    """Something hangs on the supply system, so that it cannot be replaced."""

    code = "system_in_use"


class StreetFileError(NetworkError):
    """A file of streets as a whole cannot be taken."""

    code = "street_file"


class ZoneError(NetworkError):
    """An area is no zone."""

    code = "zone"


class AttachmentError(NetworkError):
    """A file cannot be attached."""

    code = "attachment"


class CatalogueError(NetworkError):
    """An entry of a catalogue cannot be written."""

    code = "catalogue"


class StationError(NetworkError):
    """A station cannot be made."""

    code = "station"


@dataclass(frozen=True)
class ChangeSince:
    """Who changed what of an object since an editor saw it: column, value before and after."""

    at: datetime
    who: str
    values: dict[str, tuple[object, object]]


@dataclass(frozen=True)
class StaleVersions:
    """An object as it is (theirs) beside what the editor wanted to write (mine), by column."""

    kind: str
    object_id: int
    code: str
    seen_version: int
    version: int
    theirs: dict[str, Any]
    mine: dict[str, Any]
    changes: Sequence[ChangeSince] = ()


@dataclass(frozen=True)
class Dependents:
    """How many rows of a kind hang on an object; `may_go` says that they can be deleted with it."""

    name: str
    count: int
    may_go: bool
    codes: tuple[str, ...] = ()


class EditRefused(NetworkError):
    """An edit would break the network; its code says which rule."""

    code = "edit_refused"


class ObjectGoneError(EditRefused):
    """What was to be edited is no longer there."""

    code = "object_gone"


class StaleEditError(EditRefused):
    """Somebody else changed the object since the editor saw it; both versions are here to be shown."""

    code = "stale_edit"

    def __init__(self, message: str, found: StaleVersions) -> None:
        """Keep both versions."""
        super().__init__(message)
        self.found = found


class DependentsError(EditRefused):
    """Something hangs on the object, so that it cannot go by itself."""

    code = "has_dependents"

    def __init__(self, message: str, dependents: Sequence[Dependents] = ()) -> None:
        """Keep what hangs on it."""
        super().__init__(message)
        self.dependents = dependents


class UndoRefused(EditRefused):
    """An edit cannot be undone; `changed` names what was changed since."""

    code = "undo_refused"

    def __init__(self, message: str, *, code: str, changed: Sequence[str] = ()) -> None:
        """Keep the codes of what was changed since."""
        super().__init__(message, code=code)
        self.changed = changed


class IsolationError(NetworkError):
    """The network cannot be asked from there."""

    code = "isolation"


class HydraulicsError(NetworkError):
    """A scenario cannot be calculated; its code says why."""

    code = "hydraulics"
