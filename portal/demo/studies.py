"""What the town's planner has calculated: a look over the topology, what each valve is worth, a day of pressures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from gis_core.choices import JobState
from gis_core.models import User
from gis_core.services.jobs import run_job_now
from network.models import SupplySystem
from network.services.criticality import run_criticality
from network.services.hydraulics import METERED, run_scenario
from network.services.topology import make_topology_report


def load_studies(*, planner: User, system: str, days: Sequence[date]) -> None:
    """Run the three over the town as it stands now; `days` are those of its readings."""
    town = SupplySystem.objects.get(code=system)
    make_topology_report(actor=planner, system=town)
    run_criticality(actor=planner)
    if len(days) < 2:
        return
    _, job = run_scenario(
        actor=planner, system=town, name="Μία ημέρα, με τη μετρημένη κατανάλωση", hours=24, demands=METERED,
        demands_from=days[-2], demands_to=days[-1],
    )  # fmt: skip
    run_job_now(job.pk)
    job.refresh_from_db()
    if job.state != JobState.DONE:
        raise RuntimeError(f"the demonstration's scenario failed: {job.error}")
