"""Importing streets and house numbers."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gis_core.domain.greek import double_key
from gis_core.models import User
from network.domain.street_file import HousePoint, StreetFault, StreetFileFaultError, read_street_file
from network.errors import StreetFileError
from network.models import Street
from network.sql.streets import upsert_addresses, upsert_streets
from network.types import RefusedObject, StreetImportReport

_FILE: dict[StreetFault, Promise] = {
    StreetFault.NOT_READABLE: _("The file %(file)s is not a GeoPackage or GeoJSON that can be read."),
    StreetFault.NO_NAMES: _("The file %(file)s has no column with names of streets (name, street)."),
    StreetFault.NO_CRS: _("The file %(file)s does not say its reference system."),
    StreetFault.NO_STREETS: _("The file %(file)s has no streets."),
}
_OBJECT: dict[StreetFault, Promise] = {
    StreetFault.NO_NUMBER: _("It is a point without a house number."),
    StreetFault.NO_GEOMETRY: _("It has no geometry."),
    StreetFault.WRONG_GEOMETRY: _("It is neither a line nor a point."),
    StreetFault.OUTSIDE_GREECE: _("It does not lie in Greece."),
    StreetFault.LONG_NAME: _("Its name is too long."),
}
_NO_STREET = _("There is no street of this name.")


@transaction.atomic
def import_streets(
    *, actor: User | None, path: Path, layer: str | None = None, dry_run: bool = False
) -> StreetImportReport:
    """Take streets (lines with a name) and house numbers (points with street and number) from a file.

    Pieces of one name in one settlement become one street. A repeat changes nothing; an object that cannot be
    taken is told, the others are taken; a dry run tells the same and writes nothing.

    Raises:
        StreetFileError: the file as a whole cannot be read as streets; code by fault.
    """
    if not path.is_file():
        raise StreetFileError(_("There is no file %s.") % path.name, code="missing_file")
    try:
        found = read_street_file(path, layer)
    except StreetFileFaultError as error:
        raise StreetFileError(str(_FILE[error.fault]) % {"file": path.name}, code=str(error.fault)) from error
    refused = [RefusedObject(label, str(_OBJECT[fault])) for label, fault in found.refused]
    streets = upsert_streets([(s.name, s.settlement, double_key(s.name), s.wkb_hex) for s in found.streets])
    houses, homeless = _with_street(found.houses)
    refused += [RefusedObject(f"{house.name} {house.number}", str(_NO_STREET)) for house in homeless]
    addresses = upsert_addresses([(h.name, h.settlement, h.number, h.postcode, h.wkb_hex) for h in houses])
    if dry_run:
        transaction.set_rollback(True)
    return StreetImportReport(
        streets_new=streets.new, streets_changed=streets.changed,
        streets_same=len(found.streets) - streets.new - streets.changed,
        addresses_new=addresses.new, addresses_changed=addresses.changed,
        addresses_same=len(houses) - addresses.new - addresses.changed,
        refused=refused, nameless=found.nameless,
    )  # fmt: skip


def _with_street(houses: list[HousePoint]) -> tuple[list[HousePoint], list[HousePoint]]:
    """Return the houses whose street is there, and the others."""
    names = {house.name for house in houses}
    known = set(Street.objects.filter(name__in=names).values_list("name", "settlement"))
    there = [house for house in houses if (house.name, house.settlement) in known]
    return there, [house for house in houses if (house.name, house.settlement) not in known]
