"""The life of a task: Maria gives out, Giorgos and Petros do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from PIL import Image

from documents.models import Attachment
from documents.selectors.files import list_attachments, may_read
from fieldwork.choices import TaskState
from fieldwork.errors import (
    NothingWritten,
    TaskChanged,
    TaskIncomplete,
    TaskKeyReused,
    TaskStepNotAllowed,
    TooManyTaskPhotos,
)
from fieldwork.events import task_cancelled, task_finished
from fieldwork.models import Crew, Task, TaskNote
from fieldwork.registry import TaskKind, register_task_kind
from fieldwork.selectors.tasks import count_by_day, list_my_live_tasks, list_tasks_of
from fieldwork.services import notes
from fieldwork.services.crews import save_crew
from fieldwork.services.notes import write_note
from fieldwork.services.tasks import (
    assign_task,
    assign_tasks,
    cancel_task,
    change_task,
    finish_task,
    open_task,
    start_task,
)
from fieldwork.types import NewTask, TaskChanges
from gis_core.choices import Role
from gis_core.errors import DomainError
from gis_core.models import User
from tests.factories.fieldwork import make_crew, make_task

pytestmark = pytest.mark.django_db
Actor = Callable[..., User]


@pytest.fixture
def maria(actor: Actor) -> User:
    return actor(Role.PLANNER)


@pytest.fixture
def giorgos(actor: Actor) -> User:
    return actor(Role.TECHNICIAN)


@pytest.fixture
def petros(actor: Actor) -> User:
    return actor(Role.READER)


def photo() -> bytes:
    """Return a small picture."""
    buffer = BytesIO()
    Image.new("RGB", (40, 30), "brown").save(buffer, "JPEG")
    return buffer.getvalue()


def test_a_task_is_given_out_begun_and_done(maria: User, giorgos: User) -> None:
    heard: list[tuple[int, str, User]] = []

    def hear(task: Task, actor: User, **_kwargs: object) -> None:
        heard.append((task.pk, task.state, actor))

    task_finished.connect(hear)
    task = make_task(maria)
    assert (task.state, task.made_by, task.version) == (TaskState.OPEN, maria, 1)
    assert assign_task(actor=maria, task=task, assignee=giorgos).state == TaskState.ASSIGNED
    assert start_task(actor=giorgos, task=task).started_at is not None

    done = finish_task(actor=giorgos, task=task, result="  Άλλαξε το στέλεχος. ")
    task_finished.disconnect(hear)

    kept = Task.objects.get()
    assert (kept.state, kept.result, kept.ended_by, kept.assignee) == (
        TaskState.DONE, "Άλλαξε το στέλεχος.", giorgos, giorgos,
    )  # fmt: skip
    assert (done.version, kept.version) == (4, 4)
    assert heard == [(task.pk, TaskState.DONE, giorgos)]


def test_while_a_task_of_a_key_lives_asking_again_gives_the_same(maria: User, giorgos: User) -> None:
    first = make_task(maria, key="reread-7")
    assert make_task(maria, "Άλλος τίτλος", key="reread-7").pk == first.pk
    finish_task(actor=giorgos, task=first)
    second = make_task(maria, key="reread-7")
    assert second.pk != first.pk
    assert Task.objects.count() == 2


def test_what_is_incomplete_is_refused(maria: User, actor: Actor) -> None:
    cashier = actor(Role.CASHIER)
    for new in (
        NewTask(kind="unknown", title="x"),
        NewTask(kind="errand", title="  "),
        NewTask(kind="errand", title="x", assignee=cashier),
    ):
        with pytest.raises(TaskIncomplete):
            open_task(actor=maria, new=new)
    assert not Task.objects.exists()


def test_a_finish_sent_twice_under_a_key_is_done_once(maria: User, giorgos: User) -> None:
    task = make_task(maria, assignee=giorgos)
    finish_task(actor=giorgos, task=task, result="Έγινε", key="k1")
    again = finish_task(actor=giorgos, task=task, result="Έγινε", key="k1")
    assert (again.state, again.version) == (TaskState.DONE, 2)
    with pytest.raises(TaskKeyReused):
        finish_task(actor=giorgos, task=task, result="Άλλο", key="k1")
    with pytest.raises(TaskStepNotAllowed):
        finish_task(actor=giorgos, task=task, result="Έγινε", key="k2")
    assert Task.objects.get().result == "Έγινε"


def test_who_looked_at_an_older_version_changes_nothing(maria: User, giorgos: User) -> None:
    task = make_task(maria)
    assign_task(actor=maria, task=task, assignee=giorgos)
    acts: tuple[Callable[[], Task], ...] = (
        lambda: change_task(actor=maria, task=task, changes=TaskChanges("Άλλο"), version=1),
        lambda: cancel_task(actor=maria, task=task, version=1),
        lambda: finish_task(actor=giorgos, task=task, version=1),
    )
    for act in acts:
        with pytest.raises(TaskChanged):
            act()
    kept = Task.objects.get()
    assert (kept.title, kept.state, kept.version) == ("Δες τη βάνα", TaskState.ASSIGNED, 2)


def test_what_ended_stays_ended(maria: User, giorgos: User) -> None:
    off: list[User | None] = []

    def hear(task: Task, actor: User | None, **_kwargs: object) -> None:
        off.append(actor)

    task_cancelled.connect(hear)
    task = make_task(maria)
    cancel_task(actor=maria, task=task, reason="Έγινε αλλιώς")
    task_cancelled.disconnect(hear)
    assert off == [maria]
    acts: tuple[Callable[[], Task], ...] = (
        lambda: start_task(actor=giorgos, task=task),
        lambda: assign_task(actor=maria, task=task, assignee=giorgos),
        lambda: cancel_task(actor=maria, task=task),
        lambda: change_task(actor=maria, task=task, changes=TaskChanges("Άλλο")),
    )
    for act in acts:
        with pytest.raises(TaskStepNotAllowed):
            act()
    assert assign_tasks(actor=maria, tasks=[task.pk], assignee=giorgos) == 0
    assert (Task.objects.get().state, Task.objects.get().result) == (TaskState.CANCELLED, "Έγινε αλλιώς")


def test_many_are_given_out_at_once(maria: User, giorgos: User) -> None:
    crew = make_crew(maria, "Α", giorgos)
    tasks = [make_task(maria, f"Εργασία {n}") for n in range(3)]
    assert assign_tasks(actor=maria, tasks=[task.pk for task in tasks[:2]], crew=crew) == 2
    assert list(Task.objects.order_by("pk").values_list("state", "crew", "version")) == [
        (TaskState.ASSIGNED, crew.pk, 2), (TaskState.ASSIGNED, crew.pk, 2), (TaskState.OPEN, None, 1),
    ]  # fmt: skip
    save_crew(actor=maria, crew=crew, code="Α", name="Α", members=[giorgos], is_active=False)
    crew.refresh_from_db()
    with pytest.raises(TaskIncomplete):
        assign_tasks(actor=maria, tasks=[tasks[2].pk], crew=crew)


def test_people_outside_see_their_own_and_their_crews(maria: User, giorgos: User, petros: User) -> None:
    crew = make_crew(maria, "Α", petros)
    own, crews, _nobodys = make_task(maria, assignee=giorgos), make_task(maria, crew=crew), make_task(maria)
    assert list(Task.objects.visible_to(giorgos)) == [own]
    assert list(Task.objects.visible_to(petros)) == [crews]
    assert Task.objects.visible_to(maria).count() == 3


def test_mine_come_begun_first_then_overdue_by_urgency(maria: User, giorgos: User) -> None:
    today = timezone.localdate()
    later = make_task(maria, "αργότερα", assignee=giorgos, due_on=today + timedelta(days=3))
    normal = make_task(maria, "σήμερα", assignee=giorgos, due_on=today)
    urgent = make_task(maria, "επείγον", assignee=giorgos, due_on=today, priority="urgent")
    dayless = make_task(maria, "χωρίς μέρα", assignee=giorgos)
    late = make_task(maria, "χθες", assignee=giorgos, due_on=today - timedelta(days=1))
    begun = make_task(maria, "σε εξέλιξη", assignee=giorgos)
    start_task(actor=giorgos, task=begun)
    assert list(list_my_live_tasks(giorgos)) == [begun, urgent, late, normal, later, dayless]
    counts = count_by_day(Task.objects.of(giorgos).live(), today)
    assert (counts.overdue, counts.today, counts.later, counts.all) == (1, 2, 3, 6)


def test_the_kinds_own_act_happens_with_the_finish_or_refuses_it(maria: User, giorgos: User) -> None:
    class Refused(DomainError):
        code = "refused"

    told: list[tuple[int, str]] = []

    def act(task: Task, actor: User, result: str) -> None:
        if result == "όχι":
            raise Refused("όχι")
        told.append((task.pk, result))

    register_task_kind(TaskKind("test-kind", "Δοκιμή", "star", 999, finish=act))
    task = make_task(maria, kind="test-kind", target=maria)
    with pytest.raises(Refused):
        finish_task(actor=giorgos, task=task, result="όχι", key="k")
    assert Task.objects.get().state == TaskState.OPEN
    finish_task(actor=giorgos, task=task, result="ναι", key="k")
    assert told == [(task.pk, "ναι")]
    assert list(list_tasks_of(maria)) == [task]


def test_notes_and_photos_stand_once_and_open_to_who_sees_the_task(
    maria: User, giorgos: User, petros: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = make_task(maria, assignee=giorgos)
    for _twice in range(2):
        write_note(actor=giorgos, task=task, text="Βρήκα νερά", photos=[photo()], key="n1")
    assert [note.text for note in TaskNote.objects.all()] == ["Βρήκα νερά"]
    kept: Attachment = list_attachments(task)[0]
    assert (len(list_attachments(task)), kept.name) == (1, f"task-{task.pk}-1.jpg")
    assert (may_read(giorgos, kept), may_read(maria, kept), may_read(petros, kept)) == (True, True, False)
    with pytest.raises(NothingWritten):
        write_note(actor=giorgos, task=task, text=" ")
    monkeypatch.setattr(notes, "MOST_PHOTOS", 1)
    with pytest.raises(TooManyTaskPhotos):
        write_note(actor=giorgos, task=task, text="κι άλλη", photos=[photo()])
    assert TaskNote.objects.count() == 1


def test_a_crew_has_only_people_who_go_out(maria: User, actor: Actor) -> None:
    with pytest.raises(TaskIncomplete):
        make_crew(maria, "Α", actor(Role.CASHIER))
    assert not Crew.objects.exists()


def test_the_office_says_anew_what_is_to_be_done(maria: User) -> None:
    task = make_task(maria)
    change_task(
        actor=maria, task=task, changes=TaskChanges("Δες και τη διπλανή", "προσοχή", date(2026, 12, 1))
    )
    kept = Task.objects.get()
    assert (kept.title, kept.details, kept.due_on, kept.version) == (
        "Δες και τη διπλανή", "προσοχή", date(2026, 12, 1), 2,
    )  # fmt: skip
