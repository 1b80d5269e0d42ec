"""One process commits an edit, the other's very next question sees it, over and over, and never loads anew."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from network.choices import ValveState
from network.models import Pipe, ShutoffValve
from tests.factories.drawn import Drawing, build_drawing
from tests.factories.network import make_node, make_pipe, make_shutoff

ROOT = Path(__file__).parents[3]
#: A worker's process: it is asked for a pipe a line, and answers what an isolation there does.
READER = """
import json, sys
import django
django.setup()
from django.db import connection
from network.domain.answers import Spot
from network.errors import IsolationError
from network.selectors.graph import count_loads
from network.selectors.isolation import isolate_from
for line in sys.stdin:
    try:
        answer = isolate_from([Spot("pipe", int(line))])
        told = {"whys": {valve.code: valve.why for valve in answer.valves}, "drained": answer.drained.pipe_ids}
    except IsolationError as error:
        told = {"refused": error.code}
    connection.close()
    print(json.dumps({**told, "loads": count_loads()}), flush=True)
"""


class Reader:
    """The other process."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def ask(self, pipe: Pipe) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{pipe.pk}\n")
        self._process.stdin.flush()
        told: dict[str, Any] = json.loads(self._process.stdout.readline())
        assert told.pop("loads") == 1
        return told


@contextmanager
def reader() -> Iterator[Reader]:
    given = connection.settings_dict
    address = f"postgis://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}/{given['NAME']}"
    environment = {**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "gis_core.settings"}
    with subprocess.Popen(
        [sys.executable, "-c", READER],
        env=environment, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as process:  # fmt: skip
        yield Reader(process)
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(30) == 0


def turn_valve(drawing: Drawing, other: Reader, turn: int) -> None:
    """Close v3 or open it again: the break on p2 behind it has one valve more or less to close."""
    state = ValveState.OPEN if turn % 2 else ValveState.CLOSED
    ShutoffValve.objects.filter(pk=drawing.valves["v3"].pk).update(state=state)
    told = other.ask(drawing.pipes["p2"])
    assert told["whys"] == {"v2": "close", "v3": "close" if turn % 2 else "closed"}


def lay_and_lift(drawing: Drawing, other: Reader, turn: int) -> None:
    """Hang a pipe with a valve on C, cut it in two, take it all away."""
    system = drawing.nodes["C"].system
    far = make_node(system, f"X{turn}", 300, 300)
    pipe = make_pipe(f"x{turn}", drawing.nodes["C"], far)
    assert set(other.ask(pipe)["drained"]) == {drawing.pipes["p3"].pk, pipe.pk}
    valve = make_shutoff(f"xv{turn}", pipe)
    assert other.ask(pipe) == {"whys": {valve.code: "close"}, "drained": [pipe.pk]}
    middle = make_node(system, f"Y{turn}", 300, 200)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE network_pipe AS p SET end_node_id = n.id, geom = ST_MakeLine(ST_StartPoint(p.geom), n.geom)"
            " FROM network_node AS n WHERE n.id = %s AND p.id = %s",
            [middle.pk, pipe.pk],
        )
    assert other.ask(pipe) == {"whys": {valve.code: "close"}, "drained": [pipe.pk]}
    rest = make_pipe(f"z{turn}", middle, far)
    assert other.ask(rest)["drained"] == [pipe.pk, rest.pk]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM network_pipe WHERE id = %s", [rest.pk])
    assert other.ask(rest) == {"refused": "unknown_spot"}
    assert other.ask(pipe)["drained"] == [pipe.pk]
    valve.delete()
    pipe.delete()
    assert other.ask(drawing.pipes["p6"])["whys"] == {"v6": "close", "v7": "closed", "v8": "needless"}


def check(turns: int) -> None:
    drawing = build_drawing()
    with reader() as other:
        assert other.ask(drawing.pipes["p2"])["whys"] == {"v2": "close", "v3": "close"}
        for turn in range(turns):
            turn_valve(drawing, other, turn)
            if turn % 10 == 0:
                lay_and_lift(drawing, other, turn)


@pytest.mark.usefixtures("committed_db")
def test_the_next_question_sees_an_edit_of_another_process() -> None:
    check(100)


@pytest.mark.soak
@pytest.mark.usefixtures("committed_db")
def test_the_next_question_sees_each_of_a_thousand_edits_of_another_process() -> None:
    check(1000)
