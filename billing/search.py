"""What the search box finds among bills: by number and by RF code."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from billing.models import Bill
from billing.querysets import BILL_ROLES, BillQuerySet
from gis_core.domain.greek import format_date, format_money, latin_key
from gis_core.models import User
from gis_core.registry import SearchHit, SearchProvider, register_search

RF_CODE = re.compile(r"RF\d{2}[0-9A-Z]{1,21}")
#: A-2026-018442, also without the zeros or the series; the Greek A is taken for the Latin one.
NUMBER = re.compile(r"(?:([A-Z])-?)?(\d{4})-(\d{1,9})")


def find_bills(query: str, user: User, limit: int) -> Iterator[SearchHit]:
    """Find issued bills whose number or RF code was typed or scanned."""
    for bill in _matching(Bill.objects.visible_to(user).issued(), query)[:limit]:
        yield SearchHit(
            title=bill.reference,
            detail=f"{bill.connection.supply_number}, {format_date(bill.issue_date, user.language)}, "
            f"{format_money(bill.total, user.language)}",
            url=reverse("billing:bill_detail", args=[bill.pk]),
            icon="receipt",
        )


def _matching(bills: BillQuerySet, query: str) -> BillQuerySet:
    compact = re.sub(r"\s+", "", query)
    if RF_CODE.fullmatch(compact.upper()):
        found = bills.filter(rf_code=compact.upper())
    elif number := NUMBER.fullmatch("-".join(latin_key(part) for part in compact.split("-"))):
        series, year, digits = number.groups()
        found = bills.filter(year=int(year), number=int(digits))
        found = found.filter(series_code=series) if series else found
    else:
        return bills.none()
    return found.select_related("connection").order_by("-pk")


register_search(SearchProvider("bills", _("Bills"), 30, BILL_ROLES, find_bills))
