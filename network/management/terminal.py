"""In which language a command speaks, and how it reads what is typed."""

import os
from argparse import ArgumentTypeError

from django.conf import settings


def language_of_terminal() -> str:
    """Return the language of the person's locale if the product speaks it, else the installation's."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable, "")
        if value:
            spoken = value[:2].lower()
            return spoken if spoken in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    return settings.LANGUAGE_CODE


def epsg_number(text: str) -> int:
    """Return n of EPSG:n or of n alone."""
    digits = text.upper().removeprefix("EPSG:")
    if not digits.isdigit():
        raise ArgumentTypeError(f"{text} is not of the form EPSG:2100")
    return int(digits)


def lon_lat(text: str) -> tuple[float, float]:
    """Return the pair of a longitude and a latitude written as 22.94,40.63."""
    try:
        longitude, latitude = (float(part) for part in text.split(","))
    except ValueError as error:
        raise ArgumentTypeError(f"{text} is not of the form longitude,latitude") from error
    return longitude, latitude
