"""The two ways out: SMTP, and a generic HTTP gateway for SMS."""

from __future__ import annotations

import json
import smtplib
import urllib.error
import urllib.request
from email.message import EmailMessage
from email.utils import formatdate
from hashlib import sha256
from http.client import HTTPException
from urllib.parse import urlsplit

from django.conf import settings

from notifications.choices import Channel
from notifications.errors import DeliveryFailed, DeliveryRefused
from notifications.models import Message
from notifications.types import Sent

TIMEOUT_S = 20


def deliver(message: Message) -> Sent:
    """Hand the message over; raise DeliveryFailed (try again) or DeliveryRefused (never)."""
    return _by_smtp(message) if message.channel == Channel.EMAIL else _by_sms(message)


def message_id(message: Message) -> str:
    """Return an identifier made from the key: should a message go out twice, it can be recognised."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return f"<{sha256(message.key.encode()).hexdigest()[:32]}@{host}>"


def _by_smtp(message: Message) -> Sent:
    mail = _as_mail(message)
    try:
        with smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=TIMEOUT_S) as server:
            if settings.EMAIL_USE_TLS:
                server.starttls()
            if settings.EMAIL_HOST_USER:
                server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
            server.send_message(mail)
    except smtplib.SMTPRecipientsRefused as error:
        code = max(answer[0] for answer in error.recipients.values())
        raise (DeliveryRefused if code >= 500 else DeliveryFailed)(str(error)) from error
    except (OSError, smtplib.SMTPException) as error:
        raise DeliveryFailed(str(error)) from error
    return Sent(reference=str(mail["Message-ID"]))


def _as_mail(message: Message) -> EmailMessage:
    """Return the message as mail; raise DeliveryRefused where an address or the subject cannot stand in one."""
    mail = EmailMessage()
    try:
        _write_headers(mail, message)
    except ValueError as error:
        raise DeliveryRefused(str(error)) from error
    mail.set_content(message.body)
    return mail


def _write_headers(mail: EmailMessage, message: Message) -> None:
    mail["From"] = message.headers.get("From", settings.DEFAULT_FROM_EMAIL)
    mail["To"] = message.recipient
    mail["Subject"] = message.subject
    mail["Date"] = formatdate(message.created_at.timestamp(), localtime=True)
    mail["Message-ID"] = message_id(message)
    mail["Content-Language"] = message.language
    mail["Auto-Submitted"] = "auto-generated"


def _by_sms(message: Message) -> Sent:
    """POST {to, from, text, reference} as JSON; the gateway answers {id}."""
    body = {
        "to": message.recipient, "from": settings.SMS_SENDER, "text": message.body, "reference": message.key,
    }  # fmt: skip
    request = urllib.request.Request(  # noqa: S310 - the address is the installation's own setting
        settings.SMS_GATEWAY_URL,
        data=json.dumps(body).encode(),
        headers={
            "Content-Type": "application/json",
            "Authorization": f"Bearer {settings.SMS_GATEWAY_TOKEN}",
            "Idempotency-Key": message.key,
        },
    )
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_S) as answer:  # noqa: S310 - the same request
            taken = json.loads(answer.read() or b"{}")
    except urllib.error.HTTPError as error:
        refused = 400 <= error.code < 500 and error.code not in {401, 403, 408, 429}
        raise (DeliveryRefused if refused else DeliveryFailed)(f"HTTP {error.code}") from error
    except (OSError, ValueError, HTTPException) as error:
        raise DeliveryFailed(str(error)) from error
    return Sent(reference=str(taken.get("id", "")) if isinstance(taken, dict) else "")
