"""How to reach a party."""

from __future__ import annotations

from gis_core.models import User
from parties.domain.contacts import mask_contact
from parties.models import Contact, Party
from parties.selectors.parties import may_see_personal_data


def find_contact(party: Party, kind: str) -> Contact | None:
    """Return the preferred contact of the kind, else the oldest, else None."""
    return Contact.objects.filter(party=party, kind=kind).order_by("-is_preferred", "pk").first()


def shown_contact(contact: Contact, user: User) -> str:
    """Return the address or number, its middle hidden from roles that do not need it."""
    return contact.value if may_see_personal_data(user) else mask_contact(contact.kind, contact.value)
