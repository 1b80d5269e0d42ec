"""Values that cross the layers of notifications."""

from dataclasses import dataclass, field

#: Template of Django's own mail (sign-up, password reset): whoever reads its text can take the account.
SECRET_TEMPLATE = "django/mail"  # noqa: S105 - a name, no secret


@dataclass(frozen=True)
class OutgoingMessage:
    """A message ready to be written to the outbox."""

    key: str
    channel: str
    recipient: str
    language: str
    template: str
    subject: str
    body: str
    party_id: int | None = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class MessageText:
    """A text that many messages share, with a mark where each has its own words."""

    channel: str
    language: str
    template: str
    subject: str
    body: str


@dataclass(frozen=True)
class FilledMessage:
    """A message with one of the shared texts."""

    key: str
    recipient: str
    text: MessageText
    words: str
    party_id: int | None = None


@dataclass(frozen=True)
class Sent:
    """What the other side said when it took a message."""

    reference: str
