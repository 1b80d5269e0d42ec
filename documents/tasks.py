"""Celery tasks of the archive: call one service."""

from celery import shared_task

from documents.services import ordered_files


@shared_task(name="documents.tasks.sweep_ordered_files")
def sweep_ordered_files() -> None:
    """Take away ordered files that have expired."""
    ordered_files.sweep_ordered_files()
