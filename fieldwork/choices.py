"""Closed lists of work outside."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class TaskState(TextChoices):
    """Life of a task."""

    OPEN = "open", pgettext_lazy("task", "Not given out")
    ASSIGNED = "assigned", pgettext_lazy("task", "Given out")
    STARTED = "started", pgettext_lazy("task", "Under way")
    DONE = "done", pgettext_lazy("task", "Done")
    CANCELLED = "cancelled", pgettext_lazy("task", "Called off")


#: Tasks in these states wait for somebody.
LIVE_STATES: tuple[str, ...] = (TaskState.OPEN, TaskState.ASSIGNED, TaskState.STARTED)


class TaskPriority(TextChoices):
    """How soon."""

    URGENT = "urgent", pgettext_lazy("task", "Urgent")
    NORMAL = "normal", pgettext_lazy("task", "Normal")
    LOW = "low", pgettext_lazy("task", "When possible")


#: Tones in which states and urgency are shown.
STATE_TONES: dict[str, str] = {
    TaskState.OPEN: "bad",
    TaskState.ASSIGNED: "warn",
    TaskState.STARTED: "info",
    TaskState.DONE: "good",
    TaskState.CANCELLED: "",
}
PRIORITY_TONES: dict[str, str] = {
    TaskPriority.URGENT: "bad",
    TaskPriority.NORMAL: "info",
    TaskPriority.LOW: "",
}
