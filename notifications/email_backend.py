"""Django's own mail (sign-up, password reset) goes through the outbox like every other message."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import translation

from notifications.choices import Channel
from notifications.services.outbox import queue_rows
from notifications.types import SECRET_TEMPLATE, OutgoingMessage


class OutboxBackend(BaseEmailBackend):
    """Write each message to the outbox, to be sent after the commit."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Queue one message a recipient; return how many mails were given."""
        language = translation.get_language() or "el"
        for mail in email_messages:
            key = str(mail.message()["Message-ID"]).strip("<>")
            queue_rows(
                rows=[
                    OutgoingMessage(
                        key=f"mail:{key}:{number}",
                        channel=Channel.EMAIL,
                        recipient=recipient,
                        language=language,
                        template=SECRET_TEMPLATE,
                        subject=str(mail.subject),
                        body=str(mail.body),
                        headers={"From": str(mail.from_email)},
                    )
                    for number, recipient in enumerate(mail.recipients())
                ]
            )
        return len(email_messages)
