"""The public's pages of cuts and works: list with map, one of them, feed, GeoJSON."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from gis_core.models import Utility
from gis_core.pages.access import allow_everybody
from network.selectors.addresses import find_address
from outages.choices import OutageState
from outages.models import Outage
from outages.selectors.outages import list_current_outages, list_past_outages, outages_at
from outages.selectors.shapes import list_public_shapes
from outages.web.forms import WhereForm

#: Machines that read the feed and the map may keep an answer so long, in seconds.
KEPT_S = 60


@allow_everybody
@require_GET
def public_list(request: HttpRequest) -> HttpResponse:
    """Show what is cut now, what is coming, what was; say whether an address is touched."""
    now = timezone.now()
    current = list(list_current_outages())
    query = request.GET.get("q", "").strip()[:200]
    hit = find_address(query) if query else None
    context = {
        "now_on": [outage for outage in current if outage.starts_at <= now],
        "coming": [outage for outage in current if outage.starts_at > now],
        "past": list(list_past_outages()),
        "query": query,
        "search": WhereForm(initial={"q": query}),
        "hit": hit,
        "at_address": list(outages_at(hit.point)) if hit is not None else [],
    }
    return render(request, "outages/public_list.html", context)


@allow_everybody
@require_GET
def public_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show one announced cut or works."""
    outage = get_object_or_404(Outage.objects.announced(), public_id=public_id)
    context = {
        "outage": outage,
        "is_on": outage.state == OutageState.APPROVED and outage.starts_at <= timezone.now(),
        "page_url": settings.SITE_URL + reverse("outages:public_detail", args=[public_id]),
    }
    return render(request, "outages/public_detail.html", context)


@allow_everybody
@require_GET
@cache_control(public=True, max_age=KEPT_S, stale_if_error=86_400)
def public_geojson(request: HttpRequest) -> JsonResponse:
    """Give what is announced and not over as a GeoJSON feature collection (WGS84)."""
    features = [
        {
            "type": "Feature",
            "id": str(shape.public_id),
            "geometry": shape.geometry,
            "properties": {
                "kind": shape.kind,
                "title": shape.title,
                "reason": shape.reason,
                "starts_at": shape.starts_at.isoformat(),
                "ends_at": shape.ends_at.isoformat(),
                "url": settings.SITE_URL + reverse("outages:public_detail", args=[shape.public_id]),
            },
        }
        for shape in list_public_shapes()
    ]
    return JsonResponse(
        {"type": "FeatureCollection", "features": features}, content_type="application/geo+json"
    )


class PublicAtom(Feed):  # type: ignore[type-arg]  # django-stubs: generic, Django: not
    """Announced cuts and works as an Atom feed, latest first."""

    feed_type = Atom1Feed
    title: str | Promise = gettext_lazy("Water cuts and works")

    def link(self) -> str:
        """Return the page that the feed follows."""
        return settings.SITE_URL + reverse("outages:public_list")

    def subtitle(self) -> str:
        """Return whose feed it is."""
        return str(Utility.objects.first() or "Hydria")

    def author_name(self) -> str:
        """Return who speaks: Atom wants an author."""
        return self.subtitle()

    def items(self) -> list[Outage]:
        """Return what is on, coming, or over within 30 days."""
        both = [*list_current_outages(), *list_past_outages()]
        return sorted(both, key=lambda outage: outage.updated_at, reverse=True)[:100]

    def item_title(self, item: Outage) -> str:
        """Return the headline; what is over says so."""
        if item.state == OutageState.APPROVED:
            return f"{item.get_kind_display()}: {item.title}"
        return f"{item.get_state_display()}: {item.title}"

    def item_description(self, item: Outage) -> str:
        """Return when and why in words."""
        starts, ends = timezone.localtime(item.starts_at), timezone.localtime(item.ends_at)
        when = _("From %(starts)s until about %(ends)s.") % {
            "starts": f"{starts:%d/%m/%Y %H:%M}",
            "ends": f"{ends:%d/%m/%Y %H:%M}",
        }
        return f"{when} {item.reason}. {item.instructions}".strip()

    def item_link(self, item: Outage) -> str:
        """Return the page of the outage."""
        return settings.SITE_URL + reverse("outages:public_detail", args=[item.public_id])

    def item_guid(self, item: Outage) -> str:
        """Return an identifier that stays whatever the address becomes."""
        return f"urn:uuid:{item.public_id}"

    def item_pubdate(self, item: Outage) -> datetime | None:
        """Return when it was announced."""
        return item.approved_at

    def item_updateddate(self, item: Outage) -> datetime:
        """Return when it was changed last."""
        return item.updated_at


@allow_everybody
@require_GET
@cache_control(public=True, max_age=KEPT_S, stale_if_error=86_400)
def public_atom(request: HttpRequest) -> HttpResponse:
    """Give the Atom feed in the language of the reader."""
    return _FEED(request)


_FEED = PublicAtom()
