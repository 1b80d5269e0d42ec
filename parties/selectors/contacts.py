"""How to reach a party."""

from __future__ import annotations

from collections.abc import Iterable

from gis_core.models import User
from parties.choices import ContactKind
from parties.domain.contacts import mask_contact
from parties.models import Contact, Party
from parties.selectors.parties import may_see_personal_data


def find_contact(party: Party, kind: str) -> Contact | None:
    """Return the preferred contact of the kind, else the oldest, else None."""
    return Contact.objects.filter(party=party, kind=kind).order_by("-is_preferred", "pk").first()


def shown_contact(contact: Contact, user: User) -> str:
    """Return the address or number, its middle hidden from roles that do not need it."""
    return contact.value if may_see_personal_data(user) else mask_contact(contact.kind, contact.value)


def shown_telephones(parties: Iterable[Party], user: User) -> dict[int, str]:
    """Return by party the number to call, as the user may see it: the preferred one, else a mobile, else the oldest."""
    kinds = (ContactKind.MOBILE, ContactKind.PHONE)
    found = Contact.objects.filter(party__in=[party.pk for party in parties], kind__in=kinds)
    # A mobile comes before another telephone by the letters of their kinds.
    rows = found.order_by("-is_preferred", "kind", "pk")
    numbers: dict[int, str] = {}
    for contact in rows:
        numbers.setdefault(contact.party_id, shown_contact(contact, user))
    return numbers
