"""Closed lists of the register of parties."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PartyKind(TextChoices):
    """Natural or legal person."""

    PERSON = "person", _("Person")
    ORGANISATION = "organisation", _("Organisation")


class ContactKind(TextChoices):
    """Ways to reach a party."""

    EMAIL = "email", _("E-mail")
    MOBILE = "mobile", _("Mobile telephone")
    PHONE = "phone", _("Telephone")
    POST = "post", _("Postal address")


class ConsentPurpose(TextChoices):
    """What a party agreed to."""

    OUTAGE_NOTICES = "outage_notices", _("Notices of water cuts")
    BILL_NOTICES = "bill_notices", _("Notices of bills")
    SENSITIVITY = "sensitivity", _("Keeping a record of special needs")
