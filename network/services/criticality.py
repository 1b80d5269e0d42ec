"""What the loss of every segment costs and what the failure of every valve adds, found and kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from gis_core.jobs import JobContext
from gis_core.models import Job, User
from gis_core.services.jobs import enqueue_job
from network.domain.criticality import Criticality, find_criticality
from network.domain.keyed_graph import PIPE, KeyedGraph
from network.domain.units import Flags, Network, Numbers, Sums
from network.models import CriticalityRun
from network.services.pipe_weights import read_pipe_weights
from network.sql.criticality import forget_runs, read_pipes, write_run
from network.sql.graph import read_rows

Tell = Callable[[int], None]
FIND_CRITICALITY = "network.find_criticality"
#: Runs kept: the newest is shown, those before it are for comparison.
KEPT_RUNS = 3
#: Columns of the weights; the first that differs says which of two cuts is worse.
CONNECTIONS, PEOPLE, LENGTH, PIPES = range(4)


def enqueue_criticality(*, actor: User) -> Job:
    """Queue a run; while one is queued or running, that one is returned."""
    return enqueue_job(
        actor=actor, kind=FIND_CRITICALITY, title=_("What each segment and valve costs"), parameters={},
        key=FIND_CRITICALITY,
    )  # fmt: skip


def run_criticality_job(context: JobContext) -> dict[str, object]:
    """Run over the whole network as a job."""
    run = run_criticality(
        actor=context.job.started_by, tell=lambda percent: context.report(percent, 100, _("Calculating"))
    )
    told = _("Segments %(segments)d, valves %(valves)d.") % {"segments": run.segments, "valves": run.valves}
    return {"summary": told, "run": run.pk}


def run_criticality(*, actor: User | None, tell: Tell = lambda percent: None) -> CriticalityRun:
    """Find and keep what each segment's loss costs and each valve's failure adds; the run shows at once.

    Only water pipes in service count. `tell` hears how much is done, in percent.
    """
    tell(1)
    loaded = _load()
    found = find_criticality(loaded.network, loaded.weights, tell)
    tell(96)
    run = CriticalityRun.objects.create(made_by=actor)
    numbers = _segment_numbers(found)
    ranked = np.lexsort((found.valves, *_falling(found.added)))
    valve_ids = loaded.valve_at[found.valves[ranked]]
    write_run(
        run.pk, _pipe_rows(loaded, found, numbers), _segment_rows(found, numbers),
        _valve_rows(found, ranked, valve_ids),
    )  # fmt: skip
    run.segments, run.valves = len(numbers), len(ranked)
    run.finished_at = timezone.now()
    run.save(update_fields=["segments", "valves", "finished_at"])
    forget_runs(KEPT_RUNS)
    return run


@dataclass(frozen=True)
class _Loaded:
    network: Network
    weights: Sums
    pipe_ids: Numbers  # of each link: the key of the pipe that counts, or 0
    valve_at: Numbers  # of each end: the key of its shut-off valve, or 0


def _load() -> _Loaded:
    """Return the network as it is, with what hangs on each link."""
    keyed = KeyedGraph(read_rows(connection))
    graph = keyed.graph
    network = Network(
        nodes=graph.node_count, ends=np.array(graph.ends, np.int64),
        flows=np.frombuffer(bytes(graph.flows), np.uint8), gates=np.frombuffer(bytes(graph.gates), np.uint8),
        sources=np.array(sorted(graph.sources), np.int64),
    )  # fmt: skip
    keys, lengths = read_pipes()
    all_pipes = np.array(keyed.link_ids(range(graph.link_count), PIPE), np.int64)
    # Pipes come first among the links, by key.
    links = np.searchsorted(all_pipes, keys)
    links, known = _known(all_pipes, links, keys)
    pipe_ids = np.zeros(graph.link_count, np.int64)
    pipe_ids[links] = keys[known]
    weights = np.zeros((graph.link_count, 4))
    weights[links, LENGTH] = lengths[known]
    weights[links, PIPES] = 1
    people = np.array(list(read_pipe_weights()), np.int64).reshape(-1, 3)
    links, known = _known(all_pipes, np.searchsorted(all_pipes, people[:, 0]), people[:, 0])
    counted = pipe_ids[links] != 0
    np.add.at(weights, (links[counted], CONNECTIONS), people[known][counted, 1])
    np.add.at(weights, (links[counted], PEOPLE), people[known][counted, 2])
    return _Loaded(network, weights, pipe_ids, np.array(keyed.valve_at, np.int64))


def _known(keys: Numbers, places: Numbers, wanted: Numbers) -> tuple[Numbers, Flags]:
    """Return the places of those wanted that are there, and which these are."""
    inside = places < len(keys)
    found = inside.copy()
    found[inside] = keys[places[inside]] == wanted[inside]
    return places[found], found


def _falling(values: Sums) -> list[Sums]:
    """Return keys for np.lexsort by which the largest comes first: its last key counts most."""
    return [-values[:, column] for column in (PIPES, LENGTH, PEOPLE, CONNECTIONS)]


def _segment_numbers(found: Criticality) -> Numbers:
    """Return the segments that hold pipes that count, by what their loss costs: the first is number 1."""
    held = np.flatnonzero(found.drained[:, PIPES] > 0)
    own = np.unique(found.segment_of_link)
    held = held[np.isin(held, own)]
    return held[np.lexsort((held, *_falling((found.drained + found.dry)[held])))]


def _pipe_rows(loaded: _Loaded, found: Criticality, numbers: Numbers) -> Iterator[tuple[int, int]]:
    number_of = np.zeros(len(found.drained), np.int64)
    number_of[numbers] = np.arange(1, len(numbers) + 1)
    counted = loaded.pipe_ids != 0
    yield from zip(
        number_of[found.segment_of_link[counted]].tolist(), loaded.pipe_ids[counted].tolist(), strict=True
    )


def _segment_rows(found: Criticality, numbers: Numbers) -> Iterator[tuple[object, ...]]:
    drained, dry = found.drained[numbers], found.dry[numbers]
    yield from zip(
        range(1, len(numbers) + 1), _whole(drained, PIPES), _metres(drained),
        found.to_close[numbers].tolist(), _whole(drained, CONNECTIONS), _whole(drained, PEOPLE),
        _whole(dry, PIPES), _metres(dry), _whole(dry, CONNECTIONS), _whole(dry, PEOPLE), strict=True,
    )  # fmt: skip


def _valve_rows(found: Criticality, ranked: Numbers, valve_ids: Numbers) -> Iterator[tuple[object, ...]]:
    added, total = found.added[ranked], found.total[ranked]
    yield from zip(
        range(1, len(ranked) + 1), valve_ids.tolist(), _whole(added, CONNECTIONS), _whole(added, PEOPLE),
        _metres(added), _whole(total, CONNECTIONS), strict=True,
    )  # fmt: skip


def _whole(values: Sums, column: int) -> list[int]:
    return [int(value) for value in np.rint(values[:, column])]


def _metres(values: Sums) -> list[float]:
    """Return the lengths to the millimetre: what sums lose beyond it is no length."""
    return [float(value) for value in np.maximum(np.round(values[:, LENGTH], 3), 0)]
