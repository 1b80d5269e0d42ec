"""The office's lists of tasks and crews, and how a task looks on a map."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from fieldwork.choices import LIVE_STATES, PRIORITY_TONES, STATE_TONES, TaskPriority, TaskState
from fieldwork.models import Crew, Task
from fieldwork.selectors.kinds import is_late, title_of_kind, written_day
from gis_core.pages.list_maps import LegendLine, Mark, mapped_row
from gis_core.pages.tables import DateColumn, LinkColumn, MomentColumn, OfficeTable, StateColumn

PRIORITY_SIZES: dict[str, str] = {TaskPriority.URGENT: "large", TaskPriority.LOW: "small"}
LEGEND = (
    *(LegendLine(state.label, tone=STATE_TONES[state]) for state in TaskState),
    LegendLine(TaskPriority.URGENT.label, tone="warn", size="large", sign="!"),
    LegendLine(TaskPriority.LOW.label, tone="warn", size="small"),
)


def taker_of(task: Task) -> str:
    """Return who goes there: the person, the crew, or both."""
    return " · ".join(str(taker) for taker in (task.assignee, task.crew) if taker is not None)


def mark_of(task: Task) -> Mark:
    """Return how a task stands on the map: its state by colour and icon, its urgency by size and sign."""
    words = [title_of_kind(task), task.get_state_display()]
    if task.due_on is not None:
        words.append(pgettext("task", "due %(day)s") % {"day": written_day(task.due_on)})
    return Mark(
        title=task.title,
        text=" · ".join([*words, *([task.address] if task.address else [])]),
        url=reverse("fieldwork:task_detail", args=[task.pk]),
        tone=STATE_TONES[task.state],
        size=PRIORITY_SIZES.get(task.priority, ""),
        sign="!" if task.priority == TaskPriority.URGENT else "",
    )


class TaskTable(OfficeTable):
    """Tasks, those due first on top; a box at each that can be given out."""

    spare_columns = ("made_at", "ended_at")  # the map needs its room

    pick = tables.Column(
        accessor="pk", verbose_name=gettext_lazy("Choose"), orderable=False, exclude_from_export=True
    )
    title = LinkColumn("fieldwork:task_detail", verbose_name=gettext_lazy("What"))
    kind = tables.Column(verbose_name=gettext_lazy("Kind"))
    address = tables.Column(verbose_name=gettext_lazy("Where"), default="—")
    due_on = DateColumn(verbose_name=pgettext_lazy("task", "Due"), default="—")
    priority = StateColumn(PRIORITY_TONES)
    state = StateColumn(STATE_TONES)
    taker = tables.Column(
        verbose_name=gettext_lazy("Goes there"), accessor="pk", order_by=("assignee", "crew"), default="—"
    )
    made_at = MomentColumn(verbose_name=gettext_lazy("Made"))
    ended_at = MomentColumn(verbose_name=gettext_lazy("Ended"), default="")

    class Meta(OfficeTable.Meta):
        model = Task
        row_attrs = mapped_row
        fields = (
            "pick", "title", "kind", "address", "due_on", "priority", "state", "taker", "made_at", "ended_at",
        )  # fmt: skip

    def render_pick(self, record: Task) -> str | SafeString:
        """Give a box to what can be given out."""
        if record.state not in LIVE_STATES:
            return ""
        return format_html(
            '<input class="form-check-input" type="checkbox" form="bulk" name="task" value="{}" aria-label="{}">',
            str(record.pk), _("Choose: %(title)s") % {"title": record.title},
        )  # fmt: skip

    def render_kind(self, record: Task) -> str:
        """Write the kind in words."""
        return title_of_kind(record)

    def value_kind(self, record: Task) -> str:
        """Give the words to a file."""
        return title_of_kind(record)

    def render_due_on(self, record: Task, value: Any) -> str | SafeString:
        """Say beside the day that it has passed."""
        if not is_late(record):
            return written_day(value)
        return format_html('<span class="late">{} · {}</span>', written_day(value), _("overdue"))

    def value_due_on(self, value: Any) -> Any:
        """Give the day to a file."""
        return value

    def render_taker(self, record: Task) -> str:
        """Write the person, the crew, or both."""
        return taker_of(record) or "—"

    def value_taker(self, record: Task) -> str:
        """Give the names to a file."""
        return taker_of(record)


class CrewTable(OfficeTable):
    """Crews with their people."""

    name = LinkColumn("fieldwork:crew_edit", verbose_name=pgettext_lazy("crew", "Name"))
    code = tables.Column()
    people = tables.Column(verbose_name=pgettext_lazy("crew", "People"), accessor="pk", orderable=False)
    waiting = tables.Column(verbose_name=gettext_lazy("Tasks that wait"), attrs={"td": {"class": "num"}})
    is_active = tables.BooleanColumn(yesno="✓,—", verbose_name=gettext_lazy("At work"))

    class Meta(OfficeTable.Meta):
        model = Crew
        fields = ("name", "code", "people", "waiting", "is_active")

    def render_people(self, record: Crew) -> str:
        """Name the members."""
        return ", ".join(str(user) for user in record.members.all()) or "—"

    def value_people(self, record: Crew) -> str:
        """Name them in a file too."""
        return ", ".join(str(user) for user in record.members.all())
