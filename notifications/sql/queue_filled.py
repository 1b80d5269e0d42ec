"""Write messages that share few texts to the outbox, each key once."""

from collections.abc import Sequence
from pathlib import Path

from django.db import connection

from notifications.types import FilledMessage, MessageText

_STATEMENT = Path(__file__).with_suffix(".sql").read_text()


def queue_filled(texts: Sequence[MessageText], rows: Sequence[FilledMessage], mark: str) -> int:
    """Insert the messages whose key is new, the mark in their text replaced by their words; return how many."""
    numbers = {text: number for number, text in enumerate(texts, start=1)}
    with connection.cursor() as cursor:
        cursor.execute(
            _STATEMENT,
            {
                "mark": mark,
                "keys": [row.key for row in rows],
                "recipients": [row.recipient for row in rows],
                "words": [row.words for row in rows],
                "party_ids": [row.party_id for row in rows],
                "texts": [numbers[row.text] for row in rows],
                "channels": [text.channel for text in texts],
                "languages": [text.language for text in texts],
                "templates": [text.template for text in texts],
                "subjects": [text.subject for text in texts],
                "bodies": [text.body for text in texts],
            },
        )
        return int(cursor.rowcount)
