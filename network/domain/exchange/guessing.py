"""Guesses from names in Greek, English and Giswater's Spanish: what layers are, which column is which, where."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from gis_core.domain.greek import latin_key
from network.domain.exchange.mapping import LayerMapping, Mapping
from network.domain.exchange.reading import Column, SourceLayer
from network.domain.exchange.targets import GEOMETRY, POINTS_TOO, TARGETS, Kind, Role, Target
from network.domain.placement import GREEK_BOX, PlaceError, Points, transform

#: What names of layers contain, in Latin capitals; the first that fits the geometry is taken.
_LAYERS: tuple[tuple[Role, str, tuple[str, ...]], ...] = (
    (Role.BUILDINGS, "area", ("BUILD", "KTIR", "KTHR", "EDIFIC")),
    (Role.BUILDINGS, "point", ("BUILD", "KTIR", "KTHR", "EDIFIC")),
    (Role.IGNORED, "", ("BUILDING", "KTIRI", "KTHR", "ROAD", "DROMO", "STREAM", "RAIL", "LOT", "WATERBODY", "OIKOPED")),
    (Role.SERVICES, "line", ("SERV", "CONNEC", "PAROCH", "PAROX", "ACOMETIDA", "LATERAL")),
    (Role.VALVES, "line", ("CONTROL_VALVE", "CONTROL VALVE", "PRV", "VALVE", "VALVULA")),
    (Role.PUMPS, "line", ("PUMP", "ANTLI", "BOMBA")),
    (Role.PIPES, "line", ("PIPE", "MAIN", "AGOG", "ARC", "SEWER", "DIKTYO", "SOLIN", "TUBERIA", "WATER", "LINE")),
    (Role.NODES, "point", ("HYDRANT", "KROUN", "YDROST", "HIDRANTE", "TOWER", "TANK", "DEXAMEN", "RESERV", "MANHOLE",
                           "FREAT", "AIR", "AEREX", "EKKENO", "WASH", "FLOW", "METER", "METRI", "GAUGE", "WELL",
                           "GEOTR", "SPRING", "PIGI", "JUNCTION", "KOMVO", "KOMBO", "NODE", "NUDO", "FITTING",
                           "SAMPL")),
    (Role.SHUTOFFS, "point", ("VALVE", "VANA", "VANES", "DIKLEID", "VALVULA", "SHUTOFF")),
    (Role.STATIONS, "point", ("STATION", "STATHM", "ANTLIOST")),
    (Role.ZONES, "area", ("ZONE", "ZONI", "DMA", "SECTOR", "TOMEA")),
)  # fmt: skip
#: What the name of a layer of nodes says of their kind.
_NODE_KINDS = (
    ("hydrant", ("HYDRANT", "KROUN", "YDROST", "HIDRANTE")), ("tank", ("TOWER", "TANK", "DEXAMEN", "DEPOSITO")),
    ("reservoir", ("RESERV",)), ("manhole", ("MANHOLE", "FREAT", "POZO")), ("air_valve", ("AIR", "AEREX")),
    ("wash_out", ("EKKENO", "WASH")), ("flow_meter", ("FLOW", "METER", "PAROCHOMET")), ("gauge", ("GAUGE", "PIESO")),
    ("well", ("WELL", "GEOTR")), ("spring", ("SPRING", "PIGI")), ("sampling", ("SAMPL", "DEIGM")),
    ("fitting", ("FITTING",)),
)  # fmt: skip
#: Names that columns have elsewhere, in Latin capitals; our own name is always one.
_COLUMNS: dict[str, tuple[str, ...]] = {
    "code": ("CODE", "KODIKOS", "KOD", "CODIGO", "ARC ID", "NODE ID", "CONNEC ID", "PIPE ID", "FEATURE ID",
             "ASSET ID", "ID", "FID 1", "NAME", "ONOMA", "AA"),
    "diameter_mm": ("DIAMETER", "DIAM", "DIAMETROS", "DN", "DNOM", "D", "PIPESIZE", "SIZE", "SVCONNSIZE", "DIAMETRO",
                    "F", "CAT DNOM", "DIAMETER MM"),
    "material": ("MATERIAL", "YLIKO", "PIPEMAT", "MAT", "SVCONNMAT", "MATCAT ID", "CAT MATCAT ID"),
    "laid_year": ("YEAR", "ETOS", "LAID", "BUILT", "BUILTDATE", "YEAR LAID", "INSTALLED", "ETOS KATASKEVIS",
                  "LAID YEAR"),
    "installed_year": ("YEAR", "ETOS", "INSTALLED", "BUILTDATE", "INSTALLED YEAR"),
    "lifecycle": ("LIFECYCLE", "STATE", "KATASTASI", "STATUS OF USE"),
    "elevation_m": ("ELEVATION", "ELEV", "TOP ELEV", "YPSOMETRO", "YPSOS", "Z", "COTA", "HEIGHT", "ELEVATION M"),
    "depth_m": ("DEPTH", "VATHOS", "BATHOS", "DEPTH M"),
    "start_invert_m": ("INVERT 1", "SYS ELEV1", "START INVERT M", "ZUP"),
    "end_invert_m": ("INVERT 2", "SYS ELEV2", "END INVERT M", "ZDOWN"),
    "roughness": ("ROUGHNESS", "TRACHYTITA"),
    "demand_l_s": ("DEMAND", "ZITISI", "DEMAND L S"),
    "start_node": ("START NODE", "NODE 1", "FROM NODE", "NODE1"),
    "end_node": ("END NODE", "NODE 2", "TO NODE", "NODE2"),
    "kind": ("KIND", "TYPE", "TYPOS", "EIDOS", "NODE TYPE", "ARC TYPE"),
    "state": ("STATE", "KATASTASI", "POSITION", "CLOSED"), "condition": ("CONDITION", "BROKEN"),
    "turns": ("TURNS", "STROFES"), "name": ("NAME", "ONOMA", "ONOMASIA"),
    "owner": ("OWNER", "IDIOKTITIS", "KYRIOS", "PROPIETARIO", "OWNERCAT ID"),
    "worked_by": ("WORKED BY", "LAST WORKED BY", "CHEIRISTIS"),
    "last_worked_on": ("LAST WORKED ON", "WORKED ON", "TELEFTAIOS CHEIRISMOS", "EXERCISED"),
    "use": ("USE", "CHRISI", "CHRISI KTIRIOU", "CURRENT USE", "CURRENTUSE", "FACILITY T", "FACILITY TYPE",
            "BUILDING TYPE", "BUILDING", "TYPE", "TYPOS"),
    "storeys": ("STOREYS", "FLOORS", "OROFOI", "BUILDING LEVELS", "LEVELS", "NUMBEROFFLOORSABOVEGROUND"),
    "dwellings": ("DWELLINGS", "DIAMERISMATA", "KATOIKIES", "NUMBEROFDWELLINGS"),
    "street": ("STREET", "ODOS", "ADDR STREET"), "number": ("NUMBER", "ARITHMOS", "HOUSENUMBER", "ADDR HOUSENUMBER"),
    "remarks": ("REMARKS", "OBSERV", "COMMENT", "COMMENTS", "PARATIRISEIS", "NOTES", "SCHOLIA"),
}  # fmt: skip
#: What values contain, in Latin capitals, and which of ours that is.
_VALUES: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "material": (
        ("PVC", ("PVC",)), ("DI", ("DUCTILE", "ELATOS", "ELAT", "DI", "FD")), ("CI", ("CAST", "CHYTOSID", "CI", "FC")),
        ("AC", ("ASBEST", "AMIANT", "AC", "FIBROC")), ("GRP", ("GRP", "YALO")), ("CU", ("COPPER", "CHALK", "CU")),
        ("GI", ("GALV", "GI")), ("ST", ("STEEL", "CHALYV", "ST", "ACERO")), ("CONC", ("CONC", "SKYROD", "HORM")),
        ("VC", ("CLAY", "PILO", "GKRE", "VC")), ("PE", ("PE", "HDPE", "POLYAITH", "POLYETH", "PEAD")),
    ),
    "lifecycle": (
        ("abandoned", ("ABAND", "KATARG", "EGKAT", "OBSOL", "0")), ("planned", ("PLAN", "SCHED", "MELET", "2")),
        ("in_service", ("SERV", "OPERAT", "LEITOUR", "CHRIS", "ACTIVE", "1")),
    ),
    "state": (
        ("closed", ("CLOS", "KLEIST", "CERR", "TRUE", "YES", "1")), ("throttled", ("THROT", "PART", "STRANG", "MERIK")),
        ("open", ("OPEN", "ANOICHT", "ANOIKT", "ABIERT", "FALSE", "NO", "0")),
    ),
    "status": (("closed", ("CLOS", "KLEIST")), ("active", ("ACTIVE",)), ("open", ("OPEN", "ANOICHT", "ANOIKT"))),
    "condition": (
        ("stuck", ("STUCK", "BROKEN", "KOLLI", "BLOK", "TRUE")), ("buried", ("BURIED", "THAMM", "KALYM")),
        ("not_found", ("NOT FOUND", "DEN VRETH", "AGNOST")), ("working", ("WORK", "OK", "KALI", "LEITOUR", "FALSE")),
    ),
    "use": (
        ("industrial", ("INDUSTR", "WAREHOUSE", "MILL", "PLANT", "LUMBER", "FACTORY", "VIOMICHAN", "VIOTECHN",
                        "APOTHIK", "WTP", "DEPOT")),
        ("public", ("SCHOOL", "CHURCH", "CITY HALL", "LIBRARY", "FIRE", "POLICE", "POST OFFICE", "COMMUNITY",
                    "HOSPITAL", "PARK BUILDING", "PUBLIC", "DIMOSI", "SCHOLEI", "EKKLISI", "NOSOKOM", "DIMARCH",
                    "NAOS")),
        ("agricultural", ("FARM BUILDING", "BARN", "AGRICULT", "AGROTIK", "STAVL", "GREENHOUSE", "THERMOKIP")),
        ("residential", ("SINGLE FAMILY", "APARTMENT", "TRAILER", "RESIDENTIAL", "DWELLING", "HOUSE", "KATOIKI",
                         "POLYKATOIKI", "DIAMERISM", "MONOKATOIKI")),
        ("commercial", ("STORE", "SHOP", "STATION", "RESTAURANT", "CAFE", "BAR", "SALON", "OFFICE", "MARKET", "FIRM",
                        "SUPPLY", "HOTEL", "COMMERC", "RETAIL", "PHARMACY", "KATASTIM", "GRAFEI", "XENODOCH",
                        "EMPORI")),
        ("other", ("SHED", "GARAGE", "ANCILLARY", "OTHER", "ALLO", "LOIPA")),
    ),
    "kind": (
        *_NODE_KINDS, ("junction", ("JUNCTION", "KOMVO", "NODE", "TEE")), ("outfall", ("OUTFALL", "EKVOL")),
        ("plant", ("PLANT", "EGKATAST")),
        ("trunk", ("TRANSMISSION", "TRUNK", "METAFOR", "EXOTERIK")), ("rising", ("RISING", "KATATHLIPT")),
        ("gravity", ("GRAVITY", "VARYTIT", "SEWER")), ("distribution", ("DISTR", "DIANOM", "ESOTERIK")),
        ("prv", ("PRV", "MEIOT", "PR-REDUC")), ("psv", ("PSV",)), ("fcv", ("FCV",)), ("tcv", ("TCV",)),
        ("gpv", ("GPV",)),
        ("pbv", ("PBV",)), ("dma", ("DMA", "METRISIS")), ("pressure", ("PRESS", "PIES")),
        ("supply", ("SUPPLY", "YDRODOT")),
    ),
}  # fmt: skip
#: Systems that Greek files come in, beside those of their own; tried in this order.
LIKELY_EPSG = (2100, 4326, 3857, 32634, 32635, 25834, 25835, 4121)
#: More than this is no diameter in inches, but in millimetres.
_LARGEST_INCHES = 60


def guess_mapping(layers: Sequence[SourceLayer], catalogue: dict[str, list[str]]) -> Mapping:
    """Return what the file most likely means; `catalogue` gives the codes of material and asset_type."""
    guessed = {layer.name: guess_layer(layer, catalogue) for layer in layers}
    is_local = any(layer.epsg is None and layer.box for layer in layers) and not guess_epsg(layers)
    return Mapping(layers=guessed, epsg=None if is_local else guess_epsg(layers))


def guess_epsg(layers: Sequence[SourceLayer]) -> int | None:
    """Return the system in which the layers without one lie in Greece; None where all say theirs, or none fits."""
    boxes = [layer.box for layer in layers if layer.epsg is None and layer.box is not None]
    if not boxes:
        return None
    corners = np.array(
        [[x, y] for west, south, east, north in boxes for x, y in ((west, south), (east, north))]
    )
    return next((epsg for epsg in LIKELY_EPSG if _lies_in_greece(corners, epsg)), None)


def _lies_in_greece(corners: Points, epsg: int) -> bool:
    if epsg in {4326, 4121} and np.abs(corners).max() > 180:
        return False
    try:
        placed = transform(corners, epsg)
    except PlaceError:
        return False
    west, south, east, north = GREEK_BOX
    x, y = placed[:, 0], placed[:, 1]
    return bool(((x >= west) & (x <= east) & (y >= south) & (y <= north)).all())


def guess_layer(layer: SourceLayer, catalogue: dict[str, list[str]]) -> LayerMapping:
    """Return what one layer most likely is, and its columns."""
    role = guess_role(layer)
    return map_columns(layer, role, catalogue)


def guess_role(layer: SourceLayer) -> Role:
    """Return what the layer's name and geometry say."""
    name = _key(layer.name)
    for role, geometry, words in _LAYERS:
        if geometry in {"", layer.geometry} and any(word in name for word in words):
            return role
    if layer.geometry == "line":
        return Role.PIPES
    return Role.IGNORED


