"""Messages to those who reported a fault and left an address, each once for what happened."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from faults.models import FaultUpdate, Report
from gis_core.models import Utility
from notifications.choices import Channel
from notifications.services.outbox import queue_message


def send_receipt(*, report: Report, utility: Utility | None) -> bool:
    """Queue the receipt with number and secret link; False without an e-mail or when it is queued."""
    return _queue(
        report, key=f"fault:report:{report.pk}:receipt", template="received", update=None, utility=utility
    )


def send_update(*, update: FaultUpdate) -> int:
    """Queue a public update for everybody who reported the fault, each address once; return how many."""
    seen: set[str] = set()
    queued = 0
    utility = Utility.objects.first()
    for report in update.fault.reports.exclude(email="").order_by("id"):
        address = report.email.strip().lower()
        if address not in seen:
            seen.add(address)
            key = f"fault:update:{update.pk}:report:{report.pk}"
            queued += _queue(report, key=key, template="updated", update=update, utility=utility)
    return queued


def _queue(
    report: Report, *, key: str, template: str, update: FaultUpdate | None, utility: Utility | None
) -> bool:
    if not report.email:
        return False
    return queue_message(
        key=key,
        channel=Channel.EMAIL,
        recipient=report.email,
        language=report.language,
        template=f"faults/{template}",
        context={
            "fault": report.fault,
            "report": report,
            "update": update,
            "utility": utility,
            "url": settings.SITE_URL + reverse("faults:follow", args=[report.token]),
        },
    )
