"""Parties as JSON."""

from typing import Any, cast

from rest_framework import serializers

from gis_core.models import User
from parties.models import Contact, Party
from parties.selectors.contacts import shown_contact
from parties.selectors.parties import may_see_personal_data, shown_afm


def _user(serializer: serializers.BaseSerializer[Any]) -> User:
    return cast(User, cast(dict[str, Any], serializer.context)["request"].user)


class ContactSerializer(serializers.ModelSerializer[Contact]):
    """A way to reach a party, its middle hidden from roles that do not need it."""

    value = serializers.SerializerMethodField(method_name="get_shown_value")

    class Meta:
        model = Contact
        fields = ("kind", "value", "is_preferred", "verified_at")

    def get_shown_value(self, contact: Contact) -> str:
        """Give the address or number as far as the role needs it."""
        return shown_contact(contact, _user(self))


class PartySerializer(serializers.ModelSerializer[Party]):
    """A party; its tax number and contacts are masked, its father's name empty for roles that do not need them."""

    afm = serializers.SerializerMethodField()
    father_name = serializers.SerializerMethodField()
    contacts = ContactSerializer(many=True, read_only=True)

    class Meta:
        model = Party
        fields = ("id", "kind", "name", "first_name", "father_name", "afm", "language", "contacts")

    def get_afm(self, party: Party) -> str:
        """Give the number as far as the role needs it."""
        return shown_afm(party, _user(self))

    def get_father_name(self, party: Party) -> str:
        """Give the name where the role needs it."""
        return party.father_name if may_see_personal_data(_user(self)) else ""
