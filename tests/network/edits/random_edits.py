"""Edits such as people make, chosen by chance: for stories in which nobody knows what comes next."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import TypeVar
from uuid import UUID

from django.contrib.gis.geos import Point

from gis_core.models import User
from network.choices import LinkStatus, NodeKind, ValveCondition, ValveState
from network.models import Node, Pipe, ShutoffValve, SupplySystem
from network.selectors.edits import find_redoable, find_undoable
from network.selectors.snapping import find_snaps
from network.services.attributes import change_attributes
from network.services.deleting import delete_object
from network.services.drawing import add_pipe, draw_pipe, move_vertices
from network.services.joining import join_pipes, reconnect_end, reverse_pipe
from network.services.nodes import add_node, merge_nodes, move_node
from network.services.shutoffs import add_shutoff, check_valve
from network.services.splitting import insert_link, split_pipe
from network.services.undo import undo_edit
from network.types import DrawnPoint

Act = Callable[[Random, User, SupplySystem], object]


class NothingThere(Exception):
    """There is no such object to be edited."""


M = TypeVar("M", Node, Pipe, ShutoffValve)


def any_of(rng: Random, model: type[M], system: SupplySystem) -> M:
    """Return one of the system's rows, whichever."""
    keys = list(model._default_manager.filter(system=system).order_by("pk").values_list("pk", flat=True))
    found = model._default_manager.filter(pk=rng.choice(keys)).first() if keys else None
    if found is None:
        raise NothingThere
    return found


def _near(rng: Random, point: Point, by_m: float) -> Point:
    return Point(point.x + rng.uniform(-by_m, by_m), point.y + rng.uniform(-by_m, by_m), srid=point.srid)


def split(rng: Random, actor: User, system: SupplySystem) -> object:
    pipe = any_of(rng, Pipe, system)
    return split_pipe(actor=actor, pipe=pipe, fraction=rng.random(), version=pipe.version)


def join(rng: Random, actor: User, system: SupplySystem) -> object:
    node = any_of(rng, Node, system)
    pipe = Pipe.objects.filter(start_node=node).first() or Pipe.objects.filter(end_node=node).first()
    return join_pipes(actor=actor, node=node, keep=pipe, version=node.version)


def move(rng: Random, actor: User, system: SupplySystem) -> object:
    node = any_of(rng, Node, system)
    return move_node(actor=actor, node=node, point=_near(rng, node.geom, 20), version=node.version)


def bend(rng: Random, actor: User, system: SupplySystem) -> object:
    pipe = any_of(rng, Pipe, system)
    middle = _near(rng, pipe.geom.interpolate_normalized(0.5), 15)
    return move_vertices(actor=actor, pipe=pipe, corners=[(middle.x, middle.y)], version=pipe.version)


def reverse(rng: Random, actor: User, system: SupplySystem) -> object:
    return reverse_pipe(actor=actor, pipe=any_of(rng, Pipe, system))


def reconnect(rng: Random, actor: User, system: SupplySystem) -> object:
    node = any_of(rng, Node, system)
    return reconnect_end(actor=actor, pipe=any_of(rng, Pipe, system), at_end=rng.random() < 0.5, node=node)


def merge(rng: Random, actor: User, system: SupplySystem) -> object:
    return merge_nodes(actor=actor, keep=any_of(rng, Node, system), gone=any_of(rng, Node, system))


def delete(rng: Random, actor: User, system: SupplySystem) -> object:
    chosen = rng.randrange(3)
    obj: Node | Pipe | ShutoffValve = any_of(rng, Node, system)
    if chosen:
        obj = any_of(rng, Pipe, system) if chosen == 1 else any_of(rng, ShutoffValve, system)
    return delete_object(actor=actor, obj=obj, with_dependents=rng.random() < 0.7)


def add(rng: Random, actor: User, system: SupplySystem) -> object:
    place = _near(rng, any_of(rng, Node, system).geom, 60)
    return add_node(
        actor=actor, system=system, kind=rng.choice([NodeKind.JUNCTION, NodeKind.HYDRANT]), point=place
    )


def lay(rng: Random, actor: User, system: SupplySystem) -> object:
    start, end = any_of(rng, Node, system), any_of(rng, Node, system)
    return add_pipe(actor=actor, start=start, end=end, diameter_mm=rng.choice([63, 90, 110]))


def draw(rng: Random, actor: User, system: SupplySystem) -> object:
    points = []
    for _number in range(rng.randint(2, 4)):
        place = _near(rng, any_of(rng, Node, system).geom, 30)
        snaps = find_snaps(place, 25, system)
        snap = rng.choice(snaps) if snaps and rng.random() < 0.8 else None
        points.append(
            DrawnPoint(
                place.x, place.y,
                node_id=snap.object_id if snap and snap.kind == "node" else None,
                pipe_id=snap.object_id if snap and snap.kind == "pipe" else None,
                fraction=snap.fraction if snap else None,
            )
        )  # fmt: skip
    return draw_pipe(actor=actor, system=system, points=points, attributes={"diameter_mm": 90})


def put_valve(rng: Random, actor: User, system: SupplySystem) -> object:
    return add_shutoff(actor=actor, pipe=any_of(rng, Pipe, system), fraction=rng.random())


def put_link(rng: Random, actor: User, system: SupplySystem) -> object:
    pipe, kind = any_of(rng, Pipe, system), rng.choice(["valve", "pump"])
    values = {"kind": "prv", "setting": 30} if kind == "valve" else {"power_kw": 5}
    return insert_link(actor=actor, pipe=pipe, link=kind, fraction=rng.random(), **values)


def work_valve(rng: Random, actor: User, system: SupplySystem) -> object:
    return check_valve(
        actor=actor, valve=any_of(rng, ShutoffValve, system), request_key=UUID(int=rng.getrandbits(128)),
        state=rng.choice(list(ValveState)), condition=rng.choice(list(ValveCondition)),
    )  # fmt: skip


def write(rng: Random, actor: User, system: SupplySystem) -> object:
    pipe = any_of(rng, Pipe, system)
    values = {
        "laid_year": rng.randint(1950, 2025),
        "status": rng.choice([LinkStatus.OPEN, LinkStatus.CLOSED]),
    }
    return change_attributes(actor=actor, record=pipe, values=values, version=pipe.version)


def undo(rng: Random, actor: User, system: SupplySystem) -> object:
    edit = find_undoable(actor)
    if edit is None:
        raise NothingThere
    return undo_edit(actor=actor, edit=edit)


def redo(rng: Random, actor: User, system: SupplySystem) -> object:
    edit = find_redoable(actor)
    if edit is None:
        raise NothingThere
    return undo_edit(actor=actor, edit=edit)


CHANGES: tuple[Act, ...] = (
    split, join, move, bend, reverse, reconnect, merge, delete, add, lay, draw, put_valve, put_link, work_valve, write,
)  # fmt: skip
ACTS: tuple[Act, ...] = (*CHANGES, undo, redo)
