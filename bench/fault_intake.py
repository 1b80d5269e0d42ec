"""Reports of the public over HTTP by 16 clients without a pause, beside the bare search for the nearest pipe.

The server is the product's own. Each report comes from an address of its own with a proof of work done beforehand, so
that all checks are made and no limit is in the way. "fault-tap" is the answer to a tap: address, known faults and
cuts; "fault-send" the report taken: nearest pipe, number, history, receipt; "fault-intake" one after the other. All
are the time that 95 of 100 keep to; the limit is the same of the nearest pipe alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from statistics import quantiles

from django.db import connection
from django.utils import timezone

from bench.intake_clients import open_pages, send_reports
from bench.intake_town import build_town, list_places
from bench.report import Row, seconds, tell
from bench.tiles_serve import free_port, our_command, serving
from faults.models import Fault, FaultUpdate, Report
from faults.services.reports import PIPE_WITHIN_M
from network.sql.nearest_pipe import nearest_pipe_row
from notifications.models import Message

SIZE = 1_000_000
#: Reports that count, and those before them that warm the server up.
REPORTS, BEFORE = 800, 80
MOST_MS = 100.0


def measure(size: int) -> Iterator[Row]:
    """Yield the rows in milliseconds; the goal is on tap and sending together."""
    tell(f"fault-intake: a town of {size} pipes")
    build_town(size)
    places = list_places(REPORTS + BEFORE)
    limit = _p95(
        [seconds(partial(nearest_pipe_row, x=x, y=y, within_m=PIPE_WITHIN_M)) * 1000 for x, y, *_ in places]
    )
    given = connection.settings_dict
    url = f"postgis://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}/{given['NAME']}"
    port = free_port()
    environment = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "bench.intake_settings"}
    with serving(our_command(port), port, "/health/", environment) as address:
        people = open_pages(address, [(longitude, latitude) for _x, _y, longitude, latitude in places])
        send_reports(address, people[:BEFORE])
        sent, taken = send_reports(address, people[BEFORE:])
    _check(len(people))
    tell(f"  {len(sent) / taken:.0f} reports a second")
    times = {
        "fault-tap": [one.tap_ms for one in sent],
        "fault-send": [one.send_ms for one in sent],
        "fault-intake": [one.tap_ms + one.send_ms for one in sent],
    }
    for name, values in times.items():
        ours = _p95(values)
        goal_met = ours <= MOST_MS if name == "fault-intake" else None
        yield Row(name, size, ours, limit, ours / limit, None, None, "ms p95", goal_met)


def _p95(values: Sequence[float]) -> float:
    return quantiles(values, n=20)[-1]


def _check(count: int) -> None:
    """Hold that each report was taken whole: numbered without gaps, on its pipe, with its history and receipt."""
    year = timezone.localdate().year
    numbers = list(Fault.objects.filter(year=year).order_by("number").values_list("number", flat=True))
    found = {
        "numbers": numbers == list(range(1, count + 1)),
        "pipes": not Fault.objects.filter(year=year, pipe=None).exists(),
        "reports": Report.objects.count() == count,
        "history": FaultUpdate.objects.count() == count,
        "receipts": Message.objects.filter(template="faults/received").count() == count,
    }
    wrong = [name for name, right in found.items() if not right]
    if wrong:
        raise RuntimeError(f"reports were not taken whole: {', '.join(wrong)}")
