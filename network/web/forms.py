"""Forms of the network."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.gis.geos import MultiPolygon
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gis_core.errors import DomainError
from network.choices import ZoneKind
from network.domain.placement import epsg_number, lon_lat
from network.domain.street_file import kind_of
from network.selectors.zones import ZoneOutline
from network.services.zones import area_from_geojson, area_from_text

LARGEST_UPLOAD = 64 * 1024 * 1024
#: What a packed file may unfold to.
LARGEST_UNPACKED = 256 * 1024 * 1024
_GZIP = 16 + zlib.MAX_WBITS


class NetworkImportForm(forms.Form):
    """An EPANET file and where it lies."""

    file = forms.FileField(
        label=gettext_lazy("EPANET file"),
        help_text=gettext_lazy("INP, plain or packed with gzip; up to 64 MB"),
    )
    name = forms.CharField(label=gettext_lazy("Name of the supply system"), max_length=120)
    code = forms.SlugField(
        label=gettext_lazy("Code"), max_length=60, required=False,
        help_text=gettext_lazy("Latin letters, digits and hyphens; left empty, the file's name"),
    )  # fmt: skip
    crs = forms.CharField(
        label=gettext_lazy("Reference system"), required=False,
        help_text=gettext_lazy("For example EPSG:2100 or EPSG:4326; empty if the coordinates are ΕΓΣΑ87"),
    )  # fmt: skip
    anchor = forms.CharField(
        label=gettext_lazy("Or the place of a local grid"), required=False,
        help_text=gettext_lazy("Longitude,latitude of its middle, for example 22.94,40.63"),
    )  # fmt: skip

    def clean_file(self) -> object:
        """Refuse what no network weighs."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_UPLOAD:
            raise forms.ValidationError(_("The file is larger than 64 MB."))
        return file

    def clean_code(self) -> str:
        """Write it small."""
        return str(slugify(self.cleaned_data["code"]))

    def clean_crs(self) -> int | None:
        """Return n of EPSG:n."""
        text = self.cleaned_data["crs"].strip()
        if not text:
            return None
        try:
            return epsg_number(text)
        except ValueError as error:
            raise forms.ValidationError(_("Write it like EPSG:2100.")) from error

    def clean_anchor(self) -> tuple[float, float] | None:
        """Return longitude and latitude."""
        text = self.cleaned_data["anchor"].strip()
        if not text:
            return None
        try:
            return lon_lat(text)
        except ValueError as error:
            raise forms.ValidationError(_("Write it like 22.94,40.63.")) from error


class ZoneForm(forms.Form):
    """A zone: its names, and its area drawn on the map or written as corners."""

    name = forms.CharField(label=gettext_lazy("Name of the zone"), max_length=120)
    code = forms.CharField(
        label=gettext_lazy("Code"), max_length=30, help_text=gettext_lazy("Short, each zone its own")
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=ZoneKind.choices)
    area = forms.CharField(required=False, widget=forms.HiddenInput)
    corners = forms.CharField(
        label=gettext_lazy("Corners"), required=False, strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "class": "font-monospace"}),
        help_text=gettext_lazy(
            "A corner a line, in ΕΓΣΑ87 (407100.5 4501200) or in degrees (40.6301, 22.9412); an empty line begins"
            " another polygon. WKT in ΕΓΣΑ87 is taken too."
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, outline: ZoneOutline, **kwargs: Any) -> None:
        """Begin from the area as it is."""
        super().__init__(*args, **kwargs)
        self.outline = outline
        self.shape: MultiPolygon | None = None
        self.fields["area"].initial = outline.geojson
        self.fields["corners"].initial = outline.text

    def clean(self) -> dict[str, Any]:
        """Read the area from where it was changed; unchanged, `shape` stays None and the present area stands."""
        cleaned = super().clean() or {}
        drawn, written = cleaned.get("area", "").strip(), _lines(cleaned.get("corners", ""))
        is_drawn = drawn != self.outline.geojson
        is_written = written != _lines(self.outline.text)
        if is_drawn and is_written:
            self.add_error("corners", _("The map and the corners were both changed: undo one of the two."))
        elif is_drawn or is_written or not self.outline.text:
            where = "corners" if is_written else None
            try:
                self.shape = area_from_geojson(drawn) if is_drawn else area_from_text(cleaned["corners"])
            except DomainError as error:
                self.add_error(where, forms.ValidationError(str(error), code=error.code))
        return cleaned


def _lines(text: str) -> list[str]:
    """Return the lines without what browsers change on the way."""
    return [line.strip() for line in text.strip().splitlines()]


@dataclass(frozen=True)
class StreetUpload:
    """A file of streets as it came, unpacked."""

    name: str
    content: bytes
    media_type: str


class StreetImportForm(forms.Form):
    """A file of streets and house numbers."""

    file = forms.FileField(
        label=gettext_lazy("File of streets"),
        help_text=gettext_lazy("GeoPackage or GeoJSON, plain or packed with gzip; up to 64 MB"),
        widget=forms.ClearableFileInput(attrs={"accept": ".gpkg,.geojson,.json,.gz"}),
    )

    def clean_file(self) -> StreetUpload:
        """Refuse what is too heavy or is no file of places."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_UPLOAD:
            raise forms.ValidationError(_("The file is larger than 64 MB."), code="too_large")
        content = _unpack(file.read())
        kind = kind_of(content)
        if kind is None:
            raise forms.ValidationError(
                _("The file is neither a GeoPackage nor a GeoJSON."), code="not_readable"
            )
        return StreetUpload(file.name.removesuffix(".gz"), content, str(kind))


def _unpack(content: bytes) -> bytes:
    """Return what a gzip file holds, other content as it is."""
    if not content.startswith(b"\x1f\x8b"):
        return content
    unfolding = zlib.decompressobj(_GZIP)
    try:
        plain = unfolding.decompress(content, LARGEST_UNPACKED)
    except zlib.error as error:
        raise forms.ValidationError(_("The packed file is damaged."), code="damaged") from error
    if unfolding.unconsumed_tail:
        raise forms.ValidationError(_("The packed file is larger than 256 MB."), code="too_large")
    if not unfolding.eof:
        raise forms.ValidationError(_("The packed file is damaged."), code="damaged")
    return plain
