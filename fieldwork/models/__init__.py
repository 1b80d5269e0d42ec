"""Tables of work outside."""

from fieldwork.models.task import Crew, Task
from fieldwork.models.work import TaskNote, TaskRequest

__all__ = ["Crew", "Task", "TaskNote", "TaskRequest"]
