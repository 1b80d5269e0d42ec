"""Look parties up."""

from __future__ import annotations

from gis_core.models import User
from parties.domain.afm import mask_afm
from parties.models import Party
from parties.querysets import PARTY_ROLES, PERSONAL_DATA_ROLES


def may_know_by_name(user: User) -> bool:
    """Say whether the user's roles need to know persons by name."""
    return user.has_any_role(*PARTY_ROLES)


def may_see_personal_data(user: User) -> bool:
    """Say whether the user's roles need the whole tax number and the father's name."""
    return user.has_any_role(*PERSONAL_DATA_ROLES)


def shown_afm(party: Party, user: User) -> str:
    """Return the tax number, its first five digits hidden from roles that do not need it."""
    return (party.afm or "") if may_see_personal_data(user) else mask_afm(party.afm)
