"""A route's card: its walk on the map and in a list, its figures, rounds and orders."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from gis_core.models import User
from gis_core.pages.access import allow
from gis_core.pages.history import list_changes
from meters.models import Connection, Route
from meters.querysets import CONNECTION_ROLES
from meters.selectors.routes import (
    ROUTE_ROLES,
    WALK_ROLES,
    count_route,
    find_open_round,
    list_orders,
    list_rounds,
)
from meters.selectors.walk import list_route
from meters.web.lists import ROUND
from meters.web.walk_drawings import draw_present

#: So many connections are listed on the card; the list of connections has them all.
LISTED = 500


@allow(*CONNECTION_ROLES)
@require_GET
def route_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the route as it is walked, and what is known of it."""
    route = get_object_or_404(Route, pk=pk)
    user = cast(User, request.user)
    visible = Connection.objects.visible_to(user).filter(route=route).values("pk")
    rows = list(list_route(route, timezone.localdate()).filter(pk__in=visible))
    drawing, measure = draw_present(route, rows)
    orders = list(list_orders(route))
    context = {
        "route": route, "rows": rows[:LISTED], "has_more": len(rows) > LISTED, "measure": measure,
        "figures": count_route(route, timezone.localdate() - ROUND), "drawing": drawing,
        "rounds": list_rounds(route), "orders": orders, "changes": list_changes(route),
        "last_order": next((order for order in orders if order.undone_at is None), None),
        "open_round": find_open_round(route),
        "may_walk": user.has_any_role(*WALK_ROLES), "may_apply": user.has_any_role(*ROUTE_ROLES),
    }  # fmt: skip
    return render(request, "meters/route_detail.html", context)
