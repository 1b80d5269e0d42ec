"""Refusals of connections, meters and readings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gis_core.errors import DomainError


class UnreadableFile(DomainError):
    """The file is no table of the kind asked for."""

    code = "unreadable_file"


class MissingColumns(DomainError):
    """Columns without which no line can be taken."""

    code = "missing_columns"

    def __init__(self, names: list[str]) -> None:
        """Name the columns."""
        super().__init__(_("The file lacks these columns: %(names)s.") % {"names": ", ".join(names)})


class ConnectionRefused(DomainError):
    """A connection that cannot be registered, with the column that says why."""

    code = "connection_refused"

    def __init__(self, text: str, *, code: str, column: str) -> None:
        """Keep the column beside the code."""
        super().__init__(text, code=code)
        self.column = column


class ReadingRefused(DomainError):
    """A reading that cannot be true, or that contradicts one that stands."""

    code = "reading_refused"


class StartRefused(ReadingRefused):
    """The first reading of a meter that is hung there, refused as any reading is."""


class FlagDecided(DomainError):
    """An exception that somebody has decided already."""

    code = "flag_decided"

    def __init__(self, state: str = "") -> None:
        """Say what was decided, in words, where there is something to tell."""
        if not state:
            super().__init__(_("This reading is not held by any rule."))
        else:
            super().__init__(_("This has been decided already: %(state)s.") % {"state": state})


class EstimateRefused(DomainError):
    """A meter of which nothing tells what it would show."""

    code = "estimate_refused"


class InstallationRefused(DomainError):
    """A meter that cannot hang there at that time."""

    code = "installation_refused"


class LiabilityRefused(DomainError):
    """A change of payer that contradicts what stands."""

    code = "liability_refused"


class SensitivityRefused(DomainError):
    """A sensitivity record that lacks what the law asks, or a person who may not handle it."""

    code = "sensitivity_refused"


class KeyReused(DomainError):
    """A key that was sent before with something else."""

    code = "key_reused"


class WalkRefused(DomainError):
    """A walk of a route that cannot be worked out, or an order that the route cannot take."""

    code = "walk_refused"


class RoundRefused(DomainError):
    """A round or a slip that cannot be opened, given, read, checked or closed so."""

    code = "round_refused"


class WindowRefused(DomainError):
    """A consumer's reading outside its window, or a window that cannot be."""

    code = "window_refused"


class DocumentRefused(DomainError):
    """A document of the register that cannot be drafted, approved, executed or cancelled so."""

    code = "document_refused"
