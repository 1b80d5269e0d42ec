"""Refusals of billing, each with a code and a sentence that a clerk understands."""

from django.utils.translation import gettext_lazy as _

from gis_core.errors import DomainError


class TariffError(DomainError):
    """A tariff cannot be used as it stands."""

    code = "tariff"


class RunError(DomainError):
    """A bill run cannot take this step."""

    code = "run"


class RunExistsError(RunError):
    """The same scope is billed up to the same day by another run, whose id is at hand as `run_id`."""

    code = "run_exists"

    def __init__(self, *, run_id: int, title: str) -> None:
        """Keep which run was there first."""
        super().__init__(
            _("“%(title)s” already bills this scope up to that day; open it instead.") % {"title": title}
        )
        self.run_id = run_id


class ChargeError(DomainError):
    """The fees of a document cannot be charged."""

    code = "charge"


class PaymentError(DomainError):
    """Money cannot be taken like this."""

    code = "payment"
