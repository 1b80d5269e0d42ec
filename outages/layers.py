"""Map layers of cuts and works: the public sees what is announced and not over."""

from django.utils.translation import gettext_lazy as _

from gis_core.tiles.registry import Layer, register_layer

register_layer(
    Layer(
        name="outages", title=_("Water cuts and works"), table="outages_outage", kind="polygon",
        columns={"title": "title", "kind": "kind"}, where="s.state = 'approved'",
        rows=lambda outages: outages.filter(state="approved"),
        style={"draw": "area", "color": "outage", "label": "title"}, order=20, public=True, min_zoom=7,
    )
)  # fmt: skip
