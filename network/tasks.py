"""Celery tasks of the network: fetch, call one service."""

from celery import shared_task

from network.services import news


@shared_task(name="network.tasks.forget_old_news")
def forget_old_news() -> None:
    """Keep the table of changes short."""
    news.forget_old_news()
