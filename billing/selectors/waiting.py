"""What waits for somebody's approval."""

from django.db.models import QuerySet

from billing.choices import RunState, TariffState
from billing.models import BillRun, Tariff
from gis_core.models import User


def runs_to_approve(user: User) -> QuerySet[BillRun]:
    """Return previewed runs with bills that somebody else made."""
    previewed = BillRun.objects.filter(state=RunState.PREVIEWED, bill_count__gt=0)
    return previewed.exclude(created_by=user)


def tariffs_to_approve(user: User) -> QuerySet[Tariff]:
    """Return drafts of tariffs that somebody else wrote."""
    return Tariff.objects.filter(state=TariffState.DRAFT).exclude(created_by=user)
