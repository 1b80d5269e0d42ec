"""Run benchmarks: `python -m bench [NAME] [--size N]`. Without a name, all, each in a process of its own.

A benchmark is a module of this package with a `SIZE` and a `measure(size)` that yields rows: `billing-run` is
`bench/billing_run.py`. Django stands on a database of the benchmark's own when the module is imported.
"""

from __future__ import annotations

import argparse
import importlib
import subprocess
import sys

from bench.database import open_database
from bench.report import Row

#: In the order in which `make bench` runs them.
NAMES = (
    "billing-run",
    "tiles",
    "outage-area",
    "fault-intake",
    "isolation",
    "network-import",
    "criticality",
    "topology",
    "readings-import",
    "walk-order",
)


def main() -> int:
    """Print the rows of one benchmark or all; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("name", nargs="?", choices=NAMES)
    parser.add_argument("--size", type=int, help="how much, in the benchmark's own unit (default: its own)")
    arguments = parser.parse_args()
    if arguments.name is None:
        commands = [[sys.executable, "-m", "bench", name, *sys.argv[1:]] for name in NAMES]
        return max([subprocess.run(command, check=False).returncode for command in commands])
    return _measure(arguments.name, arguments.size)


def _measure(name: str, size: int | None) -> int:
    stem = name.replace("-", "_")
    open_database(stem)
    module = importlib.import_module(f"bench.{stem}")
    missed = False
    row: Row
    for row in module.measure(size or module.SIZE):
        print(row.as_json(), flush=True)
        missed = missed or row.goal_met is False
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
