"""The kernel's checks for doctor: what the product runs on."""

from django.utils.translation import gettext_lazy as _

from gis_core.registry import HealthCheck, register_health
from gis_core.selectors.health import (
    check_database,
    check_extensions,
    check_jobs,
    check_migrations,
    check_redis,
    check_worker,
)
from gis_core.services.event_accounts import check_accounts

register_health(HealthCheck("database", _("Database"), check_database))
register_health(HealthCheck("extensions", _("Database extensions"), check_extensions))
register_health(HealthCheck("migrations", _("Tables"), check_migrations))
register_health(HealthCheck("redis", _("Redis"), check_redis))
register_health(HealthCheck("worker", _("Worker"), check_worker))
register_health(HealthCheck("jobs", _("Jobs"), check_jobs))
register_health(HealthCheck("accounts", _("Accounts in the history"), check_accounts))
