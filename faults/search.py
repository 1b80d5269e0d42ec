"""Faults in the search box: by number and by address."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from faults.models import Fault
from faults.querysets import FAULT_ROLES
from faults.selectors.places import degrees_of
from gis_core.models import User
from gis_core.registry import SearchHit, SearchProvider, register_search

_REFERENCE = re.compile(r"(?:(20\d\d)\s*[-/]\s*)?0*(\d{1,9})")


def find_faults(query: str, user: User, limit: int) -> Iterable[SearchHit]:
    """Yield faults whose number or address the query names, latest first."""
    wanted = Q(address__icontains=query.strip()) if len(query.strip()) > 2 else Q(pk__in=[])
    reference = _REFERENCE.fullmatch(query.strip())
    if reference is not None:
        number = Q(number=int(reference[2]))
        wanted |= number & Q(year=int(reference[1])) if reference[1] else number
    for fault in Fault.objects.visible_to(user).filter(wanted)[:limit]:
        yield SearchHit(
            title=f"{fault.reference} {fault.get_category_display()}",
            detail=f"{fault.address} · {fault.get_state_display()}",
            url=reverse("faults:fault_detail", args=[fault.pk]),
            icon="tools",
            point=degrees_of(fault.geom),
        )


register_search(SearchProvider("faults", _("Faults"), 60, FAULT_ROLES, find_faults))
