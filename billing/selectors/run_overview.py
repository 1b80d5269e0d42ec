"""What a clerk looks at before a run is approved: sums by use, the odd bills, who is left out."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, TypedDict, cast

from django.db.models import Count, DecimalField, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from billing.choices import BillState
from billing.models import Bill, BillRun, BillRunExclusion

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

#: A bill is shown first when it is this many times the one before and the difference matters.
MANY_TIMES = Decimal(3)
MATTERS_EUROS = Decimal(30)


class _Before(TypedDict):
    """What `list_odd_bills` adds to a bill."""

    previous_total: Decimal | None


@dataclass(frozen=True)
class UseTotal:
    """Bills of one use within a run, in euros with VAT."""

    use: str
    bill_count: int
    total: Decimal


@dataclass(frozen=True)
class OddBill:
    """A bill that a person should look at before the run goes out."""

    bill: Bill
    previous_total: Decimal | None
    is_zero: bool

    @property
    def change_percent(self) -> int | None:
        """Return the change against the bill before in whole percent, None where there was none."""
        if not self.previous_total:
            return None
        change: Decimal = (self.bill.total - self.previous_total) * 100 / self.previous_total
        return round(change)


@dataclass(frozen=True)
class ExclusionTotal:
    """How many connections the run leaves out for one reason."""

    reason: str
    count: int


def list_use_totals(run: BillRun) -> list[UseTotal]:
    """Return the run's sums by use, largest first."""
    rows = (
        Bill.objects.filter(run=run)
        .values(use=F("connection__use"))
        .annotate(bills=Count("pk"), sum=Sum(F("net") + F("vat")))
        .order_by("-sum")
    )
    return [UseTotal(use=row["use"], bill_count=row["bills"], total=row["sum"]) for row in rows]


def list_odd_bills(run: BillRun, limit: int = 12) -> list[OddBill]:
    """Return the bills that are many times the one before, largest difference first, then some at zero m³."""
    before = (
        Bill.objects.filter(
            connection=OuterRef("connection"), state=BillState.ISSUED, period_to__lte=OuterRef("period_from")
        )
        .order_by("-period_to")
        .values("total")[:1]
    )
    annotated = (
        Bill.objects.filter(run=run)
        .select_related("connection", "party")
        .annotate(previous_total=Subquery(before, output_field=DecimalField(max_digits=12, decimal_places=2)))
    )
    bills = cast("QuerySet[WithAnnotations[Bill, _Before]]", annotated)
    jumps = bills.filter(
        Q(total__gte=Coalesce(F("previous_total"), F("total") + 1) * MANY_TIMES),
        Q(total__gte=Coalesce(F("previous_total"), F("total")) + MATTERS_EUROS),
    ).order_by(F("previous_total") - F("total"))[:limit]
    odd = [OddBill(bill=bill, previous_total=bill.previous_total, is_zero=False) for bill in jumps]
    if len(odd) < limit:
        zeros = bills.filter(Q(consumption_m3=0), previous_total__gt=MATTERS_EUROS).order_by(
            "-previous_total"
        )[: min(4, limit - len(odd))]
        odd += [OddBill(bill=bill, previous_total=bill.previous_total, is_zero=True) for bill in zeros]
    return odd


def list_exclusion_totals(run: BillRun) -> list[ExclusionTotal]:
    """Return why connections are left out, most frequent first."""
    rows = (
        BillRunExclusion.objects.filter(run=run)
        .values("reason")
        .annotate(count=Count("pk"))
        .order_by("-count")
    )
    return [ExclusionTotal(reason=row["reason"], count=row["count"]) for row in rows]
