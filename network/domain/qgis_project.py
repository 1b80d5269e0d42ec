"""A QGIS project (.qgz) of the network's views: layers in groups, symbols, Greek names."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, tostring

SERVICE = "hydria"
_SRS = {"authid": "EPSG:2100", "srid": "2100", "description": "GGRS87 / Greek Grid"}
_PROJ4 = (
    "+proj=tmerc +lat_0=0 +lon_0=24 +k=0.9996 +x_0=500000 +y_0=0 +ellps=GRS80 "
    "+towgs84=-199.87,74.79,246.62,0,0,0,0 +units=m +no_defs"
)


@dataclass(frozen=True)
class Look:
    """One symbol: the value it stands for ("" for all others), its name, colour, size or width (mm), marker's shape."""

    value: str
    title: str
    color: str
    size: float
    shape: str = "circle"
    dashed: bool = False


@dataclass(frozen=True)
class ProjectLayer:
    """A layer: its view, name, group, geometry (Point, Line, Polygon), the column that chooses the symbol (`by`).

    `aliases` are the names of its columns; `farthest` is the scale beyond which it is not drawn (0: always drawn).
    """

    view: str
    title: str
    group: str
    geometry: str
    wkb: str
    looks: tuple[Look, ...]
    by: str = ""
    aliases: tuple[tuple[str, str], ...] = ()
    farthest: int = 0
    label: str = ""


def make_project(
    title: str, layers: Sequence[ProjectLayer], extent: tuple[float, float, float, float]
) -> bytes:
    """Return the project as a .qgz; layers are given top first."""
    root = Element("qgis", projectname=title, version="3.22.0")
    SubElement(root, "title").text = title
    _srs(SubElement(root, "projectCrs"))
    tree = SubElement(root, "layer-tree-group")
    groups: dict[str, Element] = {}
    for layer in layers:
        group = groups.get(layer.group)
        if group is None:
            group = groups[layer.group] = SubElement(
                tree, "layer-tree-group", name=layer.group, checked="Qt::Checked", expanded="1"
            )
        SubElement(
            group, "layer-tree-layer", id=_id(layer), name=layer.title, checked="Qt::Checked", expanded="0",
            providerKey="postgres", source=_source(layer),
        )  # fmt: skip
    canvas = SubElement(root, "mapcanvas", name="theMapCanvas")
    SubElement(canvas, "units").text = "meters"
    _extent(SubElement(canvas, "extent"), extent)
    _srs(SubElement(canvas, "destinationsrs"))
    order = SubElement(root, "layerorder")
    holder = SubElement(root, "projectlayers")
    for layer in layers:
        SubElement(order, "layer", id=_id(layer))
        _map_layer(holder, layer)
    # Without this word QGIS takes the project to have no reference system at all.
    properties = SubElement(SubElement(root, "properties"), "SpatialRefSys")
    SubElement(properties, "ProjectionsEnabled", type="int").text = "1"
    text = b"<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n" + tostring(root, encoding="utf-8")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("hydria.qgs", text)
    return out.getvalue()


def _id(layer: ProjectLayer) -> str:
    return f"hydria_{layer.view}"


def _source(layer: ProjectLayer) -> str:
    return (
        f"service='{SERVICE}' key='id' estimatedmetadata=true srid=2100 type={layer.wkb} "
        f'checkPrimaryKeyUnicity=\'0\' table="gis"."{layer.view}" (geom)'
    )


def _srs(parent: Element) -> None:
    srs = SubElement(parent, "spatialrefsys")
    SubElement(srs, "proj4").text = _PROJ4
    for name, value in _SRS.items():
        SubElement(srs, name).text = value
    SubElement(srs, "geographicflag").text = "false"


def _extent(parent: Element, box: tuple[float, float, float, float]) -> None:
    for name, value in zip(("xmin", "ymin", "xmax", "ymax"), box, strict=True):
        SubElement(parent, name).text = f"{value:.3f}"


