"""Parties as JSON."""

from typing import Any, cast

from rest_framework import serializers

from gis_core.models import User
from parties.models import Contact, Party
from parties.selectors.parties import may_see_personal_data, shown_afm


class ContactSerializer(serializers.ModelSerializer[Contact]):
    """A way to reach a party."""

    class Meta:
        model = Contact
        fields = ("kind", "value", "is_preferred", "verified_at")


class PartySerializer(serializers.ModelSerializer[Party]):
    """A party; its tax number is masked and its father's name empty for roles that do not need them."""

    afm = serializers.SerializerMethodField()
    father_name = serializers.SerializerMethodField()
    contacts = ContactSerializer(many=True, read_only=True)

    class Meta:
        model = Party
        fields = ("id", "kind", "name", "first_name", "father_name", "afm", "language", "contacts")

    def _user(self) -> User:
        return cast(User, cast(dict[str, Any], self.context)["request"].user)

    def get_afm(self, party: Party) -> str:
        """Give the number as far as the role needs it."""
        return shown_afm(party, self._user())

    def get_father_name(self, party: Party) -> str:
        """Give the name where the role needs it."""
        return party.father_name if may_see_personal_data(self._user()) else ""
