"""Celery tasks of notifications: fetch, call one service."""

from celery import shared_task

from notifications.services.sending import send_waiting


@shared_task(name="notifications.tasks.send_waiting_messages")
def send_waiting_messages() -> None:
    """Send what is due."""
    send_waiting()
