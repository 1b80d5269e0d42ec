"""Refusals of accounting."""

from gis_core.errors import DomainError


class JournalError(DomainError):
    """An entry cannot be posted as it is."""

    code = "journal"
