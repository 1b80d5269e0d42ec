"""Filters and tags of every page: money, quantities, days, what waits."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django import template
from django.template.context import RequestContext
from django.utils import timezone
from django.utils.translation import get_language

from gis_core.domain.greek import format_money, format_number
from gis_core.models import User
from gis_core.pages.times import timespan
from gis_core.pages.written import day, quantity
from gis_core.registry import NavItem, list_waiting

register = template.Library()
register.filter("timespan", timespan)


def _language() -> str:
    return get_language() or "el"


@register.filter
def money(value: Decimal | None) -> str:
    """Euros with cents and sign: 1.234,56 €, never parted at a line's end."""
    return (
        "" if value is None else format_money(Decimal(value), _language()).replace(" ", "\N{NO-BREAK SPACE}")
    )


@register.filter
def amount(value: Decimal | None) -> str:
    """Euros with cents, without the sign, for columns headed by it."""
    return "" if value is None else format_number(value, 2, _language()).replace("-", "−")


register.filter("quantity", quantity)


@register.filter
def price(value: Decimal | None) -> str:
    """A unit price: two decimals, four when it has them."""
    if value is None:
        return ""
    decimals = 2 if value == round(value, 2) else 4
    return format_number(value, decimals, _language())


register.filter("day", day)


@register.filter
def moment(value: datetime | None) -> str:
    """dd/mm/yyyy HH:MM in local time."""
    return "" if value is None else f"{timezone.localtime(value):%d/%m/%Y %H:%M}"


@register.filter
def day_before(value: date | None) -> str:
    """The last day of a half-open range, as people write it."""
    return "" if value is None else day(value - timedelta(days=1))


@register.filter
def rf(value: str) -> str:
    """An RF code in groups of four."""
    return " ".join(value[start : start + 4] for start in range(0, len(value), 4))


@register.filter
def is_section_of(url: str, path: str) -> bool:
    """Say whether a page lies at or below an entry of the rail."""
    return path == url or (url != "/" and path.startswith(url))


@register.simple_tag(takes_context=True)
def nav_count(context: RequestContext, item: NavItem) -> int:
    """How much waits behind an entry of the rail; counted once a page."""
    user = context["request"].user
    if item.count is None or not isinstance(user, User):
        return 0
    counts: dict[str, int] = context["request"].__dict__.setdefault("nav_counts", {})
    if item.name not in counts:
        counts[item.name] = item.count(user)
    return counts[item.name]


@register.simple_tag(takes_context=True)
def waiting_total(context: RequestContext) -> int:
    """How much waits for the user in all; counted once a page."""
    request = context["request"]
    if "waiting_total" not in request.__dict__:
        user = request.user
        request.waiting_total = (
            sum(item.count(user) for item in list_waiting(user)) if isinstance(user, User) else 0
        )
    total: int = request.waiting_total
    return total


@register.simple_tag(takes_context=True)
def url_with(context: RequestContext, **changes: Any) -> str:
    """The present address with some of its query changed; None takes a key away."""
    query = context["request"].GET.copy()
    for key, value in changes.items():
        query.pop(key, None)
        if value is not None:
            query[key] = str(value)
    return f"?{query.urlencode()}" if query else "?"


@register.filter
def as_crispy_control(field: Any) -> str:
    """A form field with Bootstrap's class and no label: the page writes its own."""
    widget = field.field.widget
    kind = "form-select" if getattr(widget, "input_type", "") == "select" else "form-control"
    return str(field.as_widget(attrs={"class": f"{kind} is-invalid" if field.errors else kind}))
