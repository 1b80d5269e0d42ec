"""Chainable filters of the archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from gis_core.domain.greek import search_key

if TYPE_CHECKING:
    from documents.models import Attachment


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    """Filters over attachments; who sees which is told by documents.selectors.files."""

    def matching(self, query: str, kinds: list[str]) -> AttachmentQuerySet:
        """Keep those whose name holds every word, in either alphabet, accents or none; or that are of the kinds."""
        words = search_key(query).split()
        named = models.Q(pk__isnull=not words)
        for word in words:
            named &= models.Q(search_key__contains=word)
        return self.filter(named | models.Q(kind__in=kinds))
