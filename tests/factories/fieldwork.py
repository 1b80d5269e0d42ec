"""Makers of tasks and crews, through the services that the pages use."""

from __future__ import annotations

from typing import Any

from fieldwork.models import Crew, Task
from fieldwork.services.crews import save_crew
from fieldwork.services.tasks import open_task
from fieldwork.types import NewTask
from gis_core.models import User
from tests.factories.network import point


def make_task(actor: User | None, title: str = "Δες τη βάνα", east: float = 100, **more: Any) -> Task:
    """Make an errand on Ερμού, `east` metres from its beginning."""
    new = NewTask(
        **{"kind": "errand", "title": title, "geom": point(east, 205), "address": "Ερμού 1", **more}
    )
    return open_task(actor=actor, new=new)


def make_crew(actor: User, code: str, *members: User) -> Crew:
    """Make a crew of these people."""
    return save_crew(actor=actor, code=code, name=f"Συνεργείο {code}", members=members)
