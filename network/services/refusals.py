"""The sentences in which files and their objects are refused."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.domain.inp_checks import Fault, ObjectFault
from network.domain.inp_text import FileFault, InpError
from network.domain.placement import PlaceError, PlaceFault
from network.errors import NetworkFileError
from network.types import RefusedObject

_FILE: dict[FileFault, Promise] = {
    FileFault.MISSING: gettext_lazy("There is no file %(file)s."),
    FileFault.FOLDER: gettext_lazy("%(file)s is a folder, not a file."),
    FileFault.UNREADABLE: gettext_lazy("The file %(file)s cannot be opened: %(detail)s."),
    FileFault.EMPTY: gettext_lazy("The file %(file)s is empty."),
    FileFault.TOO_LARGE: gettext_lazy("The file %(file)s is larger than 512 MB."),
    FileFault.NOT_INP: gettext_lazy("The file %(file)s is not an EPANET network (INP)."),
    FileFault.CUT_OFF: gettext_lazy(
        "The file %(file)s is cut off: it stops before its [END] line; ask for it again."
    ),
    FileFault.NO_NODES: gettext_lazy("The file %(file)s has no junctions, reservoirs or tanks."),
    FileFault.NO_COORDINATES: gettext_lazy(
        "The file %(file)s has no coordinates, so its network cannot be put on the map."
    ),
    FileFault.MODEL: gettext_lazy("EPANET's reader cannot understand the file %(file)s: %(detail)s."),
}
_PLACE: dict[PlaceFault, Promise] = {
    PlaceFault.NOT_SAID: gettext_lazy(
        "The coordinates of %(file)s do not lie in Greece (EPSG:2100): "
        "name their reference system (EPSG) or the place of a local grid (longitude, latitude)."
    ),
    PlaceFault.TWICE_SAID: gettext_lazy(
        "Give either a reference system or an anchor for %(file)s, not both."
    ),
    PlaceFault.UNKNOWN_CRS: gettext_lazy(
        "%(detail)s is not a reference system that coordinates on a map can have."
    ),
    PlaceFault.BAD_ANCHOR: gettext_lazy("%(detail)s is not a longitude and latitude."),
    PlaceFault.OUTSIDE: gettext_lazy(
        "The coordinates of %(file)s cannot be in %(detail)s: they lead nowhere on Earth."
    ),
}
_OBJECT: dict[ObjectFault, Promise] = {
    ObjectFault.FEW_FIELDS: gettext_lazy("Line %(line)s of %(code)s has too few values."),
    ObjectFault.NOT_A_NUMBER: gettext_lazy(
        "Line %(line)s of %(code)s has “%(detail)s” where a number belongs."
    ),
    ObjectFault.LONG_CODE: gettext_lazy("The name %(code)s in line %(line)s is longer than 60 characters."),
    ObjectFault.TWICE: gettext_lazy("%(code)s in line %(line)s is named already in line %(detail)s."),
    ObjectFault.MISSING_NODE: gettext_lazy(
        "%(code)s in line %(line)s ends on node %(detail)s, which the file does not have."
    ),
    ObjectFault.SAME_ENDS: gettext_lazy(
        "%(code)s in line %(line)s begins and ends on the same node %(detail)s."
    ),
    ObjectFault.NOT_POSITIVE: gettext_lazy(
        "%(code)s in line %(line)s has %(detail)s where a positive number belongs."
    ),
    ObjectFault.NO_POSITION: gettext_lazy("%(code)s in line %(line)s has no coordinates."),
    ObjectFault.UNKNOWN_CURVE: gettext_lazy(
        "%(code)s in line %(line)s names the curve %(detail)s, which the file does not have."
    ),
    ObjectFault.UNKNOWN_KIND: gettext_lazy(
        "%(code)s in line %(line)s is described by “%(detail)s”, which EPANET does not know."
    ),
    ObjectFault.LEVELS: gettext_lazy("The lowest level of %(code)s in line %(line)s is above its highest."),
    ObjectFault.OUT_OF_RANGE: gettext_lazy("%(code)s has %(detail)s, which no real object has."),
}
_KINDS: dict[str, Promise] = {
    "JUNCTIONS": gettext_lazy("junction"),
    "RESERVOIRS": gettext_lazy("reservoir"),
    "TANKS": gettext_lazy("tank"),
    "PIPES": gettext_lazy("pipe"),
    "PUMPS": gettext_lazy("pump"),
    "VALVES": gettext_lazy("valve"),
    "COORDINATES": gettext_lazy("coordinates"),
    "VERTICES": gettext_lazy("vertices"),
    "DEMANDS": gettext_lazy("demand"),
    "CURVES": gettext_lazy("curve"),
}


def file_error(error: InpError | PlaceError, file_name: str) -> NetworkFileError:
    """Return the refusal of a file as a whole, in one sentence."""
    sentence = _FILE[error.fault] if isinstance(error, InpError) else _PLACE[error.fault]
    detail = " ".join(error.detail.split()).rstrip(".")
    return NetworkFileError(str(sentence) % {"file": file_name, "detail": detail}, code=str(error.fault))


def object_refusal(fault: Fault) -> RefusedObject:
    """Return the refusal of one object, in one sentence."""
    words = {"code": fault.code, "line": fault.line, "detail": fault.detail}
    name = _("%(kind)s %(code)s") % {"kind": _KINDS[fault.kind], "code": fault.code}
    return RefusedObject(name, str(_OBJECT[fault.why]) % words)