def map_columns(layer: SourceLayer, role: Role, catalogue: dict[str, list[str]]) -> LayerMapping:
    """Return the mapping of the layer's columns for a role."""
    columns: dict[str, str] = {}
    values: dict[str, dict[str, str]] = {}
    for target in TARGETS[role]:
        found = _column(target, layer.columns)
        if found is None or (
            target.kind is Kind.NUMBER and not found.is_number and not _look_like_numbers(found)
        ):
            continue
        columns[target.name] = found.name
        if target.kind is Kind.CHOICE:
            allowed = catalogue.get(target.catalogue, []) if target.catalogue else list(target.choices)
            values[target.name] = guess_values(target.name, found.samples, allowed)
    defaults = {}
    if role is Role.NODES and "kind" not in columns:
        defaults["kind"] = _node_kind(_key(layer.name))
    return LayerMapping(role, columns, values, defaults, _diameter_unit(layer, columns.get("diameter_mm")))


def guess_values(name: str, found: Sequence[str], allowed: Sequence[str]) -> dict[str, str]:
    """Return for each of their values the one of ours that it most likely is; those not understood are left out."""
    guessed: dict[str, str] = {}
    for text in found:
        key = _key(text)
        same = next((value for value in allowed if value.lower() == text.lower()), None)
        like = (
            ours for ours, words in _VALUES.get(name, ())
            if ours in allowed and any(key == word or (len(word) > 2 and word in key) for word in words)
        )  # fmt: skip
        value = same or next(like, None)
        if value is not None:
            guessed[text] = value
    return guessed


