"""Refusals of the archive."""

from django.utils.translation import gettext_lazy as _

from gis_core.errors import DomainError


class NotAPhoto(DomainError):
    """The file cannot be read as a picture, or is too large to be one."""

    code = "not_a_photo"

    def __init__(self) -> None:
        """Say what is taken."""
        super().__init__(_("This is no photo that we can read. Send JPEG, PNG or WebP up to 40 megapixels."))


class FileTooLarge(DomainError):
    """The file has too many bytes."""

    code = "file_too_large"

    def __init__(self, limit_mb: int) -> None:
        """Name the limit."""
        super().__init__(_("The file is larger than %(limit)s MB.") % {"limit": limit_mb})
