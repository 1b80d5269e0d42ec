"""Register many parties at once, for imports."""

from collections.abc import Sequence

from django.db import transaction

from gis_core.models import User
from parties.sql import register_many as statement
from parties.types import NewParty


@transaction.atomic
def register_many(*, actor: User | None, rows: Sequence[NewParty]) -> dict[str, int]:
    """Register the parties with their preferred e-mail and mobile; return ids by the caller's references.

    A tax number that stands in the register already is that party, unchanged. Tax numbers must be clean
    (`parties.domain.afm.clean_afm`): the caller refuses wrong ones line by line.
    """
    return statement.register_many(rows) if rows else {}
