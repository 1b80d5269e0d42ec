"""Tables of messages."""

from notifications.models.message import Message

__all__ = ["Message"]
