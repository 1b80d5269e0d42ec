"""What the map's tools for isolations and traces offer."""

from __future__ import annotations

from django import template

from network.choices import TraceKind

register = template.Library()


@register.simple_tag
def trace_kinds() -> list[tuple[str, str]]:
    """Return the kinds of trace with their names."""
    return [(kind.value, str(kind.label)) for kind in TraceKind]
