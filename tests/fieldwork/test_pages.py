"""Pages and API of tasks: the office's list, the card, my tasks on the phone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from documents.selectors.files import list_attachments
from fieldwork.choices import TaskState
from fieldwork.models import Crew, Task, TaskNote
from fieldwork.services.tasks import start_task
from gis_core.choices import Role
from gis_core.models import User
from gis_core.tiles.registry import find_layer
from tests.factories.fieldwork import make_crew, make_task
from tests.fieldwork.test_life import photo
from tests.world import build_network

pytestmark = pytest.mark.django_db
Actor = Callable[..., User]
SignIn = Callable[[User], Client]


@pytest.fixture
def maria(actor: Actor) -> User:
    return actor(Role.PLANNER)


@pytest.fixture
def giorgos(actor: Actor) -> User:
    return actor(Role.TECHNICIAN)


def test_the_list_shows_what_waits_and_filters(maria: User, giorgos: User, client_as: SignIn) -> None:
    today = timezone.localdate()
    late = make_task(maria, "Παλιά", due_on=today - timedelta(days=2), assignee=giorgos)
    make_task(maria, "Αυριανή", due_on=today + timedelta(days=1), priority="urgent")
    Task.objects.create(kind="errand", title="Τελειωμένη", state=TaskState.DONE, ended_at=timezone.now())
    client = client_as(maria)
    page = client.get("/tasks/").content.decode()
    assert ("Παλιά" in page, "Αυριανή" in page, "Τελειωμένη" in page) == (True, True, False)
    assert "overdue" in page
    for query, found in (
        ("state=done", ["Τελειωμένη"]),
        ("state=all", ["Παλιά", "Αυριανή", "Τελειωμένη"]),
        ("due=overdue", ["Παλιά"]),
        ("priority=urgent", ["Αυριανή"]),
        (f"assignee={giorgos.pk}", ["Παλιά"]),
        ("q=αυρι ερμού", ["Αυριανή"]),
    ):
        rows = [row.record.title for row in client.get(f"/tasks/?{query}").context["table"].rows]
        assert rows == found, query
    marks = client.get("/tasks/?export=geojson&due=overdue").json()["features"]
    assert [(mark["id"], mark["properties"]["tone"]) for mark in marks] == [(late.pk, "warn")]
    said = b"".join(client.get("/tasks/?export=csv")).decode("utf-8-sig")
    assert "Errand" in said
    assert "checkbox" not in said


def test_chosen_tasks_are_given_to_a_crew(maria: User, giorgos: User, client_as: SignIn) -> None:
    crew = make_crew(maria, "Α", giorgos)
    tasks = [make_task(maria, f"Εργασία {n}") for n in range(3)]
    sent = {"task": [tasks[0].pk, tasks[2].pk], "crew": crew.pk, "assignee": "", "back": "/tasks/?state=open"}
    answer = client_as(maria).post("/tasks/assign/", sent)
    assert answer.headers["Location"] == "/tasks/?state=open"
    assert [task.crew for task in Task.objects.order_by("pk")] == [crew, None, crew]
    elsewhere = client_as(maria).post("/tasks/assign/", {**sent, "back": "https://example.com/"})
    assert elsewhere.headers["Location"] == "/tasks/"


def test_a_task_is_made_by_hand_where_one_taps(maria: User, giorgos: User, client_as: SignIn) -> None:
    client = client_as(maria)
    sent = {
        "kind": "errand", "title": "Κλείσε τη βάνα", "address": "Ερμού 3", "longitude": "22.94",
        "latitude": "40.63", "due_on": "01/12/2026", "priority": "urgent", "assignee": giorgos.pk,
    }  # fmt: skip
    assert client.post("/tasks/new/", {**sent, "title": ""}).status_code == 422
    client.post("/tasks/new/", sent)
    task = Task.objects.get()
    assert (task.title, task.state, task.assignee, task.priority) == (
        "Κλείσε τη βάνα", TaskState.ASSIGNED, giorgos, "urgent",
    )  # fmt: skip
    assert task.geom is not None
    assert (round(task.geom.x), round(task.geom.y)) != (0, 0)
    page = client.get(f"/tasks/{task.pk}/").content.decode()
    assert "geo:40.63" in page
    assert "01/12/2026" in page


def test_a_technician_finishes_with_photos_and_the_next_comes(
    maria: User, giorgos: User, client_as: SignIn
) -> None:
    first = make_task(maria, "Πρώτη", assignee=giorgos, priority="urgent")
    make_task(maria, "Δεύτερη", assignee=giorgos)
    client = client_as(giorgos)
    assert client.get("/tasks/mine/").context["next"].task == first
    client.post(f"/tasks/{first.pk}/start/")
    for _twice in range(2):
        picture = SimpleUploadedFile("a.jpg", photo(), "image/jpeg")
        sent = {"result": "Έγινε", "key": "f1", "photos": picture}
        assert client.post(f"/tasks/{first.pk}/finish/", sent).headers["Location"] == "/tasks/mine/"
    first.refresh_from_db()
    assert (first.state, first.result, len(list_attachments(first))) == (TaskState.DONE, "Έγινε", 1)
    page = client.get("/tasks/mine/")
    assert page.context["next"].task.title == "Δεύτερη"
    assert [task.title for task in page.context["ended"]] == ["Πρώτη"]
    numbers = [f["properties"]["number"] for f in client.get("/tasks/mine/map/").json()["features"]]
    assert numbers == [1]


def test_what_is_another_technicians_does_not_exist(
    maria: User, giorgos: User, actor: Actor, client_as: SignIn
) -> None:
    task = make_task(maria, assignee=giorgos)
    petros = client_as(actor(Role.READER))
    for path in ("", "start/", "finish/", "note/"):
        send = petros.get if not path else petros.post
        assert send(f"/tasks/{task.pk}/{path}").status_code == 404
    assert petros.post(f"/api/v1/tasks/{task.pk}/finish/", {}, "application/json").status_code == 404
    assert petros.get("/api/v1/tasks/").json()["results"]["features"] == []
    task.refresh_from_db()
    assert task.state == TaskState.ASSIGNED
    layer = find_layer("tasks")
    assert layer is not None
    assert (layer.admits(giorgos), layer.admits(maria)) == (False, True)


def test_the_phone_finishes_once_however_often_it_sends(
    maria: User, giorgos: User, client_as: SignIn
) -> None:
    task = make_task(maria, assignee=giorgos)
    client = client_as(giorgos)
    feature = client.get("/api/v1/tasks/?mine=true&live=true").json()["results"]["features"][0]
    assert (feature["id"], feature["geometry"]["type"]) == (task.pk, "Point")
    sent, key = {"result": "Έγινε", "version": 1}, {"Idempotency-Key": "abc"}
    answers = [
        client.post(f"/api/v1/tasks/{task.pk}/finish/", sent, "application/json", headers=key).json()
        for _twice in range(2)
    ]
    assert answers[0] == answers[1]
    assert (answers[0]["state"], answers[0]["version"]) == ("done", 2)
    refused = client.post(f"/api/v1/tasks/{task.pk}/finish/", sent, "application/json")
    assert (refused.status_code, refused.json()["code"]) == (409, "task_changed")


def test_the_card_takes_notes_changes_and_a_cancellation(
    maria: User, giorgos: User, client_as: SignIn
) -> None:
    task = make_task(maria)
    client = client_as(maria)
    client.post(f"/tasks/{task.pk}/note/", {"text": "Πάρε κλειδί", "key": "n"})
    assert TaskNote.objects.get().text == "Πάρε κλειδί"
    client.post(f"/tasks/{task.pk}/assign/", {"assignee": giorgos.pk, "crew": ""})
    change = {"title": "Άλλη", "details": "", "due_on": "", "priority": "low", "version": 2}
    client.post(f"/tasks/{task.pk}/change/", change)
    client.post(f"/tasks/{task.pk}/change/", {**change, "title": "Ποτέ"})
    task.refresh_from_db()
    assert (task.title, task.assignee, task.version) == ("Άλλη", giorgos, 3)
    assert "Άλλη" in client.get(f"/tasks/{task.pk}/").content.decode()
    client.post(f"/tasks/{task.pk}/cancel/", {"reason": "Λάθος"})
    task.refresh_from_db()
    assert (task.state, task.result) == (TaskState.CANCELLED, "Λάθος")


def test_crews_are_made_and_changed(maria: User, giorgos: User, client_as: SignIn) -> None:
    client = client_as(maria)
    client.post("/crews/new/", {"code": "Β", "name": "Βάρδια", "members": [giorgos.pk], "is_active": "on"})
    crew = Crew.objects.get()
    assert list(crew.members.all()) == [giorgos]
    client.post(f"/crews/{crew.pk}/", {"code": "Β", "name": "Βραδινό", "members": []})
    crew.refresh_from_db()
    assert (crew.name, crew.is_active, crew.members.count()) == ("Βραδινό", False, 0)
    assert "Βραδινό" in client.get("/crews/").content.decode()


def test_lists_keep_to_their_budgets_however_many(
    maria: User, giorgos: User, client_as: SignIn, budget: Callable[[str], object]
) -> None:
    build_network()
    crew = make_crew(maria, "Α", giorgos)
    for number in range(12):
        task = make_task(maria, f"Εργασία {number}", assignee=giorgos, crew=crew)
    start_task(actor=giorgos, task=task)
    office, phone = client_as(maria), client_as(giorgos)
    for name, client, path in (
        ("fieldwork:task_list", office, "/tasks/"),
        ("fieldwork:crew_list", office, "/crews/"),
        ("fieldwork:task_mine", phone, "/tasks/mine/"),
        ("fieldwork:task_detail", phone, f"/tasks/{task.pk}/"),
        ("api_task_list", phone, "/api/v1/tasks/"),
    ):
        client.get(path)  # what a process learns once is not counted
        with budget(name):  # type: ignore[attr-defined]  # a context manager
            assert client.get(path).status_code == 200
