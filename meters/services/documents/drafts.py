"""Drafts of documents, and the evidence that is put to them."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from documents.models import Attachment
from documents.selectors.files import list_attachments
from documents.services.files import attach_file, store_file
from gis_core.models import User
from meters.choices import DocumentEffect, DocumentState
from meters.errors import DocumentRefused
from meters.models import DocumentFee, RegisterDocument
from meters.services.documents.effects import EFFECTS
from meters.services.documents.given import NewDocument

MOST_FILES = 20


@transaction.atomic
def draft_document(*, actor: User, new: NewDocument) -> RegisterDocument:
    """Write a draft with the kind's fee as its line; nothing of the register changes.

    Raises DocumentRefused for what the register, as it stands, does not allow.
    """
    if new.connection is None and new.kind.effect != DocumentEffect.CONNECT:
        raise DocumentRefused(_("Say which connection it is about."), code="no_connection")
    document = RegisterDocument(
        kind=new.kind, series_code=new.kind.series_code, connection=new.connection, party=new.party,
        effective_on=new.effective_on, data=dict(new.data), note=new.note.strip()[:400], made_by=actor,
        reverses=new.reverses,
    )  # fmt: skip
    EFFECTS[DocumentEffect(new.kind.effect)].check(document)
    document.save(force_insert=True)
    if new.kind.fee:
        DocumentFee.objects.create(
            document=document, order=1, description=new.kind.name_el, price=new.kind.fee,
            vat_percent=new.kind.fee_vat_percent,
        )  # fmt: skip
    return document


@transaction.atomic
def attach_evidence(
    *, actor: User, document: RegisterDocument, content: bytes, media_type: str, name: str
) -> Attachment:
    """Put a file to the document, as evidence. Raises DocumentRefused for a cancelled one or too many files."""
    held = RegisterDocument.objects.select_for_update(of=("self",)).get(pk=document.pk)
    if held.state == DocumentState.CANCELLED:
        raise DocumentRefused(_("The document is cancelled."), code="cancelled")
    if len(list_attachments(held)) >= MOST_FILES:
        raise DocumentRefused(_("The document has too many files."), code="too_many_files")
    file = store_file(content=content, media_type=media_type)
    return attach_file(actor=actor, target=held, file=file, kind="evidence", name=name)
