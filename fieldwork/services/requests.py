"""Requests with a key: what came before is answered, not done again."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from django.db import IntegrityError, transaction

from fieldwork.errors import TaskKeyReused
from fieldwork.models import Task, TaskRequest
from gis_core.models import User


def came_before(actor: User, key: str, task: Task, sent: Sequence[object]) -> bool:
    """Say whether this sender's key came before with the same; write it down when it did not.

    Called first in the act's transaction: of two at once under one key the second waits here until the first is
    through. A refused act rolls the key back with it. Raises TaskKeyReused when it came with something else.
    """
    digest = sha256(repr(tuple(sent)).encode()).hexdigest()
    try:
        with transaction.atomic():
            TaskRequest.objects.create(user=actor, key=key, sha256=digest, task=task)
    except IntegrityError:
        earlier = TaskRequest.objects.filter(user=actor, key=key).first()
        if earlier is None:
            raise
        if earlier.sha256 != digest or earlier.task_id != task.pk:
            raise TaskKeyReused from None
        return True
    return False
