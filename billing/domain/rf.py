"""RF payment codes of DIAS: RF, two check digits (ISO 11649), organisation, amount digit, payment number."""

from __future__ import annotations

import re
import string
from decimal import Decimal

#: The amount is not checked and the code is of one bill: a part payment is not refused at the bank's till.
ONE_OFF = "8"
#: The amount is not checked and the code is for ever.
STANDING = "9"
_WEIGHTS = (1, 7, 3)
_RF_AS_DIGITS = "271500"  # R is 27, F is 15, then room for the check digits


def amount_digit(amount: Decimal) -> str:
    """Return the digit 0–7 by which a bank checks that exactly this amount in euros is paid."""
    cents = str(int(amount * 100))
    weighted = sum(int(digit) * _WEIGHTS[place % 3] for place, digit in enumerate(reversed(cents)))
    return str(weighted % 8)


def rf_code(*, organisation: str, payment_number: int, digit: str = ONE_OFF) -> str:
    """Return the 25 characters that a bank takes for a payment."""
    body = f"{organisation}{digit}{payment_number:015d}"
    if not re.fullmatch(r"9\d{20}", body):
        message = "an organisation has five digits beginning with 9, a payment number up to fifteen"
        raise ValueError(message)
    return f"RF{98 - int(body + _RF_AS_DIGITS) % 97:02d}{body}"


def is_rf_code(text: str) -> bool:
    """Say whether the text is a payment code with right check digits; spaces do not matter."""
    compact = re.sub(r"\s", "", text).upper()
    if not re.fullmatch(r"RF\d{23}", compact):
        return False
    return int(compact[4:] + "2715" + compact[2:4]) % 97 == 1


def bill_payment_number(*, series_code: str, year: int, number: int) -> int:
    """Return the fifteen-digit payment number of a bill: year, place of its series in A–Z, its number."""
    place = string.ascii_uppercase.index(series_code) + 1
    return (year * 100 + place) * 10**9 + number
