"""What doctor looks at: the parts the product runs on, and the checks that every app declared."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, cast

import redis
from celery.exceptions import OperationalError as BrokerError
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError as MessagingError

from gis_core.celery import app as celery_app
from gis_core.choices import JobState
from gis_core.models import Job
from gis_core.registry import HealthResult, list_health
from gis_core.sql.installed_extensions import installed_extensions

if TYPE_CHECKING:
    from django.db.backends.postgresql.base import DatabaseWrapper

MINIMUM_POSTGRESQL = 15_0000
MINIMUM_POSTGIS = (3, 3)
EXTENSIONS = frozenset({"postgis", "unaccent", "pg_trgm", "btree_gist"})
#: The sweep runs every ten seconds: a job that nobody touched for so long has no worker or no clock.
JOB_PATIENCE = datetime.timedelta(minutes=3)


@dataclass(frozen=True)
class HealthLine:
    """One line of doctor's report."""

    name: str
    title: str
    ok: bool
    detail: str
    remedy: str

    def as_json(self) -> dict[str, object]:
        """Return what machines read."""
        return {key: value for key, value in asdict(self).items() if key != "title"}


def list_findings(only: Collection[str] = ()) -> list[HealthLine]:
    """Run every check, or those named, and return what each found; a check that cannot run has failed.

    Raises:
        LookupError: a name of `only` belongs to no check.
    """
    checks = list_health()
    unknown = set(only) - {check.name for check in checks}
    if unknown:
        raise LookupError(", ".join(sorted(unknown)))
    findings = []
    for check in checks:
        if only and check.name not in only:
            continue
        try:
            result = check.run()
        except (DatabaseError, OSError) as error:
            result = HealthResult(
                ok=False,
                detail=_("The check could not run: %(error)s") % {"error": _first_line(error)},
                remedy=_("Put right what is named above, then ask again."),
            )
        findings.append(HealthLine(check.name, str(check.title), result.ok, result.detail, result.remedy))
    return findings


def check_database() -> HealthResult:
    """Say whether PostgreSQL and PostGIS answer and are new enough."""
    try:
        server = cast("DatabaseWrapper", connections[DEFAULT_DB_ALIAS])
        server.ensure_connection()
        number = server.pg_version
    except DatabaseError as error:
        return HealthResult(
            ok=False,
            detail=_first_line(error),
            remedy=_("Start the database (make services) or correct DATABASE_URL."),
        )
    return HealthResult(
        ok=number >= MINIMUM_POSTGRESQL,
        detail=f"PostgreSQL {number // 10000}.{number % 10000}",
        remedy="" if number >= MINIMUM_POSTGRESQL else _("Upgrade PostgreSQL to version 15 or newer."),
    )


def check_extensions() -> HealthResult:
    """Say whether the database has the extensions the product uses, PostGIS new enough."""
    versions = installed_extensions()
    missing = EXTENSIONS - versions.keys()
    if missing:
        return HealthResult(
            ok=False,
            detail=_("Missing: %(names)s") % {"names": ", ".join(sorted(missing))},
            remedy=_("As the database's superuser: CREATE EXTENSION, once for each."),
        )
    postgis = versions["postgis"]
    if tuple(int(part) for part in postgis.split(".")[:2]) < MINIMUM_POSTGIS:
        return HealthResult(
            ok=False, detail=f"PostGIS {postgis}", remedy=_("Upgrade PostGIS to 3.3 or newer.")
        )
    return HealthResult(ok=True, detail=f"PostGIS {postgis}")


def check_migrations() -> HealthResult:
    """Say whether the tables are those of this version of the code."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        names = ", ".join(f"{migration.app_label}.{migration.name}" for migration, _backwards in plan[:5])
        return HealthResult(
            ok=False,
            detail=_("%(count)d not applied: %(names)s") % {"count": len(plan), "names": names},
            remedy=_("Run: manage.py migrate"),
        )
    return HealthResult(ok=True, detail=_("All applied"))


def check_redis() -> HealthResult:
    """Say whether Redis answers."""
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=3, socket_connect_timeout=3) as client:
            version = client.info("server")["redis_version"]
    except redis.RedisError as error:
        return HealthResult(
            ok=False,
            detail=_first_line(error),
            remedy=_("Start Redis (make services) or correct REDIS_URL."),
        )
    return HealthResult(ok=True, detail=f"Redis {version}")


def check_worker() -> HealthResult:
    """Say whether at least one worker answers a call within two seconds."""
    remedy = _("Start a worker (make demo, or the systemd unit hydria-worker) and look at its log.")
    try:
        answers = celery_app.control.ping(timeout=2.0)
    except (BrokerError, MessagingError, redis.RedisError) as error:
        return HealthResult(ok=False, detail=_first_line(error), remedy=remedy)
    if not answers:
        return HealthResult(ok=False, detail=_("No worker answers"), remedy=remedy)
    names = sorted(name for answer in answers for name in answer)
    return HealthResult(ok=True, detail=", ".join(names))


def check_jobs() -> HealthResult:
    """Say whether unfinished jobs go forward."""
    silent_since = timezone.now() - JOB_PATIENCE
    unfinished = Job.objects.filter(
        state__in=[JobState.QUEUED, JobState.RUNNING], created_at__lt=silent_since
    )
    silent = unfinished.exclude(heartbeat_at__gte=silent_since).count()
    if silent:
        return HealthResult(
            ok=False,
            detail=_("%(count)d wait without a sign of life") % {"count": silent},
            remedy=_(
                "The worker or its clock (celery beat) does not run: start them and look at their logs."
            ),
        )
    return HealthResult(ok=True, detail=_("None waits"))


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
