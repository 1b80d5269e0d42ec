"""Refusals of the consumers' site."""

from django.utils.translation import gettext_lazy as _

from gis_core.errors import DomainError


class TooManyClaims(DomainError):
    """Too many tries by one user or for one supply number."""

    code = "too_many_claims"

    def __init__(self) -> None:
        """Say when to come back."""
        super().__init__(_("Too many attempts. Try again in an hour, or call us with your bill in hand."))
