"""A run over the drawn network: what is kept, what is shown, what tiles learn of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import mapbox_vector_tile
import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gis_core.choices import Role
from gis_core.models import Job, User
from gis_core.services.jobs import run_job_now
from gis_core.tiles.functions import function_sql, install
from gis_core.tiles.registry import find_layer
from meters.models import Connection, Route
from network.choices import CriticalityGrade, ValveCondition
from network.models import CriticalityRun, CriticalValve, Segment, ShutoffValve, ValveCriticality
from network.services.criticality import FIND_CRITICALITY, run_criticality
from tests.factories.drawn import Drawing, build_drawing
from tests.factories.network import point

pytestmark = pytest.mark.django_db


@pytest.fixture
def drawing(db: None) -> Drawing:
    return build_drawing()


def hang(drawing: Drawing, number: str, pipe: str, people: int) -> None:
    route, _made = Route.objects.get_or_create(code="R1")
    Connection.objects.create(
        supply_number=number, pipe=drawing.pipes[pipe], pipe_fraction=0.5, people=people, route=route,
        route_position=int(number), geom=point(0, 0), opened_on=timezone.localdate(),
    )  # fmt: skip


def people(drawing: Drawing) -> None:
    for number, (pipe, count) in enumerate([("p2", 5), ("p3", 3), ("p6", 40), ("p9", 2)], start=1):
        hang(drawing, str(number), pipe, count)


def segment_of(drawing: Drawing, pipe: str) -> Any:
    middle = drawing.pipes[pipe].geom.interpolate_normalized(0.5)
    return Segment.objects.get(run=CriticalityRun.objects.latest("pk"), geom__dwithin=(middle, 0.01))


def test_segments_are_kept_with_what_their_loss_costs(drawing: Drawing) -> None:
    people(drawing)
    run = run_criticality(actor=None)
    assert (run.segments, run.valves) == (7, 8)
    assert (Segment.objects.filter(run=run).count(), run.valve_rows.count()) == (7, 8)
    broken = segment_of(drawing, "p3")
    assert (broken.pipes, broken.length_m, broken.valves) == (1, 100, 2)
    assert (broken.connections, broken.people) == (1, 3)
    assert (broken.dry_pipes, broken.dry_length_m) == (3, 300)
    assert (broken.dry_connections, broken.dry_people) == (2, 42)
    first = Segment.objects.get(run=run, number=1)
    assert first == segment_of(drawing, "p1")
    assert (first.dry_pipes, first.dry_connections, first.dry_people) == (9, 4, 50)


def test_valves_are_ranked_by_what_their_failure_adds(drawing: Drawing) -> None:
    people(drawing)
    run = run_criticality(actor=None)
    ranked = list(CriticalValve.objects.all())
    # A break on p2 without v3 or v2: the other side is shut off too, and all that has its water through it.
    assert [(row.code, row.added_connections, row.added_people) for row in ranked][:2] == [
        ("v9", 4, 50),
        ("v2", 3, 45),
    ]
    assert [row.rank for row in ranked] == list(range(1, 9))
    assert all(row.run_id == run.pk for row in ranked)
    assert [row.grade for row in ranked] == [CriticalityGrade.TOP, *[CriticalityGrade.SOME] * 7]


def test_a_valve_that_moved_or_went_is_shown_where_it_is(drawing: Drawing) -> None:
    run_criticality(actor=None)
    ShutoffValve.objects.filter(code="v9").update(offset_m=40)
    valve = ShutoffValve.objects.get(code="v9")
    assert CriticalValve.objects.get(code="v9").geom.equals(valve.geom)
    drawing.valves["v10"].delete()
    assert not CriticalValve.objects.filter(code="v10").exists()


def test_the_newest_run_shows_and_three_are_kept(drawing: Drawing) -> None:
    runs = [run_criticality(actor=None) for _turn in range(4)]
    assert list(CriticalityRun.objects.values_list("pk", flat=True)) == [run.pk for run in runs[:0:-1]]
    assert not Segment.objects.filter(run_id=runs[0].pk).exists()
    assert not ValveCriticality.objects.filter(run_id=runs[0].pk).exists()
    assert {row.run_id for row in CriticalValve.objects.all()} == {runs[-1].pk}
    drawing.valves["v9"].condition = ValveCondition.STUCK
    drawing.valves["v9"].save()
    run = run_criticality(actor=None)
    assert run.valves == 7
    assert not CriticalValve.objects.filter(code="v9").exists()


def test_a_network_of_nothing_is_run_over_too(db: None) -> None:
    run = run_criticality(actor=None)
    assert (run.segments, run.valves) == (0, 0)


def test_a_planner_starts_a_run_and_sees_it(
    drawing: Drawing, client_as: Callable[[User], Client], actor: Callable[..., User]
) -> None:
    people(drawing)
    maria = client_as(actor(Role.PLANNER))
    assert maria.get(reverse("network:critical_valve_list")).status_code == 200
    assert maria.get(reverse("network:criticality_start")).status_code == 200
    answer = maria.post(reverse("network:criticality_start"))
    job = Job.objects.get(kind=FIND_CRITICALITY)
    assert answer["Location"] == reverse("gis_core:job_detail", args=[job.pk])
    run_job_now(job.pk)
    assert CriticalityRun.objects.get().made_by == job.started_by
    listed = maria.get(reverse("network:critical_valve_list")).content.decode()
    assert listed.index("v9") < listed.index("v10")
    marks = maria.get(reverse("network:critical_valve_list"), {"export": "geojson"}).json()["features"]
    assert marks[0]["properties"]["tone"] == "bad"
    lines = maria.get(reverse("network:segment_list"), {"export": "geojson"}).json()["features"]
    assert {line["geometry"]["type"] for line in lines} == {"MultiLineString"}
    rows = maria.get(reverse("network:segment_list"), {"export": "csv"})
    assert len(b"".join(cast(Any, rows).streaming_content).splitlines()) == 8
    card = maria.get(reverse("network:segment_detail", args=[segment_of(drawing, "p3").pk]))
    assert "MultiLineString" in card.content.decode()


def test_the_layer_draws_the_newest_run_and_kept_tiles_of_it_are_old(drawing: Drawing) -> None:
    layer = find_layer("criticality")
    assert layer is not None
    people(drawing)
    name, text = function_sql(layer)
    x, y = tile_of(drawing.valves["v9"], 16)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO gis_core_tilecache (layers, z, x, y, seen, etag, body)"
            " VALUES ('criticality', 16, %(x)s, %(y)s, 0, '', ''), ('pipes', 16, %(x)s, %(y)s, 0, '', '')",
            {"x": x, "y": y},
        )
        run_criticality(actor=None)
        cursor.execute(
            "SELECT DISTINCT layer FROM gis_core_tilepurge WHERE cell = hydria_cell(16, %s, %s)", [x, y]
        )
        assert ("criticality",) in cursor.fetchall()
        install(name, text)
        cursor.execute(f"SELECT {name}(16, %s, %s)", [x, y])
        drawn = mapbox_vector_tile.decode(bytes(cursor.fetchone()[0]))["criticality"]["features"]
    assert {"code": "v9", "grade": "top", "rank": 1} in [feature["properties"] for feature in drawn]


def tile_of(valve: ShutoffValve, zoom: int) -> tuple[int, int]:
    half, size = 20037508.342789244, 2 * 20037508.342789244 / 2**zoom
    return int((valve.geom_3857.x + half) // size), int((half - valve.geom_3857.y) // size)
