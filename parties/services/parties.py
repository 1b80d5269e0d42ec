"""Register persons and organisations, each once; their contacts and consents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gis_core.domain.greek import double_key
from gis_core.models import User
from parties.choices import ConsentPurpose, ContactKind, PartyKind
from parties.domain.afm import clean_afm
from parties.errors import DuplicateAfm, InvalidAfm, InvalidContact
from parties.models import Consent, Contact, Party

MOBILE = re.compile(r"^69\d{8}$")
PHONE = re.compile(r"^2\d{9}$")


@transaction.atomic
def register_party(
    *,
    actor: User | None,
    kind: PartyKind,
    name: str,
    first_name: str = "",
    father_name: str = "",
    afm: str | None = None,
    language: str = "el",
) -> Party:
    """Add a person or an organisation; refuse a wrong tax number and one that stands there already."""
    number = checked_afm(afm)
    if number is not None:
        holder = Party.objects.filter(afm=number).first()
        if holder is not None:
            raise DuplicateAfm(number, str(holder))
    with _each_afm_once(number):
        return Party.objects.create(
            kind=kind, name=name.strip(), first_name=first_name.strip(), father_name=father_name.strip(),
            afm=number, language=language, search_key=double_key(f"{name} {first_name} {number or ''}"),
        )  # fmt: skip


@transaction.atomic
def change_party(
    *,
    actor: User,
    party: Party,
    kind: PartyKind,
    name: str,
    first_name: str,
    father_name: str,
    afm: str | None,
    language: str,
) -> Party:
    """Change a party's particulars under the same checks."""
    number = checked_afm(afm)
    holder = Party.objects.filter(afm=number).exclude(pk=party.pk).first() if number else None
    if number is not None and holder is not None:
        raise DuplicateAfm(number, str(holder))
    with _each_afm_once(number):
        Party.objects.filter(pk=party.pk).update(
            kind=kind, name=name.strip(), first_name=first_name.strip(), father_name=father_name.strip(),
            afm=number, language=language, search_key=double_key(f"{name} {first_name} {number or ''}"),
        )  # fmt: skip
    party.refresh_from_db()
    return party


@contextmanager
def _each_afm_once(number: str | None) -> Iterator[None]:
    """Refuse as well what another transaction wrote after we had looked: the database lets one number in once."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        holder = Party.objects.filter(afm=number).first() if number is not None else None
        if number is None or holder is None:
            raise
        raise DuplicateAfm(number, str(holder)) from None


def checked_afm(afm: str | None) -> str | None:
    """Return the clean tax number, None for none; raise InvalidAfm."""
    if not afm or not afm.strip():
        return None
    number = clean_afm(afm)
    if number is None:
        raise InvalidAfm(afm)
    return number


@transaction.atomic
def add_contact(
    *,
    actor: User | None,
    party: Party,
    kind: ContactKind,
    value: str,
    is_preferred: bool = False,
    verified_at: datetime | None = None,
) -> Contact:
    """Add a way to reach the party; one that is there already is returned, preferred if asked."""
    value = checked_contact(kind, value)
    if is_preferred:
        Contact.objects.filter(party=party, kind=kind, is_preferred=True).update(is_preferred=False)
    given = {"is_preferred": True} if is_preferred else {}
    contact, _created = Contact.objects.update_or_create(
        party=party, kind=kind, value=value,
        defaults={**given, **({"verified_at": verified_at} if verified_at else {})},
    )  # fmt: skip
    return contact


def checked_contact(kind: str, value: str) -> str:
    """Return the value in its normal form; raise InvalidContact saying what is wrong."""
    value = value.strip()
    if kind == ContactKind.EMAIL:
        try:
            validate_email(value)
        except ValidationError:
            raise InvalidContact(_("%(value)s is not an e-mail address.") % {"value": value}) from None
        return value.lower()
    if kind in {ContactKind.MOBILE, ContactKind.PHONE}:
        digits = re.sub(r"^(\+30|0030)", "", re.sub(r"[\s().-]", "", value))
        if not (MOBILE if kind == ContactKind.MOBILE else PHONE).match(digits):
            raise InvalidContact(
                _("%(value)s is no Greek number of this kind: mobiles begin with 69, others with 2.")
                % {"value": value}
            )
        return digits
    return value


def give_consent(
    *, actor: User | None, party: Party, purpose: ConsentPurpose, channel: ContactKind, evidence: str
) -> Consent:
    """Note that the party agreed; a standing consent is returned as it is."""
    consent, _created = Consent.objects.get_or_create(
        party=party, purpose=purpose, channel=channel, withdrawn_at=None,
        defaults={"given_at": timezone.now(), "evidence": evidence},
    )  # fmt: skip
    return consent


def withdraw_consent(*, actor: User | None, consent: Consent) -> None:
    """Note that the party withdrew its agreement, now."""
    Consent.objects.filter(pk=consent.pk, withdrawn_at__isnull=True).update(withdrawn_at=timezone.now())
