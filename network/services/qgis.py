"""The network for QGIS: views to read, a role that reads them, and a project that draws them in Greek."""

from __future__ import annotations

from django.contrib.gis.db.models import Extent
from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from gis_core.models import Utility
from network.choices import NodeKind, PipeKind, ValveState
from network.domain.qgis_project import SERVICE, Look, ProjectLayer, make_project
from network.models import Node
from network.sql.gis_views import VIEWS, drop_views, make_reader, make_views

#: Greece, where there is no network yet.
_GREECE = (90_000.0, 3_800_000.0, 1_030_000.0, 4_650_000.0)
_BLUE, _DARK, _BROWN = "27,110,194,255", "18,60,120,255", "140,90,40,255"
_GREY, _RED = "130,130,130,255", "200,40,40,255"
_GREEN, _ORANGE, _PALE = "40,140,90,255", "230,140,30,255", "90,160,220,40"


@transaction.atomic
def open_to_qgis(*, role: str, password: str) -> None:
    """Make the views anew and let the role read them, and nothing else; needs the right to make roles."""
    make_views()
    make_reader(role, password)


@transaction.atomic
def close_to_qgis() -> None:
    """Remove the views, as an upgrade that changes their tables wants; opening again makes them anew."""
    drop_views()


def qgis_project() -> bytes:
    """Return the project (.qgz) with Greek names, over the service `hydria` of the user's pg_service.conf."""
    box = Node.objects.aggregate(box=Extent("geom"))["box"] or _GREECE
    utility = Utility.objects.first()
    with translation.override("el"):
        title = str(utility) if utility is not None else "Hydria"
        return make_project(title, _layers(), box)


def service_file(*, role: str) -> str:
    """Return the section of pg_service.conf that QGIS needs; the password stays with the user."""
    given = connection.settings_dict
    lines = [
        f"[{SERVICE}]", f"host={given['HOST'] or 'localhost'}", f"port={given['PORT'] or 5432}",
        f"dbname={given['NAME']}",
        f"user={role}", "application_name=qgis",
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _layers() -> list[ProjectLayer]:
    """Return the layers, top first."""
    valves, nodes = _("Valves and fittings"), _("Nodes")
    kinds = (
        Look(PipeKind.TRANSMISSION, str(PipeKind.TRANSMISSION.label), _DARK, 1.1),
        Look(PipeKind.DISTRIBUTION, str(PipeKind.DISTRIBUTION.label), _BLUE, 0.6),
        Look(PipeKind.GRAVITY_SEWER, str(PipeKind.GRAVITY_SEWER.label), _BROWN, 0.8),
        Look(PipeKind.RISING_MAIN, str(PipeKind.RISING_MAIN.label), _BROWN, 0.8, dashed=True),
    )
    states = (
        Look(ValveState.OPEN, str(ValveState.OPEN.label), _GREEN, 2.2, "diamond"),
        Look(ValveState.THROTTLED, str(ValveState.THROTTLED.label), _ORANGE, 2.4, "diamond"),
        Look(ValveState.CLOSED, str(ValveState.CLOSED.label), _RED, 2.6, "diamond"),
    )
    return [
        _layer("shutoff_valves", _("Shut-off valves"), valves, "Point", states, by="state", farthest=10_000),
        _layer("control_valves", _("Control valves"), valves, "Line", (Look("", "", _ORANGE, 1.4),)),
        _layer("pumps", _("Pumps"), valves, "Line", (Look("", "", _RED, 1.4),)),
        _layer("stations", _("Stations"), valves, "Point", (Look("", "", _DARK, 4.0, "square"),)),
        _layer("nodes", _("Nodes"), nodes, "Point", _node_looks(), by="kind", farthest=10_000),
        _layer("pipes", _("Pipes"), _("Pipes"), "Line", kinds, by="kind", label="diameter_mm"),
        _layer("service_lines", _("Service lines"), _("Pipes"), "Line", (Look("", "", _GREY, 0.3),), farthest=5_000),
        _layer("streets", _("Streets"), _("Background"), "Line", (Look("", "", "215,215,210,255", 0.8),), label="name"),
        _layer("buildings", _("Buildings"), _("Background"), "Polygon", (Look("", "", "200,200,195,255", 0.2),),
               farthest=5_000),
        _layer("zones", _("Zones"), _("Background"), "Polygon", (Look("", "", _PALE, 0.5),), label="name"),
    ]  # fmt: skip


def _node_looks() -> tuple[Look, ...]:
    large = {
        NodeKind.RESERVOIR: ("square", _DARK, 4.0), NodeKind.TANK: ("square", _BLUE, 4.0),
        NodeKind.WELL: ("triangle", _DARK, 3.6),
        NodeKind.HYDRANT: ("pentagon", _RED, 2.6), NodeKind.FLOW_METER: ("star", _ORANGE, 3.2),
        NodeKind.MANHOLE: ("circle", _BROWN, 1.8),
    }  # fmt: skip
    looks = []
    for kind in NodeKind:
        shape, color, size = large.get(kind, ("circle", "255,255,255,255", 1.2))
        looks.append(Look(kind.value, str(kind.label), color, size, shape))
    return tuple(looks)


def _layer(
    view: str, title: str, group: str, geometry: str, looks: tuple[Look, ...], *, by: str = "", farthest: int = 0,
    label: str = "",
) -> ProjectLayer:  # fmt: skip
    names = next(v for v in VIEWS if v.name == view)
    aliases = tuple(
        (english, greek.replace("_", " ")) for _sql, english, greek in names.columns if english != "geom"
    )
    wkb = {"Point": "Point", "Line": "LineString", "Polygon": "MultiPolygon"}[geometry]
    return ProjectLayer(
        view, str(title), str(group), geometry, "MultiLineString" if view == "streets" else wkb, looks, by, aliases,
        farthest, label,
    )  # fmt: skip