def _column(target: Target, columns: Sequence[Column]) -> Column | None:
    offered = [column for column in columns if target.name != "code" or column.is_unique]
    by_key = {_key(column.name): column for column in offered}
    own = {column.name.lower(): column for column in offered}
    # A .dbf cuts names after ten letters.
    for name in (target.name, target.name[:10]):
        if name in own:
            return own[name]
    return next((by_key[name] for name in _COLUMNS.get(target.name, ()) if name in by_key), None)


def _node_kind(name: str) -> str:
    return next((kind for kind, words in _NODE_KINDS if any(word in name for word in words)), "junction")


def _look_like_numbers(column: Column) -> bool:
    return bool(column.samples) and all(re.fullmatch(r"[-+]?\d+([.,]\d+)?", text) for text in column.samples)


def _diameter_unit(layer: SourceLayer, name: str | None) -> str:
    """Say in which unit diameters come: no main is narrower than 20 mm, none of 60 is counted in inches."""
    column = next((c for c in layer.columns if c.name == name), None)
    if column is None or not column.samples:
        return "mm"
    sizes = [float(text.replace(",", ".")) for text in column.samples if _look_like_numbers(column)]
    largest = max(sizes, default=100.0)
    if largest < 3 and min(sizes) != int(min(sizes)):
        return "m"
    return "in" if largest < 20 or (largest <= _LARGEST_INCHES and layer.epsg is None) else "mm"


def fits(layer: SourceLayer, role: Role) -> bool:
    """Say whether the layer's geometry can be what the role takes."""
    wanted = GEOMETRY.get(role)
    return (
        wanted is None
        or layer.geometry in {wanted, "mixed"}
        or (role in POINTS_TOO and layer.geometry == "point")
    )


def _key(text: str) -> str:
    return latin_key(text.replace("_", " "))
