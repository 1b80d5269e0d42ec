"""Write messages to the outbox, each key once."""

import json
from collections.abc import Sequence
from pathlib import Path

from django.db import connection

from notifications.types import OutgoingMessage

_STATEMENT = Path(__file__).with_suffix(".sql").read_text()


def queue_messages(rows: Sequence[OutgoingMessage]) -> int:
    """Insert the messages whose key is new; return how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            _STATEMENT,
            {
                "keys": [row.key for row in rows],
                "channels": [str(row.channel) for row in rows],
                "recipients": [row.recipient for row in rows],
                "languages": [str(row.language) for row in rows],
                "templates": [row.template for row in rows],
                "subjects": [row.subject for row in rows],
                "bodies": [row.body for row in rows],
                "party_ids": [row.party_id for row in rows],
                "headers": [json.dumps(row.headers) for row in rows],
            },
        )
        return int(cursor.rowcount)
