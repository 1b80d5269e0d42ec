"""A run of EPANET over a file, by wntr."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]
LITRES = 1000.0
#: What EPANET tells of a step and goes on: no balance, only with held statuses, cut off, pumps, valves, pressures.
_UNBALANCED, _UNSTABLE, _NEGATIVE = 1, 2, 6
_HOUR_S = 3600


class EpanetRefused(Exception):
    """EPANET does not calculate the file; `number` is its own of the error, 1 where it found no balance."""

    def __init__(self, number: int, detail: str = "", hour: float = 0.0) -> None:
        """Keep what it said, and of which hour."""
        super().__init__(number, detail)
        self.number = number
        self.detail = detail
        self.hour = hour


@dataclass(frozen=True)
class EpanetRun:
    """What EPANET made of a file: a row for each step, a column for each node or link by its name there."""

    times_s: list[int]
    nodes: list[str]
    links: list[str]
    demand_l_s: Values
    head_m: Values
    pressure_m: Values
    flow_l_s: Values
    velocity_m_s: Values
    is_unstable: bool = False
    has_negative: bool = False


def run_epanet(text: str, *, on_step: Callable[[int], None] = lambda _second: None) -> EpanetRun:
    """Run EPANET over the text of a file in a folder of its own; `on_step` hears the second of each step.

    Raises:
        EpanetRefused: EPANET refuses the file, or finds no balance.
    """
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "run.inp").write_text(text, encoding="utf-8")
        warned = _solve(place, on_step)
        binary = import_module("wntr.epanet.io").BinFile()
        results = binary.read(str(place / "run.bin"))
    frames = {**results.node, **results.link}
    nodes, links = list(results.node["demand"].columns), list(results.link["flowrate"].columns)

    def values(name: str, factor: float = 1.0) -> Values:
        return np.asarray(frames[name].to_numpy(), dtype=np.float64) * factor

    return EpanetRun(
        times_s=[int(t) for t in results.node["demand"].index],
        nodes=nodes,
        links=links,
        demand_l_s=values("demand", LITRES),
        head_m=values("head"),
        pressure_m=values("pressure"),
        flow_l_s=values("flowrate", LITRES),
        velocity_m_s=values("velocity"),
        is_unstable=_UNSTABLE in warned,
        has_negative=_NEGATIVE in warned,
    )


def _solve(place: Path, on_step: Callable[[int], None]) -> set[int]:
    """Solve all steps and write run.bin; return the numbers of the warnings."""
    toolkit = import_module("wntr.epanet.toolkit")
    logging.getLogger("wntr").setLevel(logging.CRITICAL)
    engine: Any = toolkit.ENepanet(version=2.2)
    try:
        warned = _step_through(engine, place, on_step)
    except toolkit.EpanetException as error:
        number = int(engine.errcode)
        engine.ENclose()  # else its report is not written out
        raise EpanetRefused(number, _errors_in(place / "run.rpt"), engine.cur_time / _HOUR_S) from error
    except BaseException:
        engine.ENclose()
        raise
    engine.ENclose()
    return warned


def _step_through(engine: Any, place: Path, on_step: Callable[[int], None]) -> set[int]:
    warned: set[int] = set()
    engine.ENopen(*(str(place / f"run.{kind}") for kind in ("inp", "rpt", "bin")))
    engine.ENopenH()
    engine.ENinitH(1)
    step = 1
    while step > 0:
        second = engine.ENrunH()
        warned.add(int(engine.errcode))
        if _UNBALANCED in warned:
            raise EpanetRefused(_UNBALANCED, hour=second / _HOUR_S)
        on_step(second)
        step = engine.ENnextH()
    engine.ENcloseH()
    engine.ENsaveH()
    return warned


def _errors_in(report: Path) -> str:
    """Return what EPANET's report says of errors."""
    text = report.read_text(encoding="utf-8", errors="replace") if report.exists() else ""
    lines = [line.strip() for line in text.splitlines()]
    return " ".join(line for line in lines if line.startswith("Error"))[:500]
