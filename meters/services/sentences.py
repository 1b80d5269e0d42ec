"""Sentences for lines that an import refuses."""

from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from gis_core.domain.greek import format_number

SENTENCES: dict[str, str | Promise] = {
    "empty": gettext_lazy("%(column)s is empty."),
    "open_quote": gettext_lazy(
        "A quotation mark is not closed: nothing of this line and of those that it swallowed was taken."
    ),
    "too_long": gettext_lazy("%(column)s is too long: %(value)s"),
    "unknown_word": gettext_lazy("%(column)s does not know the word «%(value)s»."),
    "not_a_number": gettext_lazy("%(column)s is not a number: %(value)s"),
    "out_of_range": gettext_lazy("%(column)s lies outside what is possible: %(value)s"),
    "not_a_day": gettext_lazy("%(column)s is not a day (dd/mm/yyyy): %(value)s"),
    "invalid_afm": gettext_lazy("%(value)s is not a valid tax number (ΑΦΜ)."),
    "wrong_form": gettext_lazy("%(column)s has not the right form: %(value)s"),
    "repeated": gettext_lazy("%(value)s stands in the register already."),
    "twice_in_file": gettext_lazy("%(column)s %(value)s stands on an earlier line of the file."),
    "in_the_future": gettext_lazy("%(column)s has not come yet: %(value)s"),
    "no_place": gettext_lazy("No place: the line has no coordinates and its address is not on the map."),
    "meter_elsewhere": gettext_lazy("Meter %(value)s hangs on another connection at that time."),
    "position_taken": gettext_lazy("Another connection has this position on the route: %(value)s"),
    "unknown_supply": gettext_lazy("There is no connection %(value)s."),
    "unknown_meter": gettext_lazy("There is no meter %(value)s."),
    "no_meter": gettext_lazy("No meter hung there on that day."),
    "other_meter": gettext_lazy("Another meter hung there on that day, not %(value)s."),
    "several_meters": gettext_lazy("More than one meter hangs there: the line must tell the meter's number."),
    "billed": gettext_lazy("A bill that was issued stands on the reading of that day."),
    "withdrawn": gettext_lazy(
        "The reading %(value)s of that day was withdrawn; if it counts after all, enter it by hand."
    ),
    "not_standing": gettext_lazy("This reading has been corrected or withdrawn already."),
    "too_many_digits": gettext_lazy("%(value)s does not fit the meter's digits."),
    "other_value": gettext_lazy("Another reading stands for that day: %(value)s"),
}

#: Sentences that tell another reading: a number as the database wrote it.
READINGS_TOLD = frozenset({"other_value", "withdrawn"})

COLUMN_NAMES: dict[str, str | Promise] = {
    "supply_number": gettext_lazy("Supply number"),
    "use": gettext_lazy("Use"),
    "households": gettext_lazy("Households"),
    "people": gettext_lazy("People"),
    "street": gettext_lazy("Street"),
    "house_number": gettext_lazy("House number"),
    "lon": gettext_lazy("Longitude"),
    "lat": gettext_lazy("Latitude"),
    "x": gettext_lazy("East (x)"),
    "y": gettext_lazy("North (y)"),
    "route": gettext_lazy("Route"),
    "route_name": gettext_lazy("Name of the route"),
    "route_position": gettext_lazy("Position on the route"),
    "opened_on": gettext_lazy("Day of connection"),
    "meter_serial": gettext_lazy("Meter number"),
    "meter_diameter": gettext_lazy("Meter diameter"),
    "meter_digits": gettext_lazy("Meter digits"),
    "meter_make": gettext_lazy("Make"),
    "meter_model": gettext_lazy("Model"),
    "made_year": gettext_lazy("Year made"),
    "verify_by": gettext_lazy("To be verified by"),
    "start_reading": gettext_lazy("First reading"),
    "payer_kind": gettext_lazy("Kind of payer"),
    "payer_name": gettext_lazy("Payer"),
    "payer_afm": gettext_lazy("Tax number"),
    "payer_email": gettext_lazy("E-mail"),
    "payer_mobile": gettext_lazy("Mobile telephone"),
    "language": gettext_lazy("Language"),
    "liable_from": gettext_lazy("Payer since"),
    "has_sewer": gettext_lazy("Sewer"),
    "read_on": gettext_lazy("Day of reading"),
    "value_m3": gettext_lazy("Reading"),
}


def sentence(code: str, column: str, value: str) -> str:
    """Return the sentence of a refusal in the language now active."""
    if code in READINGS_TOLD:
        value = _number(Decimal(value))
    words = SENTENCES.get(code)
    if words is None:
        return _("The line was not taken (%(code)s).") % {"code": code}
    return str(words) % {"column": COLUMN_NAMES.get(column, column), "value": value}


def _number(value: Decimal) -> str:
    """Write a number in the language now active, with the decimals that it needs."""
    decimals = 0 if value == value.to_integral_value() else 3
    return format_number(value, decimals, get_language() or "el")
