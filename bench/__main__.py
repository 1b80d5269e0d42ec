"""Run benchmarks: `python -m bench [NAME] [--size N]`. Without a name, all.

A benchmark is a module of this package with a `measure(size)` that yields rows; `billing-run` is `bench/billing_run.py`.
"""

from __future__ import annotations

import argparse
import importlib
import sys

from bench.report import Row

#: In the order in which `make bench` runs them.
NAMES = ("billing-run", "tiles")


def main() -> int:
    """Print the rows of one benchmark or all; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("name", nargs="?", choices=NAMES)
    parser.add_argument("--size", type=int, help="how much, in the benchmark's own unit (default: its own)")
    arguments = parser.parse_args()
    missed = False
    for name in [arguments.name] if arguments.name else NAMES:
        module = importlib.import_module(f"bench.{name.replace('-', '_')}")
        size = arguments.size or module.SIZE
        row: Row
        for row in module.measure(size):
            print(row.as_json(), flush=True)
            missed = missed or row.goal_met is False
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
