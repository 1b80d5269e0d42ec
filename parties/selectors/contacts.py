"""How to reach a party."""

from parties.models import Contact, Party


def find_contact(party: Party, kind: str) -> Contact | None:
    """Return the preferred contact of the kind, else the oldest, else None."""
    return Contact.objects.filter(party=party, kind=kind).order_by("-is_preferred", "pk").first()
