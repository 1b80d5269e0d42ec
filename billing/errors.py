"""Refusals of billing, each with a code and a sentence that a clerk understands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from gis_core.errors import DomainError

if TYPE_CHECKING:
    from billing.models import BillRun


class TariffError(DomainError):
    """A tariff cannot be used as it stands."""

    code = "tariff"


class RunError(DomainError):
    """A bill run cannot take this step."""

    code = "run"


class RunExistsError(RunError):
    """The same scope is billed up to the same day by another run, which is at hand as `run`."""

    code = "run_exists"

    def __init__(self, run: BillRun) -> None:
        """Keep the run that was there first."""
        super().__init__(
            _("“%(title)s” already bills this scope up to that day; open it instead.") % {"title": run.title}
        )
        self.run = run


class PaymentError(DomainError):
    """Money cannot be taken like this."""

    code = "payment"
