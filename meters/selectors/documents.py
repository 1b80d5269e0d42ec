"""Documents of the register: who sees which, and what their pages show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from fieldwork.models import Task
from gis_core.choices import Role
from gis_core.domain.greek import format_number
from gis_core.models import User
from meters.choices import DocumentEffect, DocumentState
from meters.models import Connection, DocumentFee, DocumentKind, RegisterDocument
from meters.querysets import CONNECTION_ROLES, EXCHANGE_ROLES, REGISTER_ROLES

#: Who looks at all documents; a technician at those whose task is theirs.
OFFICE_ROLES: frozenset[Role] = CONNECTION_ROLES - {Role.READER, Role.TECHNICIAN}
DOCUMENT_ROLES: frozenset[Role] = OFFICE_ROLES | {Role.TECHNICIAN}
DRAFTING_ROLES: frozenset[Role] = REGISTER_ROLES
#: Who approves what another drafted, and cancels.
APPROVING_ROLES: frozenset[Role] = frozenset({Role.ADMINISTRATOR, Role.BILLING, Role.DIRECTOR})
EXECUTING_ROLES: frozenset[Role] = EXCHANGE_ROLES
#: Who says which kinds there are and what they cost.
KIND_ROLES: frozenset[Role] = frozenset({Role.ADMINISTRATOR, Role.DIRECTOR})

#: Tone in which a state is shown.
DOCUMENT_TONES: dict[str, str] = {
    DocumentState.DRAFT: "warn",
    DocumentState.APPROVED: "info",
    DocumentState.EXECUTED: "good",
    DocumentState.CANCELLED: "",
}
CENT = Decimal("0.01")


@dataclass(frozen=True)
class FeeLine:
    """A line of a document with its amounts in euros."""

    description: str
    quantity: Decimal
    price: Decimal
    vat_percent: Decimal
    net: Decimal
    vat: Decimal

    @property
    def total(self) -> Decimal:
        """With VAT."""
        return self.net + self.vat


def visible_documents(user: User) -> QuerySet[RegisterDocument]:
    """Return all for the office, for a technician those whose task they see, for others none."""
    documents = RegisterDocument.objects.select_related("kind", "connection")
    if user.has_any_role(*OFFICE_ROLES):
        return documents
    if user.has_any_role(Role.TECHNICIAN):
        return documents.filter(task__in=Task.objects.visible_to(user))
    return documents.none()


def may_read_document_file(user: User, pk: int) -> bool:
    """Say whether the user may open the files of a document: the office; evidence is nobody's outside."""
    return user.has_any_role(*OFFICE_ROLES) and RegisterDocument.objects.filter(pk=pk).exists()


def list_documents_of(connection: Connection) -> QuerySet[RegisterDocument]:
    """Return the documents of a connection, latest first."""
    return connection.documents.select_related("kind").order_by("-made_at", "-pk")


def list_kinds_for(connection: Connection) -> list[DocumentKind]:
    """Return the kinds that fit the connection as it stands."""
    by_status = {
        "active": (
            DocumentEffect.DISCONNECT, DocumentEffect.EXCHANGE, DocumentEffect.TRANSFER, DocumentEffect.REMOVE,
        ),
        "removed": (DocumentEffect.CONNECT,),
    }  # fmt: skip
    stopped = (
        DocumentEffect.RECONNECT, DocumentEffect.EXCHANGE, DocumentEffect.TRANSFER, DocumentEffect.REMOVE,
    )  # fmt: skip
    effects = by_status.get(connection.status, stopped)
    return list(DocumentKind.objects.filter(is_offered=True, effect__in=effects).order_by("code"))


def count_to_approve(user: User) -> int:
    """Return how many drafts of others wait for the user's approval."""
    return RegisterDocument.objects.filter(state=DocumentState.DRAFT).exclude(made_by=user).count()


def list_fee_lines(document: RegisterDocument) -> list[FeeLine]:
    """Return the lines with net and VAT, each rounded to the cent."""
    return [_fee_line(fee) for fee in document.fees.order_by("order")]


def sum_fees(lines: Sequence[FeeLine]) -> Decimal:
    """Return what the lines come to, with VAT."""
    return sum((line.total for line in lines), Decimal("0.00"))


def quantity_words(value: Decimal, language: str) -> str:
    """Return a quantity as the language writes it, without zeros that say nothing."""
    shown = value.normalize()
    exponent = shown.as_tuple().exponent
    return format_number(shown, max(0, -exponent) if isinstance(exponent, int) else 0, language)


def _fee_line(fee: DocumentFee) -> FeeLine:
    net = (fee.quantity * fee.price).quantize(CENT)
    vat = (net * fee.vat_percent / 100).quantize(CENT)
    return FeeLine(fee.description, fee.quantity, fee.price, fee.vat_percent, net, vat)
