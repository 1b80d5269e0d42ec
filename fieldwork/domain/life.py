"""Where a task may go from where it stands."""

from fieldwork.choices import TaskState

#: Allowed steps. Giving a task to somebody else keeps it given out; what ended stays ended.
STEPS: dict[TaskState, frozenset[TaskState]] = {
    TaskState.OPEN: frozenset(
        {TaskState.OPEN, TaskState.ASSIGNED, TaskState.STARTED, TaskState.DONE, TaskState.CANCELLED}
    ),
    TaskState.ASSIGNED: frozenset(
        {TaskState.OPEN, TaskState.ASSIGNED, TaskState.STARTED, TaskState.DONE, TaskState.CANCELLED}
    ),
    TaskState.STARTED: frozenset({TaskState.OPEN, TaskState.ASSIGNED, TaskState.DONE, TaskState.CANCELLED}),
    TaskState.DONE: frozenset(),
    TaskState.CANCELLED: frozenset(),
}


def may_step(old: str, new: str) -> bool:
    """Say whether a task may go from the old state to the new one."""
    return TaskState(new) in STEPS[TaskState(old)]
