"""Refusals of accounting."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from gis_core.errors import DomainError


class JournalError(DomainError):
    """An entry cannot be posted as it is."""

    code = "journal"


class PeriodClosed(JournalError):
    """The day lies in a period whose books are closed."""

    def __init__(self, *, day: date, closed_until: date) -> None:
        """Say which day, and until when the books are closed."""
        super().__init__(
            _("The books are closed until %(until)s: %(day)s cannot be booked any more. Give a later day.")
            % {"until": f"{closed_until:%d/%m/%Y}", "day": f"{day:%d/%m/%Y}"},
            code="period_closed",
        )


class ClosingRefused(DomainError):
    """The books cannot be closed like this."""

    code = "closing"
