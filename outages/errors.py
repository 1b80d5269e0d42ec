"""What can be wrong with a cut or works."""

from django.utils.translation import gettext_lazy as _

from gis_core.errors import DomainError


class AreaNotUsable(DomainError):
    """The area is empty, crosses itself beyond repair or is no area."""

    code = "area_not_usable"


class WrongState(DomainError):
    """The act does not fit where the announcement stands in its life."""

    code = "outage_wrong_state"


class NoSuchChange(DomainError):
    """The new times are the old ones."""

    code = "outage_same_times"

    def __init__(self) -> None:
        """Say it."""
        super().__init__(_("The times are already these."))


class EndsBeforeStart(DomainError):
    """The water would be back before it is cut."""

    code = "outage_ends_before_start"

    def __init__(self) -> None:
        """Say it."""
        super().__init__(_("The end must be after the start."))
