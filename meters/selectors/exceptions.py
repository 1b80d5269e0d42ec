"""Readings that are held back from bills until somebody decides."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from gis_core.domain.greek import format_number
from gis_core.models import User
from meters.choices import HOLDING_FLAGS
from meters.models import Installation, Reading, ReadingFlag
from meters.querysets import EXCEPTION_ROLES

#: How many readings before, and how many meters beside it, the page of an exception shows.
SHOWN = 6


def count_held(user: User) -> int:
    """Return how many readings wait for a decision."""
    # The rail and the first page ask in one request: a request has a user object of its own, which keeps the answer.
    kept = user.__dict__
    if "_held_readings" not in kept:
        held = ReadingFlag.objects.filter(state__in=HOLDING_FLAGS)
        kept["_held_readings"] = held.values("reading").distinct().count()
    return int(kept["_held_readings"])


def list_held() -> QuerySet[Reading]:
    """Return the readings that a rule holds, each with the reading before it, newest first."""
    earlier = Reading.objects.filter(
        installation=OuterRef("installation"), stands=True, read_on__lt=OuterRef("read_on")
    ).order_by("-read_on")
    held = ReadingFlag.objects.filter(state__in=HOLDING_FLAGS).values("reading")
    return (
        Reading.objects.filter(pk__in=held, stands=True)
        .select_related("installation__connection__route", "installation__meter")
        .prefetch_related("flags")
        .annotate(
            before_on=Subquery(earlier.values("read_on")[:1]),
            before_m3=Subquery(earlier.values("value_m3")[:1]),
            before_total_m3=Subquery(earlier.values("total_m3")[:1]),
        )
        .order_by("-read_on", "-pk")
    )


def m3_per_day(
    total_m3: Decimal, read_on: date, before_m3: Decimal | None, before_on: date | None
) -> Decimal | None:
    """Return m³ a day between two readings, None where there is none before."""
    if before_m3 is None or before_on is None:
        return None
    return (total_m3 - before_m3) / (read_on - before_on).days


def next_held(reading: Reading) -> Reading | None:
    """Return the exception that follows a reading in the list, from the top again after the last."""
    rows = Reading.objects.filter(
        pk__in=ReadingFlag.objects.filter(state__in=HOLDING_FLAGS).values("reading"), stands=True
    ).exclude(pk=reading.pk)
    ordered = rows.order_by("-read_on", "-pk")
    older = ordered.filter(read_on=reading.read_on, pk__lt=reading.pk).first()
    return older or ordered.filter(read_on__lt=reading.read_on).first() or ordered.first()


def list_neighbours(installation: Installation) -> list[Reading]:
    """Return the last reading of the meters that follow on the route, with the one before it."""
    connection = installation.connection
    following = Installation.objects.filter(
        connection__route=connection.route_id, connection__route_position__gt=connection.route_position,
        period__upper_inf=True,
    ).order_by("connection__route_position", "slot")[:SHOWN]  # fmt: skip
    last = Reading.objects.filter(installation=OuterRef("pk"), stands=True).order_by("-read_on")
    found = list(following.annotate(last=Subquery(last.values("pk")[:1])).values_list("last", flat=True))
    return with_before(Reading.objects.filter(pk__in=[pk for pk in found if pk]))


def list_last(installation: Installation) -> list[Reading]:
    """Return the last readings of a meter, newest first."""
    rows = Reading.objects.filter(installation=installation, stands=True).order_by("-read_on")
    return with_before(rows[:SHOWN])


def with_before(rows: QuerySet[Reading]) -> list[Reading]:
    """Return readings with their connection and the consumption a day since the one before (`per_day`)."""
    earlier = Reading.objects.filter(
        installation=OuterRef("installation"), stands=True, read_on__lt=OuterRef("read_on")
    ).order_by("-read_on")
    found: list[Reading] = list(
        rows.select_related("installation__connection", "installation__meter").annotate(
            before_on=Subquery(earlier.values("read_on")[:1]),
            before_total_m3=Subquery(earlier.values("total_m3")[:1]),
        )
    )
    for row in found:
        row.per_day = m3_per_day(row.total_m3, row.read_on, row.before_total_m3, row.before_on)  # type: ignore[attr-defined]  # carried to the page, as an annotation is
    return found


def may_see_exceptions(user: User) -> bool:
    """Say whether the user's roles open the pages of what is held back."""
    return user.has_any_role(*EXCEPTION_ROLES)


def holding(flags: Iterable[ReadingFlag]) -> list[ReadingFlag]:
    """Keep the flags that nobody decided."""
    return [flag for flag in flags if flag.state in HOLDING_FLAGS]


def flag_words(flag: ReadingFlag, language: str) -> str:
    """Write a rule with the figures that it saw."""
    facts, parts = flag.facts, []
    names = {
        "used_m3": _("%(value)s m³ used"), "days": _("in %(value)s days"),
        "expected_m3": _("%(value)s m³ expected"), "before_m3": _("before: %(value)s m³"),
        "estimate_m3": _("estimate: %(value)s m³"), "later_m3": _("later: %(value)s m³"),
        "periods": _("%(value)s periods"), "standing_days": _("%(value)s days without movement"),
        "metres": _("%(value)s m away"), "told": _("serial seen: %(value)s"),
    }  # fmt: skip
    for name, words in names.items():
        value = facts.get(name)
        if value is None:
            continue
        told = (
            value if isinstance(value, str) else format_number(Decimal(str(value)).normalize(), 0, language)
        )
        parts.append(words % {"value": told})
    return f"{flag.get_check_code_display()}" + (f" ({', '.join(parts)})" if parts else "")
