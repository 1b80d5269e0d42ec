"""Double-entry journal: append-only, balanced by the database."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@pghistory.track()
class Account(models.Model):
    """An account of the chart (ΕΛΠ, ν.4308/2014); codes are the utility's own."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=150)
    name_en = models.CharField(_("name in English"), max_length=150)
    purpose = models.CharField(
        _("purpose"), max_length=30, unique=True, null=True, blank=True,
        help_text=_("What postings by the product look it up by, for example receivables"),
    )  # fmt: skip

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ("code",)

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class JournalEntry(models.Model):
    """One balanced entry with the document that caused it."""

    number = models.BigIntegerField(_("number"))
    year = models.PositiveSmallIntegerField(_("year"))
    entry_date = models.DateField(_("date"))
    description = models.CharField(pgettext_lazy("journal", "description"), max_length=200)
    source = models.CharField(
        _("source"), max_length=60, help_text=_("Kind of document, for example billing.run")
    )
    source_id = models.BigIntegerField(_("document"))
    source_part = models.CharField(_("part of the document"), max_length=40, blank=True)
    is_posted = models.BooleanField(
        _("posted"), default=False, help_text=_("Set last; then the database checks the balance.")
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="journal_entries"
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal entries")
        ordering = ("-year", "-number")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["year", "number"], name="journal_entry_number_once"),
            models.UniqueConstraint(
                fields=["source", "source_id", "source_part"], name="journal_entry_source_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}/{self.number}"


class JournalLine(models.Model):
    """One leg: debit or credit, never both."""

    entry = models.ForeignKey(JournalEntry, models.PROTECT, related_name="lines")
    account = models.ForeignKey(Account, models.PROTECT, related_name="lines")
    debit = models.DecimalField(_("debit"), max_digits=14, decimal_places=2, default=0)
    credit = models.DecimalField(_("credit"), max_digits=14, decimal_places=2, default=0)

    class Meta:
        verbose_name = _("journal line")
        verbose_name_plural = _("journal lines")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(debit__gt=0, credit=0) | Q(debit=0, credit__gt=0), name="journal_line_one_side"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account.code} {self.debit} {self.credit}"
