"""Tables of the register of parties."""

from parties.models.party import Consent, Contact, Party

__all__ = ["Consent", "Contact", "Party"]
