"""What can be wrong with a report or with work on a fault."""

from django.utils.translation import gettext_lazy as _

from gis_core.errors import DomainError


class PlaceUnknown(DomainError):
    """The place given leads nowhere."""

    code = "fault_place_unknown"


class OutsideArea(DomainError):
    """The point is not where the utility gives water."""

    code = "fault_outside_area"

    def __init__(self) -> None:
        """Say it."""
        super().__init__(
            _("This place is outside the area that we serve. Check the point, or tell its own utility.")
        )


class TooManyPhotos(DomainError):
    """More photos than a report takes."""

    code = "fault_too_many_photos"

    def __init__(self, most: int) -> None:
        """Say how many are taken."""
        super().__init__(_("At most %(most)d photos can be sent.") % {"most": most})


class TooManyLooks(DomainError):
    """The same sender looked up too many places in a short time."""

    code = "fault_too_many_looks"

    def __init__(self) -> None:
        """Say that the report can still be sent."""
        super().__init__(
            _("Too many places were looked up from here within an hour. You can still send your report.")
        )


class TooManyReports(DomainError):
    """The same sender sent too many reports in a short time."""

    code = "fault_too_many_reports"

    def __init__(self) -> None:
        """Say what to do instead."""
        super().__init__(
            _("Too many reports came from here within an hour. Telephone us if it is urgent, or try later.")
        )


class StepNotAllowed(DomainError):
    """The fault cannot go from its state to the one asked for."""

    code = "fault_step_not_allowed"


class NothingToSay(DomainError):
    """A message without text or photo."""

    code = "fault_nothing_to_say"

    def __init__(self) -> None:
        """Say it."""
        super().__init__(_("Write something or add a photo."))
