"""Persons and organisations, each once, whatever their roles."""

from typing import ClassVar

import pghistory
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gis_core.choices import LanguageChoice
from parties.choices import ConsentPurpose, ContactKind, PartyKind
from parties.querysets import PartyQuerySet


@pghistory.track()
class Party(models.Model):
    """A person or an organisation."""

    kind = models.CharField(_("kind"), max_length=12, choices=PartyKind, default=PartyKind.PERSON)
    name = models.CharField(_("surname or name of organisation"), max_length=150)
    first_name = models.CharField(_("first name"), max_length=80, blank=True)
    father_name = models.CharField(_("father's name"), max_length=80, blank=True)
    afm = models.CharField(_("tax number (ΑΦΜ)"), max_length=9, null=True, blank=True)
    language = models.CharField(
        _("language"), max_length=2, choices=LanguageChoice, default=LanguageChoice.GREEK
    )
    search_key = models.TextField(
        _("search key"), editable=False,
        help_text=_("Names and tax number in capitals without accents, Greek and Latin."),
    )  # fmt: skip
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = PartyQuerySet.as_manager()

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["afm"], name="party_afm_once"),
            models.CheckConstraint(
                condition=Q(afm__isnull=True) | (Q(afm__regex=r"^\d{9}$") & ~Q(afm="000000000")),
                name="party_afm_form",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="party_has_name"),
        ]
        indexes: ClassVar = [
            GinIndex(fields=["search_key"], opclasses=["gin_trgm_ops"], name="party_search_trgm"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.first_name}".strip()


@pghistory.track()
class Contact(models.Model):
    """One way to reach a party."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="contacts")
    kind = models.CharField(_("kind"), max_length=10, choices=ContactKind)
    value = models.CharField(_("value"), max_length=254)
    is_preferred = models.BooleanField(_("preferred"), default=False)
    verified_at = models.DateTimeField(_("verified"), null=True, blank=True)

    class Meta:
        verbose_name = _("contact detail")
        verbose_name_plural = _("contact details")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["party", "kind", "value"], name="contact_once"),
            models.UniqueConstraint(
                fields=["party", "kind"], condition=Q(is_preferred=True), name="contact_one_preferred"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["value"], name="contact_value")]

    def __str__(self) -> str:
        return self.value


@pghistory.track()
class Consent(models.Model):
    """A party's agreement to a purpose over a channel, until withdrawn."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="consents")
    purpose = models.CharField(_("purpose"), max_length=20, choices=ConsentPurpose)
    channel = models.CharField(_("channel"), max_length=10, choices=ContactKind)
    given_at = models.DateTimeField(_("given"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    evidence = models.CharField(_("evidence"), max_length=200)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["party", "purpose", "channel"],
                condition=Q(withdrawn_at__isnull=True),
                name="consent_one_standing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party}: {self.get_purpose_display()}"
