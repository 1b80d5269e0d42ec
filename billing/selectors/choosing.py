"""Choosing a bill run in a form."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import F, Func, TextField

from billing.models import BillRun
from billing.querysets import BILL_ROLES
from gis_core.domain.greek import format_date, search_key
from gis_core.models import User
from gis_core.registry import Choice, Chooser

#: Digits that a key of the database holds.
LONGEST_NUMBER = 18
#: Parts the run's own number from its title in what a form shows.
_DOT = " · "


def find_runs(query: str, user: User, limit: int) -> Sequence[BillRun]:
    """Return runs whose title holds every word, whatever the accents, the newest first."""
    if not user.has_any_role(*BILL_ROLES):
        return []
    words = Func(F("title"), function="hydria_double_key", output_field=TextField())
    found = BillRun.objects.alias(words=words)
    for word in search_key(query).split():
        found = found.filter(words__contains=word)
    return list(found.order_by("-pk")[:limit])


def read_run_number(text: str) -> int | None:
    """Return the number that begins the text of a choice, or is the whole of it."""
    number = text.partition(_DOT)[0].strip()
    is_number = number.isascii() and number.isdigit() and len(number) <= LONGEST_NUMBER
    return int(number) if is_number else None


def get_run(text: str, user: User) -> BillRun | None:
    """Return the run of the number."""
    number = read_run_number(text)
    if number is None or not user.has_any_role(*BILL_ROLES):
        return None
    return BillRun.objects.filter(pk=number).first()


def describe_run(run: BillRun, user: User) -> Choice:
    """Return number and title, with the day of issue and the state beside them."""
    return Choice(
        f"{run.pk}{_DOT}{run.title}",
        f"{format_date(run.issue_date, user.language)}, {run.get_state_display()}",
    )


RUNS = Chooser("billing:run_choices", find_runs, get_run, describe_run)
