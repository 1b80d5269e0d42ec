"""OR-Tools' routing on the same distances, in a virtual environment of its own: it is no part of the product."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from bench.report import tell

ROOT = Path(__file__).resolve().parents[1]
#: The version that was measured.
_PACKAGES = ("ortools==9.15.6755", "numpy")
_HOME = ROOT / ".local" / "bench-peers" / "ortools"
#: What runs there: guided local search from the cheapest arcs, as its manual has it for rounds.
_PROGRAM = """
import json, sys
import numpy as np
from ortools.constraint_solver import pywrapcp, routing_enums_pb2 as enums
metres = np.load(sys.argv[1]).astype(int)
manager = pywrapcp.RoutingIndexManager(len(metres), 1, 0)
routing = pywrapcp.RoutingModel(manager)
rows = metres.tolist()
arc = routing.RegisterTransitMatrix(rows)
routing.SetArcCostEvaluatorOfAllVehicles(arc)
asked = pywrapcp.DefaultRoutingSearchParameters()
asked.first_solution_strategy = enums.FirstSolutionStrategy.PATH_CHEAPEST_ARC
asked.local_search_metaheuristic = enums.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
asked.time_limit.FromMilliseconds(int(float(sys.argv[2]) * 1000))
found = routing.SolveWithParameters(asked)
order, at = [], routing.Start(0)
while not routing.IsEnd(at):
    order.append(manager.IndexToNode(at))
    at = found.Value(routing.NextVar(at))
print(json.dumps(order))
"""


def _uv() -> str:
    own = ROOT / ".local" / "bootstrap" / "bin" / "uv"
    return str(own) if own.exists() else "uv"


def install_peer() -> Path | None:
    """Return the peer's Python, installed at the first time; None where it cannot be had."""
    program = _HOME / "bin" / "python"
    if (_HOME / "installed").exists():
        return program
    try:
        subprocess.run(
            [_uv(), "venv", "--quiet", "--clear", "--python", sys.executable, str(_HOME)], check=True
        )
        subprocess.run([_uv(), "pip", "install", "--quiet", "--python", str(program), *_PACKAGES], check=True)
    except (OSError, subprocess.CalledProcessError):
        tell("walk-order: OR-Tools cannot be installed, so no peer")
        return None
    (_HOME / "installed").touch()
    return program


def peer_round(program: Path, metres: np.ndarray, seconds: float) -> list[int]:
    """Return the round that the peer finds in so many seconds, its start not counted."""
    with tempfile.NamedTemporaryFile(suffix=".npy") as file:
        np.save(file, metres)
        file.flush()
        answer = subprocess.run(
            [str(program), "-c", _PROGRAM, file.name, str(seconds)],
            check=True,
            capture_output=True,
            text=True,
        )
    order: list[int] = json.loads(answer.stdout)
    return order
