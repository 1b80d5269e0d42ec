"""Closed lists of the books."""

from gis_core.choices import Role

#: Roles that read the journal.
JOURNAL_ROLES: frozenset[Role] = frozenset({Role.ACCOUNTANT, Role.AUDITOR, Role.BILLING, Role.DIRECTOR})
#: Roles that close the books, and open them again.
CLOSING_ROLES: frozenset[Role] = frozenset({Role.ACCOUNTANT})
