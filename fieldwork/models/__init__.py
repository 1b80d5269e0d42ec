"""Tables of work outside."""

from fieldwork.models.task import Crew, Task

__all__ = ["Crew", "Task"]
