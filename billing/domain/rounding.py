"""The only places where billing rounds; always half up, as people do on paper."""

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
LITRE = Decimal("0.001")
MILLIONTH = Decimal("0.000001")


def to_cent(amount: Decimal) -> Decimal:
    """Return euros rounded to the cent: once a line, after its whole product."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def to_litre(volume_m3: Decimal) -> Decimal:
    """Return cubic metres rounded to the litre: consumption and its parts."""
    return volume_m3.quantize(LITRE, ROUND_HALF_UP)


def to_millionth(share: Decimal) -> Decimal:
    """Return a share of a period or a scaled block limit rounded to six decimals."""
    return share.quantize(MILLIONTH, ROUND_HALF_UP)
