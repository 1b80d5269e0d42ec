"""The office's pages of faults and cuts: list, card, acts, search."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.contrib.gis.geos import LineString
from django.test import Client
from django.utils import timezone

from faults.choices import FaultState
from faults.models import Fault
from faults.search import find_faults
from faults.selectors.places import degrees_of
from faults.services.reports import join_fault, report_fault
from gis_core.choices import Role
from gis_core.models import AccessRecord, User
from network.models import Node, Pipe, SupplySystem, Zone
from notifications.models import Message
from outages.choices import OutageState
from outages.models import Outage
from outages.selectors.shapes import as_geojson
from outages.services.outages import approve_outage
from tests.factories.billing import make_utility
from tests.factories.network import point
from tests.factories.outages import make_outage, settle_ermou
from tests.factories.people import make_staff
from tests.faults.test_reports import leak_at, photo_with_position
from tests.world import build_network

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def petros() -> User:
    make_utility()
    build_network()
    planner = make_staff("petros", Role.PLANNER)
    settle_ermou(planner)
    return planner


def test_a_technician_takes_a_fault_to_the_end(client: Client) -> None:
    thanasis = make_staff("thanasis", Role.TECHNICIAN)
    fault = report_fault(actor=None, new=leak_at(100, 203, name="Νίκος")).fault
    client.force_login(thanasis)
    assert "Νίκος" in client.get(f"/faults/{fault.pk}/").content.decode()
    client.post(
        f"/faults/{fault.pk}/work/",
        {
            "assigned_to": thanasis.pk,
            "priority": "urgent",
            "expected_at": "2026-12-01T15:00",
            "pipe_code": "p4",
        },
    )
    client.post(f"/faults/{fault.pk}/say/", {"state": "in_progress", "text": "Σκάβουμε"})
    client.post(f"/faults/{fault.pk}/say/", {"state": "restored", "text": ""})
    fault.refresh_from_db()
    assert (fault.state, fault.assigned_to) == (FaultState.RESTORED, thanasis)
    assert fault.pipe is not None
    assert fault.pipe.code == "p4"
    assert fault.expected_at is not None
    assert fault.expected_at.isoformat() == "2026-12-01T13:00:00+00:00"
    assert [update.state for update in fault.updates.all()] == ["new", "in_progress", "restored"]


def test_a_note_for_colleagues_beside_a_step_reaches_no_reporter(client: Client, petros: User) -> None:
    report = report_fault(actor=None, new=leak_at(100, 203, email="nikos@example.gr"))
    Message.objects.all().delete()
    client.force_login(petros)
    said = {"state": "accepted", "text": "Ο σκύλος δαγκώνει", "for_staff": "on"}
    client.post(f"/faults/{report.fault.pk}/say/", said)
    assert [(u.state, u.text, u.is_public) for u in report.fault.updates.all()[1:]] == [
        ("accepted", "", True), ("accepted", "Ο σκύλος δαγκώνει", False),
    ]  # fmt: skip
    assert ["Ο σκύλος δαγκώνει" in message.body for message in Message.objects.all()] == [False]
    assert "Ο σκύλος δαγκώνει" not in client.get(f"/report/{report.token}/").content.decode()


def test_saving_the_work_keeps_the_pipe_where_two_systems_share_its_code(
    client: Client, petros: User
) -> None:
    fault = report_fault(actor=None, new=leak_at(190, 205)).fault
    assert fault.pipe is not None
    other = SupplySystem.objects.create(code="other", name="Άλλο", source="-")
    ends = [
        Node.objects.create(system=other, code=code, kind="junction", geom=point(east, 900), elevation_m=0)
        for code, east in (("a", 0), ("b", 50))
    ]
    line = LineString(ends[0].geom.coords, ends[1].geom.coords, srid=2100)
    far = Pipe.objects.create(
        pk=fault.pipe.pk - 1_000_000, system=other, code=fault.pipe.code, start_node=ends[0], end_node=ends[1],
        geom=line, diameter_mm=100,
    )  # fmt: skip
    client.force_login(petros)
    work = {"assigned_to": "", "priority": "low", "expected_at": "", "pipe_code": far.code}
    client.post(f"/faults/{fault.pk}/work/", work)
    fault.refresh_from_db()
    assert (fault.priority, fault.pipe.system) == ("low", fault.pipe.start_node.system)
    assert fault.pipe != far
    Fault.objects.filter(pk=fault.pk).update(pipe=None)
    client.post(f"/faults/{fault.pk}/work/", work)
    fault.refresh_from_db()
    assert fault.pipe != far


def test_a_fault_that_many_reported_costs_no_more_to_read(
    client: Client,
    petros: User,
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    photo = photo_with_position()
    fault = report_fault(actor=None, new=leak_at(100, 203, photos=[photo])).fault
    for _more in range(12):
        join_fault(actor=None, fault=fault, new=leak_at(100, 203, photos=[photo]))
    client.force_login(petros)
    with django_assert_max_num_queries(40):
        page = client.get(f"/faults/{fault.pk}/")
    assert [len(photos) for _report, photos in page.context["reports"]] == [1] * 13


def test_the_list_filters_and_exports(client: Client, petros: User) -> None:
    first = report_fault(actor=None, new=leak_at(100, 203)).fault
    Fault.objects.filter(pk=first.pk).update(state=FaultState.RESTORED, closed_at=timezone.now())
    second = report_fault(actor=None, new=leak_at(200, 203)).fault
    client.force_login(petros)
    page = client.get("/faults/?state=open").content.decode()
    assert second.reference in page
    assert first.reference not in page
    assert second.reference in b"".join(client.get("/faults/?export=csv")).decode("utf-8-sig")


def test_a_fault_is_found_by_number_and_address(petros: User) -> None:
    fault = report_fault(actor=None, new=leak_at(100, 203)).fault
    for query in (fault.reference, "1", "00001", "Ερμού"):
        assert [hit.url for hit in find_faults(query, petros, 5)] == [f"/faults/{fault.pk}/"]


def test_a_cashier_has_no_business_with_faults(client: Client) -> None:
    client.force_login(make_staff("maria", Role.CASHIER))
    assert client.get("/faults/").status_code == 403


def plan(**more: str) -> dict[str, str]:
    return {
        "kind": "planned_cut", "title": "Ερμού", "reason": "Δικλείδα", "starts_at": "2026-12-01T08:00",
        "ends_at": "2026-12-01T15:00", "instructions": "", "area_note": "", **more,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("where", "connections"),
    [
        ({"area_source": "radius", "address": "Ερμού 5", "radius_m": "50"}, 3),
        ({"area_source": "zone"}, 4),
        ({"area_source": "drawn"}, 3),
    ],
    ids=["radius", "zone", "drawn"],
)
def test_a_cut_is_planned_in_three_ways(
    client: Client, petros: User, where: dict[str, str], connections: int
) -> None:
    if where["area_source"] == "zone":
        where = {**where, "zone": str(Zone.objects.get(code="ΟΛΗ").pk)}
    if where["area_source"] == "drawn":
        where = {**where, "area": as_geojson(make_outage(petros).geom)}
    client.force_login(petros)
    count = client.post("/outages/area-count/", where)
    assert f'<dd class="figure">{connections}</dd>' in count.content.decode()
    response = client.post("/outages/new/", plan(**where))
    outage = Outage.objects.latest("id")
    assert response["Location"] == f"/outages/{outage.pk}/"
    assert outage.geom.valid
    client.post(f"/outages/{outage.pk}/approve/")
    outage.refresh_from_db()
    assert (outage.state, outage.affected.count()) == (OutageState.APPROVED, connections)


def test_an_area_that_cannot_be_is_said_beside_its_field(client: Client, petros: User) -> None:
    client.force_login(petros)
    response = client.post("/outages/new/", plan(area_source="drawn", area="no geojson"))
    assert response.status_code == 422
    assert "area_source" in response.context["form"].errors
    assert not Outage.objects.exists()


def test_times_in_the_wrong_order_are_said_beside_the_end(client: Client, petros: User) -> None:
    outage = make_outage(petros)
    approve_outage(actor=petros, outage=outage)
    client.force_login(petros)
    times = {"starts_at": "2026-12-01T10:00", "ends_at": "2026-12-01T09:00"}
    answer = client.post(f"/outages/{outage.pk}/times/", times)
    assert answer.status_code == 422
    assert {
        name: [e.code for e in errors]
        for name, errors in answer.context["times_form"].errors.as_data().items()
    } == {"ends_at": ["order"]}


def test_names_of_the_sensitive_are_read_by_few_and_each_reading_is_recorded(
    client: Client, petros: User
) -> None:
    outage = make_outage(petros)
    approve_outage(actor=petros, outage=outage)
    client.force_login(make_staff("thanasis", Role.TECHNICIAN))
    assert "Bill" not in client.get(f"/outages/{outage.pk}/").content.decode()
    assert not AccessRecord.objects.exists()
    client.force_login(petros)
    assert "Bill" in client.get(f"/outages/{outage.pk}/").content.decode()
    assert (
        AccessRecord.objects.filter(user=petros, subject="outages.outage", subject_id=outage.pk).count() == 1
    )


def test_a_draft_shows_what_announcing_does(client: Client, petros: User) -> None:
    client.force_login(petros)
    page = client.get(f"/outages/{make_outage(petros).pk}/").content.decode()
    assert "1 e-mail is sent" in page
    assert "1 SMS is sent" in page


def test_the_map_shows_what_the_filters_keep(client: Client, petros: User) -> None:
    restored = report_fault(actor=None, new=leak_at(100, 203)).fault
    Fault.objects.filter(pk=restored.pk).update(state=FaultState.RESTORED, closed_at=timezone.now())
    urgent = report_fault(actor=None, new=leak_at(200, 203)).fault
    Fault.objects.filter(pk=urgent.pk).update(priority="urgent")
    client.force_login(petros)

    answer = client.get("/faults/?state=open&export=geojson")

    assert answer["Content-Type"] == "application/geo+json"
    assert answer.json()["truncated"] is False
    (feature,) = answer.json()["features"]
    longitude, latitude = feature["geometry"]["coordinates"]
    assert (feature["id"], feature["geometry"]["type"]) == (urgent.pk, "Point")
    assert abs(longitude - degrees_of(urgent.geom)[0]) < 1e-6
    assert abs(latitude - degrees_of(urgent.geom)[1]) < 1e-6
    assert feature["properties"]["title"] == urgent.reference
    assert feature["properties"]["url"] == f"/faults/{urgent.pk}/"
    kinds = [feature["properties"][name] for name in ("tone", "icon", "size", "sign")]
    assert kinds == ["bad", "x-circle", "large", "!"]


def test_the_map_gives_what_is_in_view_and_not_too_much(
    client: Client, petros: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    west = report_fault(actor=None, new=leak_at(100, 203)).fault
    east = report_fault(actor=None, new=leak_at(300, 203)).fault
    client.force_login(petros)
    longitude, latitude = degrees_of(west.geom)
    box = f"{longitude - 1e-4},{latitude - 1e-4},{longitude + 1e-4},{latitude + 1e-4}"

    in_view = client.get(f"/faults/?export=geojson&bbox={box}").json()
    nonsense = client.get("/faults/?export=geojson&bbox=nan,1,x,2").json()
    monkeypatch.setattr("gis_core.pages.list_maps.MOST_MARKS", 1)
    cut_off = client.get("/faults/?export=geojson").json()

    assert [feature["id"] for feature in in_view["features"]] == [west.pk]
    assert [feature["id"] for feature in nonsense["features"]] == [east.pk, west.pk]
    assert ([feature["id"] for feature in cut_off["features"]], cut_off["truncated"]) == ([east.pk], True)


def test_the_map_of_cuts_leaves_out_what_is_over_until_it_is_asked_for(client: Client, petros: User) -> None:
    over, now = make_outage(petros), make_outage(petros, west_m=60, east_m=80)
    Outage.objects.filter(pk=over.pk).update(state=OutageState.CANCELLED)
    client.force_login(petros)

    shown = client.get("/outages/?export=geojson").json()["features"]
    asked = client.get("/outages/?export=geojson&state=cancelled").json()["features"]

    assert [(row["id"], row["geometry"]["type"]) for row in shown] == [(now.pk, "MultiPolygon")]
    assert [row["id"] for row in asked] == [over.pk]


def test_a_cashier_gets_no_marks_of_faults(client: Client) -> None:
    client.force_login(make_staff("maria", Role.CASHIER))
    assert client.get("/faults/?export=geojson").status_code == 403
