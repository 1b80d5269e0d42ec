"""News of tasks for the apps above; sent inside the transaction of the act."""

from django.dispatch import Signal

#: A task was done. Arguments: task (fieldwork.models.Task, in its new state), actor (gis_core.models.User).
task_finished = Signal()

#: A task was called off. Arguments: task, actor (None when a job did it).
task_cancelled = Signal()
