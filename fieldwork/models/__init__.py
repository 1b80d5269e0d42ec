"""Tables of work outside."""

from fieldwork.models.task import Crew, Task, TaskNote, TaskRequest

__all__ = ["Crew", "Task", "TaskNote", "TaskRequest"]
