"""Kinds of long work that apps declare in their own `jobs.py`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection as default_connection
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gis_core.choices import JobState
from gis_core.errors import DomainError
from gis_core.models import Job


class JobStopped(Exception):
    """The job was asked to stop and did so at a safe place."""


class JobLost(Exception):
    """Another worker has taken the job over, since this one lost its lock; nothing more may be written."""


class UnknownJobKind(DomainError):
    """No app declares the kind."""

    code = "unknown_job_kind"


class JobContext:
    """What a job's function is given: its parameters, and the way to report and to be stopped.

    Reports go over a connection of their own, so that progress is seen while the work's transaction is open.
    """

    def __init__(self, job: Job) -> None:
        """Open the reporting connection when first needed."""
        self.job = job
        self.parameters: dict[str, Any] = job.parameters
        self._connection = default_connection.copy()

    def report(self, done: int, total: int | None = None, step: str = "") -> None:
        """Write a sign of life and how far the work is.

        Raises JobStopped when asked to stop, JobLost when the job is another worker's by now.
        """
        with self._connection.cursor() as cursor:
            cursor.execute(
                "UPDATE gis_core_job SET done_count = %s, total_count = coalesce(%s, total_count), step = %s,"
                " heartbeat_at = %s WHERE id = %s AND state = %s AND attempts = %s RETURNING stop_requested",
                [done, total, step, timezone.now(), self.job.pk, JobState.RUNNING, self.job.attempts],
            )
            row = cursor.fetchone()
            if row is None:
                cursor.execute("SELECT FROM gis_core_job WHERE id = %s", [self.job.pk])
                if cursor.fetchone() is not None:
                    raise JobLost
        if row is not None and row[0]:
            raise JobStopped

    def close(self) -> None:
        """Give the reporting connection back."""
        self._connection.close()


JobFunction = Callable[[JobContext], dict[str, Any] | None]


@dataclass(frozen=True)
class JobKind:
    """One kind of long work."""

    name: str
    title: str | Promise
    run: JobFunction
    #: A chunked job commits its own steps and can be called again from the row; the others run in one
    #: transaction together with the job's end state.
    is_chunked: bool = False


_kinds: dict[str, JobKind] = {}


def register_job(name: str, run: JobFunction, title: str | Promise, *, is_chunked: bool = False) -> None:
    """Declare a kind of long work."""
    _kinds[name] = JobKind(name=name, title=title, run=run, is_chunked=is_chunked)


def get_job_kind(name: str) -> JobKind:
    """Return the kind; raise UnknownJobKind when no app declares it."""
    try:
        return _kinds[name]
    except KeyError:
        raise UnknownJobKind(_("This kind of work is not known to the program.")) from None
