"""Celery tasks of notifications: fetch, call one service."""

from celery import shared_task

from notifications.services.outbox import hear_bell
from notifications.services.sending import send_waiting


@shared_task(name="notifications.tasks.send_waiting_messages")
def send_waiting_messages() -> None:
    """Send what is due; who queues a message from now on rings again."""
    hear_bell()
    send_waiting()
