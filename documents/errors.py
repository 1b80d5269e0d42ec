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


class UnknownKindOfFile(DomainError):
    """The archive does not take what this is."""

    code = "unknown_kind_of_file"

    def __init__(self) -> None:
        """Say what is taken."""
        super().__init__(
            _(
                "Files of this kind are not taken. Send PDF, photos (JPEG, PNG, WebP), office files (DOCX, XLSX, PPTX, "
                "ODT, ODS, ODP), video or voice (MP4, WebM, MP3, WAV)."
            )
        )


class NotAPdf(DomainError):
    """The PDF is broken."""

    code = "not_a_pdf"

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__(_("This PDF cannot be read. Print it to a new PDF and send that."))


class EncryptedFile(DomainError):
    """The file is locked by a password."""

    code = "encrypted_file"

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__(_("The file is locked by a password. Send it without one."))


class NotAnOfficeFile(DomainError):
    """The archive of an office file is not what such a file is made of."""

    code = "not_an_office_file"

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__(_("This is no office file that we can read. Save it anew, or send it as PDF."))


class FileWithMacros(DomainError):
    """The office file brings a program of its own."""

    code = "file_with_macros"

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__(
            _(
                "The file holds macros, embedded objects or links to programs. Save it without them, or send it as PDF."
            )
        )


class NotARecording(DomainError):
    """The video or voice cannot be read, or is made in a way that browsers do not play."""

    code = "not_a_recording"

    def __init__(self) -> None:
        """Say what is taken."""
        super().__init__(_("This is no video or voice that we can play. Send MP4, WebM, MP3 or WAV."))


class RecordingTooLong(DomainError):
    """The video or voice lasts too long."""

    code = "recording_too_long"

    def __init__(self, limit_min: int) -> None:
        """Name the limit."""
        super().__init__(_("The recording is longer than %(limit)s minutes.") % {"limit": limit_min})


class VirusFound(DomainError):
    """The virus check knows the file."""

    code = "virus_found"

    def __init__(self, name: str) -> None:
        """Name what was found."""
        super().__init__(_("The file was refused: the virus check found %(name)s.") % {"name": name})


class VirusCheckFailed(DomainError):
    """The virus check is set up and does not answer; nothing is taken unchecked."""

    code = "virus_check_failed"

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__(_("The virus check does not answer, so no file can be taken now. Try again later."))


class FileRefused(DomainError):
    """The file cannot be put there."""

    code = "file_refused"
