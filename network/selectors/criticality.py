"""The run over all segments and valves that is shown."""

from __future__ import annotations

from network.models import CriticalityRun


def shown_run() -> CriticalityRun | None:
    """Return the newest finished run, or None."""
    return CriticalityRun.objects.filter(finished_at__isnull=False).order_by("-pk").first()
