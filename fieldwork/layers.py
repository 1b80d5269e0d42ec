"""Map layers of work outside. People outside draw their own tasks on their page: tiles know roles, not persons."""

from django.utils.translation import gettext_lazy as _

from fieldwork.querysets import TASK_ROLES
from gis_core.tiles.registry import Layer, register_layer

register_layer(
    Layer(
        name="tasks", title=_("Tasks that wait"), table="fieldwork_task", kind="point",
        columns={"title": "title", "kind": "kind", "priority": "priority", "state": "state"},
        where="s.geom IS NOT NULL AND s.state IN ('open', 'assigned', 'started')",
        rows=lambda tasks: tasks.live().filter(geom__isnull=False),
        style={"draw": "pin", "color": "tank", "sign": "◆"}, order=85, roles=TASK_ROLES, min_zoom=11,
        detail_zoom=11,
    )
)  # fmt: skip
