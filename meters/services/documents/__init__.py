"""Documents of the register: drafted, approved by another person, executed, cancelled."""

from meters.services.documents.approving import approve_document
from meters.services.documents.cancelling import cancel_document
from meters.services.documents.drafts import attach_evidence, draft_document
from meters.services.documents.executing import execute_document
from meters.services.documents.given import Execution, NewDocument
from meters.services.documents.kinds import save_kind

__all__ = [
    "Execution",
    "NewDocument",
    "approve_document",
    "attach_evidence",
    "cancel_document",
    "draft_document",
    "execute_document",
    "save_kind",
]
