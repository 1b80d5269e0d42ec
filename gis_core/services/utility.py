"""The utility's own particulars."""

from dataclasses import asdict, dataclass

from django.contrib.gis.geos import Point
from django.db import transaction

from gis_core.models import User, Utility


@dataclass(frozen=True)
class UtilityDetails:
    """Whose installation this is; `centre`, in EPSG:2100, is where maps begin."""

    name: str
    name_en: str
    afm: str
    address: str
    postcode: str
    city: str
    fault_phone: str
    email: str
    rf_organisation: str
    centre: Point
    default_zoom: int = 14


@transaction.atomic
def register_utility(*, actor: User | None, details: UtilityDetails) -> Utility:
    """Write whose installation this is, or change it."""
    values = asdict(details) | {"centre": details.centre}
    utility, _created = Utility.objects.update_or_create(id=1, defaults=values)
    return utility
