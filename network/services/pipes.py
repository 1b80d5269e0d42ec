"""What is written on many pipes at once."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.db.models import QuerySet

from gis_core.models import User
from network.models import Material, Node, Pipe


@transaction.atomic
def describe_pipes(
    *, actor: User | None, pipe_ids: Collection[int], material: Material | None, laid_year: int | None
) -> int:
    """Write material and year on pipes that were laid together; their history tells it. Return how many changed."""
    same = {"material": material, "laid_year": laid_year}
    wanted = Pipe.objects.filter(pk__in=pipe_ids).exclude(**same)
    while not _hold(wanted):
        pass
    return wanted.update(**same)


def _hold(wanted: QuerySet[Pipe]) -> bool:
    """Hold nodes and then pipes, each by key, as every edit does; False when a pipe was given other ends meanwhile."""
    point = transaction.savepoint()
    ends = {node for pair in wanted.values_list("start_node_id", "end_node_id") for node in pair}
    nodes = Node.objects.filter(pk__in=ends).order_by("pk").select_for_update(of=("self",), no_key=True)
    held = set(nodes.values_list("pk", flat=True))
    pipes = wanted.order_by("pk").select_for_update(of=("self",), no_key=True)
    if all(held.issuperset(pair) for pair in pipes.values_list("start_node_id", "end_node_id")):
        transaction.savepoint_commit(point)
        return True
    transaction.savepoint_rollback(point)  # which lets go of what was held
    return False
