"""Documents (παραστατικά) that change the register: of connection, disconnection, exchange, transfer, removal."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from fieldwork.models import Task
from meters.choices import DocumentEffect, DocumentState
from meters.models.connection import Connection
from parties.models import Party


@pghistory.track()
class DocumentKind(models.Model):
    """A kind of document: what it does, what it asks for, what it costs, what undoes it."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name_el = models.CharField(_("Greek name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=80)
    effect = models.CharField(_("effect"), max_length=12, choices=DocumentEffect)
    series_code = models.CharField(_("number series"), max_length=20)
    needs_evidence = models.BooleanField(_("asks for evidence"), default=False)
    needs_visit = models.BooleanField(_("is executed on the spot"), default=True)
    fee = models.DecimalField(_("fee (€)"), max_digits=10, decimal_places=2, default=0)
    fee_vat_percent = models.DecimalField(_("VAT of the fee (%)"), max_digits=5, decimal_places=2, default=24)
    reversal = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="reverses", verbose_name=_("undone by")
    )
    is_offered = models.BooleanField(_("offered in forms"), default=True)

    class Meta:
        verbose_name = _("kind of document")
        verbose_name_plural = _("kinds of documents")
        ordering = ("code",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(effect__in=DocumentEffect.values), name="document_kind_effect"
            ),
            models.CheckConstraint(condition=Q(fee__gte=0), name="document_kind_fee"),
        ]

    def __str__(self) -> str:
        return self.name_el if (get_language() or "el").startswith("el") else self.name_en


@pghistory.track()
class RegisterDocument(models.Model):
    """One document: numbered when approved, it changes the register when approved or executed."""

    kind = models.ForeignKey(DocumentKind, models.PROTECT, related_name="documents", verbose_name=_("kind"))
    series_code = models.CharField(_("series"), max_length=20)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    number = models.BigIntegerField(_("number"), null=True, blank=True)
    connection = models.ForeignKey(
        Connection, models.PROTECT, null=True, blank=True, related_name="documents", verbose_name=_("connection"),
        help_text=_("Empty until a document of connection has made it"),
    )  # fmt: skip
    party = models.ForeignKey(
        Party,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="register_documents",
        verbose_name=_("party"),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=DocumentState, default=DocumentState.DRAFT,
        db_default=DocumentState.DRAFT,
    )  # fmt: skip
    effective_on = models.DateField(_("in force from"))
    data = models.JSONField(
        _("particulars"), default=dict, help_text=_("What the effect needs, by its own names")
    )
    before = models.JSONField(
        _("register before"), default=dict, editable=False, help_text=_("What a cancellation puts back")
    )
    note = models.CharField(_("note"), max_length=400, blank=True, db_default="")
    task = models.ForeignKey(
        Task, models.PROTECT, null=True, blank=True, related_name="register_documents", verbose_name=_("task")
    )
    reverses = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="reversed_by", verbose_name=_("undoes")
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="made_documents")
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="approved_documents"
    )
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    executed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="executed_documents"
    )
    executed_on = models.DateField(_("executed"), null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="cancelled_documents"
    )
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)

    class Meta:
        verbose_name = _("document of the register")
        verbose_name_plural = _("documents of the register")
        ordering = ("-made_at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["series_code", "year", "number"], condition=Q(number__isnull=False),
                name="register_document_number_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=(DocumentState.DRAFT, DocumentState.CANCELLED)) | Q(number__isnull=False),
                name="register_document_numbered",
            ),
            models.CheckConstraint(
                condition=~Q(state=DocumentState.EXECUTED) | Q(executed_on__isnull=False),
                name="register_document_executed",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("made_by")),
                name="register_document_approved_by_another",
            ),
        ]  # fmt: skip
        indexes: ClassVar = [models.Index(fields=["state", "-made_at"], name="register_document_state")]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """Return the number as people write it, for example ΣΥΝ-2026-000042."""
        return f"{self.series_code}-{self.year}-{self.number:06d}" if self.number else "—"


@pghistory.track()
class DocumentFee(models.Model):
    """A line of a document that costs something; billing makes the charge when the document is approved."""

    document = models.ForeignKey(RegisterDocument, models.CASCADE, related_name="fees")
    order = models.PositiveSmallIntegerField(_("order"))
    description = models.CharField(_("description"), max_length=200)
    quantity = models.DecimalField(_("quantity"), max_digits=10, decimal_places=3, default=1)
    price = models.DecimalField(_("price (€)"), max_digits=10, decimal_places=2)
    vat_percent = models.DecimalField(_("VAT (%)"), max_digits=5, decimal_places=2)

    class Meta:
        verbose_name = _("fee of a document")
        verbose_name_plural = _("fees of documents")
        ordering = ("document", "order")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "order"], name="document_fee_order_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0, price__gte=0), name="document_fee_amounts"),
        ]

    def __str__(self) -> str:
        return self.description
