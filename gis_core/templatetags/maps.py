"""Maps inside pages: `{% map_options_json "id" layers="streets,outages" %}` beside a `<div data-map=…>`."""

from __future__ import annotations

from django import template
from django.template.context import RequestContext
from django.utils.html import json_script
from django.utils.safestring import SafeString

from gis_core.tiles.registry import list_layers
from gis_core.tiles.widgets import map_options

register = template.Library()


@register.simple_tag(takes_context=True)
def map_options_json(context: RequestContext, element_id: str, layers: str = "streets") -> SafeString:
    """Write the options of a map as a JSON block; layers that the user may not see are left out."""
    user = context["request"].user
    return json_script(map_options(list_layers(user, layers.split(","))), element_id)
