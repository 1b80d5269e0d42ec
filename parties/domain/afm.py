"""The Greek tax number (ΑΦΜ): nine digits, the last a check digit.

Check: c = 0; for each of the first eight digits c = 2c + digit; the ninth is (2c mod 11) mod 10.
"""

import re

LENGTH = 9


def clean_afm(value: str) -> str | None:
    """Return nine valid digits, or None when the value is no tax number.

    Spaces and the prefix EL or GR fall away; an old number of eight digits gets a leading zero. 000000000 is
    refused although its check digit is right: nobody has it.
    """
    digits = re.sub(r"[\s.]", "", value).upper()
    digits = re.sub(r"^(EL|GR)", "", digits)
    if not digits.isascii() or not digits.isdigit() or len(digits) not in {LENGTH - 1, LENGTH}:
        return None
    digits = digits.zfill(LENGTH)
    if digits == "0" * LENGTH:
        return None
    total = 0
    for digit in digits[:-1]:
        total = 2 * total + int(digit)
    return digits if 2 * total % 11 % 10 == int(digits[-1]) else None


def mask_afm(afm: str | None) -> str:
    """Return the number with its first five digits hidden: ●●●●●7346."""
    return "●" * 5 + afm[5:] if afm else ""
