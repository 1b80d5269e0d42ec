"""Cards, lists and forms of nodes, valves, service lines, stations, pumps and the catalogues."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from io import BytesIO
from typing import cast

import pytest
from django.contrib.gis.geos import MultiPolygon
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import StreamingHttpResponse
from django.test import Client
from django.urls import reverse
from PIL import Image

from documents.selectors.files import list_attachments
from gis_core.choices import Role
from network.choices import Lifecycle, NodeKind, ValveCondition, ValveState
from network.models import AssetType, Building, Material, Node, PipeSize, ShutoffValve, Station
from tests.factories.network import make_node, make_service_line, make_shutoff, make_station, square
from tests.factories.people import make_staff
from tests.world import TownNetwork, build_network

pytestmark = pytest.mark.django_db
Budget = Callable[[str], AbstractContextManager[object]]


@pytest.fixture
def town() -> TownNetwork:
    return build_network()


@pytest.fixture
def planner(client: Client) -> Client:
    client.force_login(make_staff("pavlos", Role.PLANNER))
    return client


@pytest.fixture
def technician() -> Client:
    client = Client()
    client.force_login(make_staff("takis", Role.TECHNICIAN))
    return client


def _photo() -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (40, 30), "blue").save(buffer, "PNG")
    return buffer.getvalue()


def test_every_kind_has_a_card_within_its_budget(
    technician: Client, town: TownNetwork, budget: Budget
) -> None:
    valve = make_shutoff("Β-7", town.pipes["p3"], state=ValveState.CLOSED, condition=ValveCondition.STUCK)
    cards = {
        "node_detail": (town.nodes["n5"].pk, "n5"),
        "pipe_detail": (town.pipes["p3"].pk, "p3"),
        "shutoff_detail": (valve.pk, "Β-7"),
        "service_line_detail": (make_service_line("Π-1", town.pipes["p3"], 0.3, (60, 210)).pk, "Π-1"),
        "station_detail": (make_station("Α-1", "Αντλιοστάσιο", 0, 180).pk, "Αντλιοστάσιο"),
        "valve_detail": (town.valve.pk, "v1"),
        "pump_detail": (town.pump.pk, "pump"),
    }
    for name, (pk, word) in cards.items():
        technician.get(reverse(f"network:{name}", args=[pk]))
        with budget(f"network:{name}"):
            answer = technician.get(reverse(f"network:{name}", args=[pk]))
        assert answer.status_code == 200, name
        assert word in answer.content.decode(), name


def test_a_nodes_card_names_the_links_at_it(technician: Client, town: TownNetwork) -> None:
    page = technician.get(reverse("network:node_detail", args=[town.nodes["n5"].pk])).content.decode()
    for code in ("p3", "p4", "p6"):
        assert reverse("network:pipe_detail", args=[town.pipes[code].pk]) in page
    assert reverse("network:valve_detail", args=[town.valve.pk]) in page
    assert reverse("network:pipe_detail", args=[town.pipes["p1"].pk]) not in page
    assert reverse("network:node_edit", args=[town.nodes["n5"].pk]) not in page


def test_shutoff_valves_are_filtered_by_state_and_condition(technician: Client, town: TownNetwork) -> None:
    make_shutoff("ΑΝΟΙΚΤΗ", town.pipes["p3"])
    make_shutoff("ΚΟΛΛΗΜΕΝΗ", town.pipes["p3"], at_end=True, condition=ValveCondition.STUCK)
    url = reverse("network:shutoff_list")
    stuck = technician.get(url, {"condition": "stuck"}).content.decode()
    assert "ΚΟΛΛΗΜΕΝΗ" in stuck
    assert "ΑΝΟΙΚΤΗ" not in stuck
    file = cast(StreamingHttpResponse, technician.get(url, {"export": "csv"}))
    assert "ΚΟΛΛΗΜΕΝΗ" in b"".join(cast(Iterable[bytes], file.streaming_content)).decode("utf-8-sig")


def test_a_planner_changes_a_node_and_only_a_tank_has_levels(planner: Client, town: TownNetwork) -> None:
    node = make_node(town.system, "H1", 50, 200, kind=NodeKind.HYDRANT)
    url = reverse("network:node_edit", args=[node.pk])
    assert "tank_level_m" not in planner.get(url).content.decode()
    assert (
        "tank_level_m"
        in planner.get(reverse("network:node_edit", args=[town.nodes["T1"].pk])).content.decode()
    )
    kind = AssetType.objects.filter(asset_class="hydrant").first()
    assert kind is not None

    answer = planner.post(
        url,
        {"code": "H-1", "kind": "hydrant", "lifecycle": "in_service", "asset_type": kind.pk, "elevation_m": "12,50",
         "installed_year": "1998", "version": node.version},
    )  # fmt: skip

    assert answer.status_code == 302
    node.refresh_from_db()
    assert (node.code, str(node.elevation_m), node.installed_year, node.asset_type) == (
        "H-1",
        "12.5000",
        1998,
        kind,
    )


def test_a_form_that_was_opened_before_anothers_change_is_refused(planner: Client, town: TownNetwork) -> None:
    valve = make_shutoff("Β-7", town.pipes["p3"])
    seen = valve.version
    ShutoffValve.objects.filter(pk=valve.pk).update(turns=12)

    answer = planner.post(
        reverse("network:shutoff_edit", args=[valve.pk]),
        {"code": "Β-7", "lifecycle": "in_service", "state": "closed", "condition": "working", "offset_m": "0",
         "version": seen},
    )  # fmt: skip

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "data-stale" in page
    assert f'name="version" value="{seen + 1}"' in page
    valve.refresh_from_db()
    assert (valve.state, str(valve.turns)) == ("open", "12.0")
    again = {
        "code": "Β-7", "lifecycle": "in_service", "state": "closed", "condition": "working", "offset_m": "0",
        "turns": "12", "version": seen,
    }  # fmt: skip
    url = reverse("network:shutoff_edit", args=[valve.pk])
    drawer = planner.post(url, again, headers={"HX-Request": "true"})
    assert drawer.status_code == 200
    assert "data-stale" in drawer.content.decode()
    assert planner.post(url, {**again, "version": seen + 1}).status_code == 302


def test_a_node_in_service_is_not_abandoned_under_its_pipes(planner: Client, town: TownNetwork) -> None:
    node = town.nodes["n5"]
    answer = planner.post(
        reverse("network:node_edit", args=[node.pk]),
        {"code": "n5", "kind": "junction", "lifecycle": "abandoned", "demand_l_s": "0"},
    )
    assert answer.status_code == 422
    node.refresh_from_db()
    assert node.lifecycle == Lifecycle.IN_SERVICE


def test_a_code_is_had_by_one_object_only(planner: Client, town: TownNetwork) -> None:
    answer = planner.post(
        reverse("network:node_edit", args=[town.nodes["n5"].pk]),
        {"code": "n6", "kind": "junction", "lifecycle": "in_service", "demand_l_s": "0"},
    )
    assert answer.status_code == 422
    assert Node.objects.filter(code="n6").count() == 1


def test_in_the_drawer_only_the_form_is_given_and_its_answer(planner: Client, town: TownNetwork) -> None:
    url = reverse("network:pump_edit", args=[town.pump.pk])
    form = planner.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in form
    assert f'hx-post="{url}"' in form
    given = {"code": "pump", "lifecycle": "in_service", "power_kw": "22", "speed": "1", "status": "open"}
    done = planner.post(url, given, headers={"HX-Request": "true"})
    assert done.status_code == 200
    assert "data-network-changed" in done.content.decode()


def test_photos_and_documents_are_attached_and_read_by_staff_only(
    technician: Client, town: TownNetwork
) -> None:
    url = reverse("network:object_attach", args=["pipe", town.pipes["p3"].pk])
    technician.post(url, {"file": SimpleUploadedFile("σκάμμα.png", _photo())})
    technician.post(url, {"file": SimpleUploadedFile("plan.pdf", b"%PDF-1.7 x")})
    technician.post(url, {"file": SimpleUploadedFile("virus.exe", b"MZ")})
    files = list_attachments(town.pipes["p3"])
    assert [(file.kind, file.name) for file in files] == [("photo", "σκάμμα.jpg"), ("document", "plan.pdf")]
    page = technician.get(reverse("network:pipe_detail", args=[town.pipes["p3"].pk])).content.decode()
    address = reverse("documents:attachment", args=[files[0].pk])
    assert address in page
    given = cast(StreamingHttpResponse, technician.get(address))
    assert b"".join(cast(Iterable[bytes], given.streaming_content)).startswith(b"\xff\xd8")
    consumer = Client()
    consumer.force_login(make_staff("katerina", Role.CONSUMER))
    assert consumer.get(address).status_code == 404


def test_a_station_is_put_on_the_map(planner: Client, town: TownNetwork) -> None:
    given = {"code": "Α-9", "name": "Γεώτρηση", "kind": "pumping", "lifecycle": "in_service"}
    url = reverse("network:station_create")
    assert planner.post(url, given).status_code == 422
    answer = planner.post(url, {**given, "longitude": "22,9400000", "latitude": "40.6400000"})
    station = Station.objects.get(code="Α-9")
    assert answer["Location"] == reverse("network:station_detail", args=[station.pk])
    assert planner.post(url, {**given, "longitude": "22.94", "latitude": "40.64"}).status_code == 422


def test_catalogues_are_kept_by_planners(planner: Client, technician: Client) -> None:
    pvc = Material.objects.get(code="PVC")
    assert (
        reverse("network:material_edit", args=[pvc.pk])
        in planner.get(reverse("network:material_list")).content.decode()
    )
    assert (
        reverse("network:material_edit", args=[pvc.pk])
        not in technician.get(reverse("network:material_list")).content.decode()
    )
    wrong = {"material": pvc.pk, "name": "Φ999", "outer_mm": "100", "inner_mm": "120", "is_offered": "on"}
    assert planner.post(reverse("network:pipe_size_create"), wrong).status_code == 422
    answer = planner.post(reverse("network:pipe_size_create"), {**wrong, "inner_mm": "90,5"})
    assert answer.status_code == 302
    size = PipeSize.objects.get(name="Φ999")
    assert str(size.inner_mm) == "90.50"
    size.delete()


def test_the_search_box_finds_valves_nodes_and_stations(technician: Client, town: TownNetwork) -> None:
    make_shutoff("ΒΑ-77", town.pipes["p3"])
    make_station("Α-1", "Αντλιοστάσιο Ερμού", 0, 180)
    url = reverse("gis_core:search")
    assert "ΒΑ-77" in technician.get(url, {"q": "βα-7"}).content.decode()
    assert "Αντλιοστάσιο" in technician.get(url, {"q": "αντλιοστασιο"}).content.decode()
    assert "T1" in technician.get(url, {"q": "t1"}).content.decode()


@pytest.mark.parametrize(
    "layer", ["pipes", "junctions", "sources", "shutoff_valves", "service_lines", "stations", "buildings"]
)
def test_the_drawer_leads_to_the_card(technician: Client, town: TownNetwork, layer: str) -> None:
    shown = {
        "pipes": town.pipes["p3"], "junctions": town.nodes["n1"], "sources": town.nodes["T1"],
        "shutoff_valves": make_shutoff("Β-7", town.pipes["p3"]),
        "service_lines": make_service_line("Π-1", town.pipes["p3"], 0.3, (60, 210)),
        "stations": make_station("Α-1", "Αντλιοστάσιο", 0, 180),
        "buildings": Building.objects.create(code="ΚΤ-1", geom=MultiPolygon(square(0, 0, 9, 9), srid=2100)),
    }[layer]  # fmt: skip
    page = technician.get(reverse("tiles:identify", args=[layer, shown.pk])).content.decode()
    assert f'/{shown.pk}/"' in page


def test_lists_are_filtered_by_what_was_worked_and_what_is_offered(
    technician: Client, town: TownNetwork
) -> None:
    make_shutoff("ΠΟΤΕ", town.pipes["p3"])
    worked = make_shutoff("ΧΘΕΣ", town.pipes["p3"], at_end=True)
    ShutoffValve.objects.filter(pk=worked.pk).update(last_worked_on="2026-11-23")
    url = reverse("network:shutoff_list")
    never = technician.get(url, {"worked": "True"}).content.decode()
    assert "ΠΟΤΕ" in never
    assert "ΧΘΕΣ" not in never
    once = technician.get(url, {"worked": "False"}).content.decode()
    assert "ΧΘΕΣ" in once
    assert "ΠΟΤΕ" not in once
    materials = reverse("network:material_list")
    offered = technician.get(materials, {"is_offered": "True"}).context["table"]
    withdrawn = technician.get(materials, {"is_offered": "False"}).context["table"]
    assert (len(offered.rows), len(withdrawn.rows)) == (12, 0)
