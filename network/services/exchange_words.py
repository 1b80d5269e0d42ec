"""The sentences in which imported files, their layers and their objects are told of."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.domain.exchange.converting import ValueFault
from network.domain.exchange.gathering import Fault, Issue
from network.domain.exchange.reading import SourceError, SourceFault, SourceLayer, SourceNote
from network.domain.placement import PlaceError, PlaceFault
from network.errors import NetworkFileError

_FILE: dict[SourceFault, Promise] = {
    SourceFault.EMPTY: gettext_lazy("The file %(file)s is empty."),
    SourceFault.NOT_READABLE: gettext_lazy(
        "The file %(file)s is none of GeoPackage, zipped Shapefile, GeoJSON or CSV."
    ),
    SourceFault.DAMAGED: gettext_lazy("The file %(file)s is damaged and cannot be read; ask for it again."),
    SourceFault.NO_SHAPEFILE: gettext_lazy("There is no Shapefile in %(file)s."),
    SourceFault.MISSING_PART: gettext_lazy(
        "The Shapefile in %(file)s is not whole: %(detail)s is missing. Ask for it again with all its parts."
    ),
    SourceFault.TOO_LARGE: gettext_lazy("The file %(file)s unpacks to more than 1 GB; send it in parts."),
    SourceFault.TOO_MANY: gettext_lazy(
        "The file %(file)s has more than a million objects; send it in parts."
    ),
    SourceFault.NO_LAYERS: gettext_lazy("There are no layers in %(file)s."),
    SourceFault.NO_COORDINATES: gettext_lazy(
        "The table %(file)s has no columns of coordinates (x and y, lon and lat, or WKT)."
    ),
    SourceFault.RAGGED: gettext_lazy(
        "Line %(detail)s of %(file)s has more or fewer values than the first line."
    ),
}
_PLACE: dict[PlaceFault, Promise] = {
    PlaceFault.NOT_SAID: gettext_lazy(
        "The layer %(detail)s does not say its reference system: choose one, or the place of a local grid."
    ),
    PlaceFault.UNKNOWN_CRS: gettext_lazy(
        "%(detail)s is not a reference system that coordinates on a map can have."
    ),
    PlaceFault.OUTSIDE: gettext_lazy(
        "The coordinates of %(file)s cannot be in %(detail)s: they lead nowhere on Earth."
    ),
    PlaceFault.BAD_ANCHOR: gettext_lazy("%(detail)s is not a longitude and latitude."),
    PlaceFault.TWICE_SAID: gettext_lazy(
        "Give either a reference system or an anchor for %(file)s, not both."
    ),
}
_NOTES: dict[SourceNote, Promise] = {
    SourceNote.NO_CRS: gettext_lazy("It does not say its reference system."),
    SourceNote.HEIGHTS: gettext_lazy(
        "It has heights: those of points become elevations of nodes, those of lines are left out."
    ),
    SourceNote.CURVES: gettext_lazy("It has arcs: they are taken as short straight pieces."),
    SourceNote.ENCODING: gettext_lazy(
        "Its text is not in the encoding it declares, and is read as what it is: %(detail)s"
    ),
    SourceNote.EMPTY: gettext_lazy("It has no objects."),
    SourceNote.NO_GEOMETRY: gettext_lazy("It has no geometry."),
}
_OBJECT: dict[Fault, Promise] = {
    Fault.NO_GEOMETRY: gettext_lazy("It has no geometry."),
    Fault.WRONG_GEOMETRY: gettext_lazy("Its geometry is not what the layer was said to be."),
    Fault.OUTSIDE: gettext_lazy("It lies outside Greece, while others of its layer lie inside."),
    Fault.SELF_CROSSING: gettext_lazy("The line crosses itself."),
    Fault.INVALID_AREA: gettext_lazy("The outline of the area crosses itself."),
    Fault.NO_LENGTH: gettext_lazy("The line has no length."),
    Fault.RING: gettext_lazy("The line begins and ends on the same node."),
    Fault.CODE_TWICE: gettext_lazy("The code %(detail)s is met twice in the file."),
    Fault.CODE_TAKEN: gettext_lazy("The code %(detail)s is in use in the system."),
    Fault.NO_DIAMETER: gettext_lazy("It has no diameter; say which one those without have."),
    Fault.NO_PIPE: gettext_lazy("There is no pipe within %(detail)s m of it."),
    Fault.END_TAKEN: gettext_lazy("Another valve stands at this end of its pipe."),
    Fault.UNKNOWN_REFERENCE: gettext_lazy("It names %(detail)s, which is not there."),
    Fault.OFF_NODE: gettext_lazy("Its end is %(detail)s m from the node that it names."),
    Fault.LIFECYCLE: gettext_lazy("It takes the lifecycle of its pipes, which live longer."),
    Fault.LEVELS: gettext_lazy("Its lowest level is above its highest."),
    Fault.SAME_SPOT: gettext_lazy("A node of the system stands on this spot."),
    Fault.SWALLOWED: gettext_lazy("The line is shorter than the tolerance: it becomes part of a node."),
    Fault.SEVERAL_PARTS: gettext_lazy(
        "It has %(detail)s parts that do not follow one another: each is taken by itself."
    ),
    Fault.MOVED: gettext_lazy("It is moved %(detail)s m to its pipe."),
    Fault.LOOSE: gettext_lazy("It stands on no pipe."),
    Fault.MERGED: gettext_lazy("Another node is within the tolerance: they are taken as one."),
    Fault.PULLED: gettext_lazy("An end of it is moved %(detail)s m to its node."),
    Fault.CUT: gettext_lazy("It is cut into %(detail)s pipes where others meet it."),
    Fault.THERE_ALREADY: gettext_lazy("%(detail)s is there already and stays as it is."),
    Fault.REPAIRED: gettext_lazy("Its outline crosses itself: what it encloses is taken."),
    Fault.CUTS_THERE: gettext_lazy("It ends on the pipe %(detail)s of the system, which is cut there."),
    Fault.RENAMED: gettext_lazy("Another building has its code: it is taken as %(detail)s."),
    Fault.CROOKED: gettext_lazy("The line crosses itself, and is taken as it is drawn."),
}  # fmt: skip
_VALUES: dict[ValueFault, Promise] = {
    ValueFault.NOT_A_NUMBER: gettext_lazy("%(column)s: “%(detail)s” is not a number and is left out."),
    ValueFault.NOT_A_YEAR: gettext_lazy("%(column)s: “%(detail)s” is not a year and is left out."),
    ValueFault.UNKNOWN: gettext_lazy("%(column)s: “%(detail)s” is not understood and is left out."),
    ValueFault.TOO_LONG: gettext_lazy("%(column)s: “%(detail)s” is too long and is left out."),
    ValueFault.OUT_OF_RANGE: gettext_lazy("%(column)s: %(detail)s is beyond what is real, and is left out."),
}


def file_refusal(error: SourceError | PlaceError, file_name: str) -> NetworkFileError:
    """Return the refusal of a file as a whole, in one sentence."""
    sentence = _FILE[error.fault] if isinstance(error, SourceError) else _PLACE[error.fault]
    return NetworkFileError(
        str(sentence) % {"file": file_name, "detail": error.detail}, code=str(error.fault)
    )


def layer_notes(layer: SourceLayer) -> list[str]:
    """Return what is to be told of a layer."""
    return [str(_NOTES[note]) % {"detail": detail} for note, detail in layer.notes]


def crs_note(layers: list[SourceLayer]) -> str:
    """Return the sentence of layers in several reference systems, or nothing."""
    found = sorted({layer.epsg for layer in layers if layer.epsg is not None})
    if len(found) < 2:  # one is no mixture
        return ""
    names = ", ".join(f"EPSG:{epsg}" for epsg in found)
    return _("The layers are in several reference systems (%s): each is put down by its own.") % names


def issue_sentence(issue: Issue, column: str = "") -> str:
    """Return what is to be told of an object, in one sentence; `column` is the name of ours."""
    words = {"detail": issue.detail, "column": column or issue.column}
    if isinstance(issue.fault, ValueFault):
        return str(_VALUES[issue.fault]) % words
    return str(_OBJECT[issue.fault]) % words
