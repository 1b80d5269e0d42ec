"""Refusals of the register of parties."""

from django.utils.translation import gettext_lazy as _

from gis_core.errors import DomainError


class InvalidAfm(DomainError):
    """The tax number is not one."""

    code = "invalid_afm"

    def __init__(self, value: str) -> None:
        """Name the value."""
        super().__init__(
            _("%(value)s is not a tax number (ΑΦΜ): it has nine digits and its check digit does not fit.")
            % {"value": value}
        )


class DuplicateAfm(DomainError):
    """Somebody has the tax number already."""

    code = "duplicate_afm"

    def __init__(self, afm: str, name: str) -> None:
        """Name number and holder."""
        super().__init__(
            _("The tax number %(afm)s stands in the register already, for %(name)s.")
            % {"afm": afm, "name": name}
        )


class InvalidContact(DomainError):
    """The address or number has not the form of its kind."""

    code = "invalid_contact"
