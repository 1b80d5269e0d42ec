"""The project and its spatial kernel: users, roles, map layers and tiles, jobs, change history."""

from gis_core.celery import app as celery_app

__all__ = ["celery_app"]
