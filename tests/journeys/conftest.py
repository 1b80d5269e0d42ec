"""Everything a story needs to be real: a worker, an SMTP server, and a browser whose console is listened to."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator

import pytest
import redis
from aiosmtpd.controller import Controller
from celery import Celery
from django.conf import settings
from playwright.sync_api import BrowserContext, ConsoleMessage, Response, WebError
from pytest_django.fixtures import Settings

from gis_core.services import jobs
from notifications.services import outbox
from tests.concurrency.workers import Workers, broker_address
from tests.notifications.conftest import MailServer

BROKER = broker_address(10)
CACHE = broker_address(11)


@pytest.fixture
def post_office() -> Iterator[MailServer]:
    """Run an SMTP server and tell new processes of it."""
    server = MailServer()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("HYDRIA_SMTP_HOST", "127.0.0.1")
        environment.setenv("HYDRIA_SMTP_PORT", str(port))
        yield server
    controller.stop()


@pytest.fixture
def empty_cache(settings: Settings) -> Iterator[None]:
    """Give the site a cache of its own: limits of attempts must not count those of the story told before."""
    store = redis.Redis.from_url(CACHE)
    store.flushdb()
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": CACHE}}
    yield
    store.flushdb()
    store.close()


@pytest.fixture
def worker(
    committed_db: None, empty_cache: None, post_office: MailServer, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Workers]:
    """Run a worker that does the jobs and sends the mail; the site's bells ring at its broker."""
    # The test runner puts an outbox of its own in the place of the product's.
    monkeypatch.setattr(settings, "EMAIL_BACKEND", "notifications.email_backend.OutboxBackend")
    store = redis.Redis.from_url(BROKER)
    store.flushdb()
    bell = Celery(broker=BROKER, set_as_current=False)

    def ring_for_job(job_id: int) -> None:
        bell.send_task("gis_core.tasks.run_job", args=[job_id])

    def ring_for_mail() -> None:
        bell.send_task("notifications.tasks.send_waiting_messages")

    monkeypatch.setattr(jobs, "_ring_now", ring_for_job)
    monkeypatch.setattr(outbox, "ring_sender", ring_for_mail)
    monkeypatch.setenv("HYDRIA_MEDIA_ROOT", str(settings.MEDIA_ROOT))
    group = Workers(BROKER)
    group.start()
    yield group
    group.kill()
    bell.close()
    store.flushdb()
    store.close()


@pytest.fixture
def complaints() -> list[str]:
    """Collect what browsers complain about: errors of scripts, broken rules of the CSP, answers of 400 and more."""
    return []


@pytest.fixture
def new_context(
    new_context: Callable[..., BrowserContext], complaints: list[str]
) -> Callable[..., BrowserContext]:
    """Open browser windows whose console is listened to."""

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error" or "Content Security Policy" in message.text:
            complaints.append(f"{message.location.get('url')}: {message.text}")

    def fail(error: WebError) -> None:
        complaints.append(f"{error.page and error.page.url}: {error.error}")

    def judge(answer: Response) -> None:
        if answer.status >= 400:
            complaints.append(f"{answer.request.method} {answer.url}: {answer.status}")

    def make(width: int = 1280, height: int = 800, scheme: str = "light") -> BrowserContext:
        context = new_context(width, height, scheme)
        context.on("console", hear)
        context.on("weberror", fail)
        context.on("response", judge)
        return context

    return make
