"""Real workers for tests: processes on the test's database and a broker of their own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection


def broker_address(number: int) -> str:
    """Return the address of one of the databases of the machine's Redis."""
    return urlsplit(settings.REDIS_URL)._replace(path=f"/{number}").geturl()


def database_address() -> str:
    """Return the address of the database that the test writes to."""
    given = connection.settings_dict
    return f"postgis://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}/{given['NAME']}"


class Workers:
    """A real worker at a time."""

    def __init__(self, broker: str, include: str = "") -> None:
        self.broker = broker
        self.include = include
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start a worker; it takes its settings from the environment as it is now."""
        command = [
            sys.executable, "-m", "celery", "-A", "gis_core.celery", "worker", "--concurrency", "2",
            "--loglevel", "ERROR", "--without-gossip", "--without-mingle",
            *(["--include", self.include] if self.include else []),
        ]  # fmt: skip
        self.process = subprocess.Popen(
            command, env={**os.environ, "DATABASE_URL": database_address(), "HYDRIA_BROKER_URL": self.broker},
            start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def kill(self) -> None:
        """Kill the worker with its children, as the machine's failure would."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None
