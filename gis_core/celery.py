"""The Celery application: a bell that wakes workers; the job row is the truth."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gis_core.settings")

app = Celery("hydria")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
