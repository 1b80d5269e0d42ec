"""Tables of the archive and of number series."""

from documents.models.archive import Attachment, StoredFile
from documents.models.series import NumberSeries

__all__ = ["Attachment", "NumberSeries", "StoredFile"]
