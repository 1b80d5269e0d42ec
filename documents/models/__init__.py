"""Tables of the archive and of number series."""

from documents.models.archive import Attachment, AttachmentKind, StoredFile
from documents.models.ordered_file import OrderedFile
from documents.models.series import NumberSeries

__all__ = ["Attachment", "AttachmentKind", "NumberSeries", "OrderedFile", "StoredFile"]
