"""What the schedule rings for."""

from __future__ import annotations

import pytest
from celery import current_app
from django.conf import settings
from django.db import connection

from gis_core import tasks

pytestmark = pytest.mark.django_db


def test_every_task_of_the_schedule_is_there() -> None:
    current_app.loader.import_default_modules()
    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} <= current_app.tasks.keys()


def test_notes_of_edits_that_a_newer_one_replaces_are_thrown_away() -> None:
    scheduled = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert tasks.tidy_tiles.name in scheduled
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM gis_core_tilepurge")
        for _time in range(3):
            cursor.execute("INSERT INTO gis_core_tilepurge (cell, layer) VALUES (1, 'pipes')")
        tasks.tidy_tiles()
        cursor.execute("SELECT count(*) FROM gis_core_tilepurge")
        assert cursor.fetchone()[0] == 1
