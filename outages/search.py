"""Cuts and works in the search box: by title and area in words."""

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gis_core.choices import STAFF_ROLES
from gis_core.models import User
from gis_core.registry import SearchHit, SearchProvider, register_search
from outages.models import Outage


def find_outages(query: str, user: User, limit: int) -> Iterable[SearchHit]:
    """Yield cuts and works whose title or area in words holds the query, latest first."""
    wanted = Q(title__icontains=query) | Q(area_note__icontains=query)
    for outage in Outage.objects.visible_to(user).filter(wanted)[:limit]:
        starts = timezone.localtime(outage.starts_at)
        yield SearchHit(
            title=outage.title,
            detail=f"{outage.get_kind_display()} · {outage.get_state_display()} · {starts:%d/%m/%Y}",
            url=reverse("outages:outage_detail", args=[outage.pk]),
            icon="droplet-half",
        )


register_search(SearchProvider("outages", _("Cuts and works"), 65, STAFF_ROLES, find_outages))