def _map_layer(holder: Element, layer: ProjectLayer) -> None:
    made = SubElement(
        holder, "maplayer", type="vector", geometry=layer.geometry, wkbType=layer.wkb, simplifyDrawingHints="1",
        hasScaleBasedVisibilityFlag="1" if layer.farthest else "0", minScale=str(layer.farthest), maxScale="0",
        labelsEnabled="1" if layer.label else "0", readOnly="1",
    )  # fmt: skip
    SubElement(made, "id").text = _id(layer)
    SubElement(made, "datasource").text = _source(layer)
    SubElement(made, "layername").text = layer.title
    _srs(SubElement(made, "srs"))
    SubElement(made, "provider", encoding="UTF-8").text = "postgres"
    _renderer(made, layer)
    if layer.label:
        _labels(made, layer)
    aliases = SubElement(made, "aliases")
    for index, (column, name) in enumerate(layer.aliases):
        SubElement(aliases, "alias", field=column, name=name, index=str(index))


def _renderer(made: Element, layer: ProjectLayer) -> None:
    if not layer.by:
        renderer = SubElement(made, "renderer-v2", type="singleSymbol", symbollevels="0")
        symbols = SubElement(renderer, "symbols")
        _symbol(symbols, "0", layer, layer.looks[0])
        return
    renderer = SubElement(made, "renderer-v2", type="categorizedSymbol", attr=layer.by, symbollevels="0")
    categories = SubElement(renderer, "categories")
    symbols = SubElement(renderer, "symbols")
    for index, look in enumerate(layer.looks):
        SubElement(
            categories,
            "category",
            value=look.value,
            label=look.title,
            symbol=str(index),
            render="true",
            type="string",
        )
        _symbol(symbols, str(index), layer, look)


def _symbol(symbols: Element, name: str, layer: ProjectLayer, look: Look) -> None:
    kind = {"Point": "marker", "Line": "line", "Polygon": "fill"}[layer.geometry]
    symbol = SubElement(symbols, "symbol", type=kind, name=name, alpha="1", clip_to_extent="1")
    if kind == "marker":
        values = {
            "name": look.shape, "color": look.color, "size": f"{look.size}", "size_unit": "MM",
            "outline_color": "35,35,35,255", "outline_width": "0.2",
        }  # fmt: skip
        drawn = SubElement(
            symbol, "layer", {"class": "SimpleMarker", "enabled": "1", "pass": "0", "locked": "0"}
        )
    elif kind == "line":
        values = {
            "line_color": look.color, "line_width": f"{look.size}", "line_width_unit": "MM", "capstyle": "round",
            "joinstyle": "round", "line_style": "dash" if look.dashed else "solid",
        }  # fmt: skip
        drawn = SubElement(
            symbol, "layer", {"class": "SimpleLine", "enabled": "1", "pass": "0", "locked": "0"}
        )
    else:
        values = {
            "color": look.color, "style": "solid", "outline_color": "60,90,120,255", "outline_width": f"{look.size}",
            "outline_style": "dash",
        }  # fmt: skip
        drawn = SubElement(
            symbol, "layer", {"class": "SimpleFill", "enabled": "1", "pass": "0", "locked": "0"}
        )
    for key, value in values.items():
        SubElement(drawn, "prop", k=key, v=value)


def _labels(made: Element, layer: ProjectLayer) -> None:
    labeling = SubElement(made, "labeling", type="simple")
    settings = SubElement(labeling, "settings")
    SubElement(
        settings, "text-style", fieldName=layer.label, fontSize="8", fontSizeUnit="Point", fontFamily="Open Sans",
        textColor="40,60,80,255", isExpression="0",
    )  # fmt: skip
    style = settings.find("text-style")
    if style is not None:
        SubElement(style, "text-buffer", bufferDraw="1", bufferSize="0.8", bufferColor="255,255,255,255")
    SubElement(settings, "rendering", scaleVisibility="1", scaleMin="0", scaleMax="5000", obstacle="0")
    SubElement(settings, "placement", placement="2" if layer.geometry == "Line" else "0")
