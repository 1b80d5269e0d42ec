"""Celery tasks of the kernel: fetch, call one service."""

from celery import shared_task

from gis_core.services import jobs
from gis_core.tiles import store


@shared_task(name="gis_core.tasks.run_job")
def run_job(job_id: int) -> None:
    """Run a job unless it is done or held by another worker."""
    jobs.run_job_now(job_id)


@shared_task(name="gis_core.tasks.sweep_jobs")
def sweep_jobs() -> None:
    """Bring back what a killed worker or a lost message left."""
    jobs.sweep_jobs()


@shared_task(name="gis_core.tasks.tidy_tiles")
def tidy_tiles() -> None:
    """Keep the store of tiles from growing for ever: anybody may ask for public tiles of any place."""
    store.tidy()
