"""Kinds of work for the tests with real workers; `celery worker --include` loads them there."""

from __future__ import annotations

from django.db import connection, transaction

from documents.services.series import take_numbers
from gis_core.jobs import JobContext, register_job
from notifications.choices import Channel
from notifications.models import Message
from notifications.services.outbox import queue_rows
from notifications.types import OutgoingMessage

CHUNKS = 40
STEP_S = 0.03


def _pause() -> None:
    """Let a step last long enough to be killed in it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(%s)", [STEP_S])


def _write(label: str) -> None:
    """Take a number and write a row that carries it; together or not at all."""
    [number] = take_numbers(code="KILL", year=2026, count=1, title="Killed workers")
    queue_rows(
        rows=[
            OutgoingMessage(
                key=f"{label}:{number}", channel=Channel.EMAIL, recipient=label, language="el",
                template="test/kill", subject=str(number), body="",
            )
        ]
    )  # fmt: skip


def chunked(context: JobContext) -> None:
    """Commit step by step; a step that is there already is left alone."""
    for step in range(CHUNKS):
        with transaction.atomic():
            if not Message.objects.filter(recipient=f"step-{step}").exists():
                _pause()
                _write(f"step-{step}")
        context.report(step + 1, CHUNKS)


def whole(context: JobContext) -> None:
    """Do everything in the one transaction of the job."""
    for step in range(5):
        _pause()
        _write(f"whole-{context.parameters['name']}-{step}")
        context.report(step + 1, 5)


register_job("test.chunked", chunked, "Step by step", is_chunked=True)
register_job("test.whole", whole, "All at once")
