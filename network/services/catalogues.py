"""Entries of the catalogues."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gis_core.models import User
from network.errors import CatalogueError
from network.models import AssetType, Material, PipeSize


def save_entry(*, actor: User | None, entry: Material | PipeSize | AssetType) -> None:
    """Write an entry of a catalogue as it now is; its history tells who changed what.

    Raises:
        CatalogueError: another entry has its code or name already.
    """
    try:
        with transaction.atomic():
            entry.save()
    except IntegrityError as error:
        raise CatalogueError(_("The catalogue has this entry already, or its figures cannot be.")) from error
