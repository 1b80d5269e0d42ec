"""What a bill says for a consumption, a period and the tariff versions in force: the reference of billing.

`docs/algorithms/billing.md` tells the rules with tables of numbers, which are tests of this module.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from billing.domain.rounding import to_cent, to_litre, to_millionth

HUNDRED = Decimal(100)
NOTHING = Decimal(0)


class CannotRateError(ValueError):
    """The tariff does not say what to charge; `reason` is a code for the run's list of exclusions."""

    def __init__(self, reason: str) -> None:
        """Keep the reason's code."""
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Block:
    """€/m³ above `lower_m3` up to `upper_m3` (None: no end), for the version's block days."""

    lower_m3: Decimal
    upper_m3: Decimal | None
    price: Decimal


@dataclass(frozen=True)
class Component:
    """A charge: exactly one of `blocks`, `amount`, `fees_by_mm` and `percent` says how it is made."""

    code: str
    service: str
    vat_percent: Decimal
    blocks: tuple[Block, ...] = ()
    amount: Decimal | None = None
    fees_by_mm: Mapping[int, Decimal] | None = None
    percent: Decimal | None = None
    base: str = ""
    only_with_sewer: bool = False
    is_prorated: bool = True


@dataclass(frozen=True)
class Version:
    """Prices in force from a day to before another (None: no end)."""

    starts: date
    ends: date | None
    block_days: int
    components: tuple[Component, ...]


@dataclass(frozen=True)
class Usage:
    """What is billed: a half-open period of days, what ran through, and on what kind of connection."""

    period_from: date
    period_to: date
    consumption_m3: Decimal
    diameter_mm: int
    has_sewer: bool
    #: Further meters on the connection, each with a charge by diameter of its own.
    more_mm: tuple[int, ...] = ()

    @property
    def days(self) -> int:
        """Return the number of days billed."""
        return (self.period_to - self.period_from).days


@dataclass(frozen=True)
class Charge:
    """One amount in euros and all that made it; a VAT charge has no component."""

    component: str
    service: str
    quantity: Decimal
    price: Decimal
    days: int
    block_days: int
    amount: Decimal
    vat_percent: Decimal
    lower_m3: Decimal | None = None
    upper_m3: Decimal | None = None


@dataclass(frozen=True)
class RatedBill:
    """The charges of a bill in order, VAT last."""

    charges: tuple[Charge, ...]
    vat_charges: tuple[Charge, ...]

    @property
    def net(self) -> Decimal:
        """Return the sum without VAT."""
        return sum((charge.amount for charge in self.charges), NOTHING)

    @property
    def vat(self) -> Decimal:
        """Return the VAT."""
        return sum((charge.amount for charge in self.vat_charges), NOTHING)

    @property
    def total(self) -> Decimal:
        """Return what is to be paid."""
        return self.net + self.vat


@dataclass(frozen=True)
class Part:
    """The days of a bill that fall under one version, with their share of the consumption."""

    version: Version
    days: int
    consumption_m3: Decimal


def rate(usage: Usage, versions: Sequence[Version]) -> RatedBill:
    """Return the bill's charges; raises CannotRateError where the versions leave a day without a price."""
    charges: list[Charge] = []
    for part in split_by_version(usage, versions):
        charges += _rate_part(usage, part)
    return RatedBill(tuple(charges), tuple(_charge_vat(usage, charges)))


def split_by_version(usage: Usage, versions: Sequence[Version]) -> list[Part]:
    """Share days and consumption among the versions in force; the parts add up to the whole."""
    if usage.days <= 0:
        raise CannotRateError("no_days")
    if usage.consumption_m3 < 0:
        raise CannotRateError("negative")
    parts: list[Part] = []
    days_before = 0
    m3_before = NOTHING
    for version in sorted(versions, key=lambda version: version.starts):
        first = max(usage.period_from, version.starts)
        last = usage.period_to if version.ends is None else min(usage.period_to, version.ends)
        days = (last - first).days
        if days <= 0:
            continue
        days_now = days_before + days
        m3_now = to_litre(usage.consumption_m3 * days_now / usage.days)
        parts.append(Part(version, days, m3_now - m3_before))
        days_before, m3_before = days_now, m3_now
    if days_before != usage.days:
        raise CannotRateError("no_tariff")
    return parts


def _rate_part(usage: Usage, part: Part) -> list[Charge]:
    """Charge the components of one version; percentages take the rounded value of their base in this part."""
    values: dict[str, Decimal] = defaultdict(Decimal)
    charges: dict[str, list[Charge]] = {}
    applicable = [c for c in part.version.components if usage.has_sewer or not c.only_with_sewer]
    for component in sorted(applicable, key=lambda component: component.percent is not None):
        made = list(_charge(usage, part, component, values))
        values[component.code] = sum((charge.amount for charge in made), NOTHING)
        charges[component.code] = made
    return [charge for component in applicable for charge in charges[component.code]]


def _charge(
    usage: Usage, part: Part, component: Component, values: Mapping[str, Decimal]
) -> Iterator[Charge]:
    if component.blocks:
        yield from _charge_blocks(part, component)
    elif component.percent is not None:
        base = values.get(component.base, NOTHING)
        yield _line(part, component, base, component.percent, base * component.percent / HUNDRED)
    else:
        whole = part.version.block_days if component.is_prorated else usage.days
        share = to_millionth(Decimal(part.days) / whole)
        for price, meters in _prices(component, usage):
            yield _line(part, component, share * meters, price, share * meters * price)


def _charge_blocks(part: Part, component: Component) -> Iterator[Charge]:
    """Charge the cubic metres of each block; the first block has a line even when nothing ran through."""
    scale = Decimal(part.days), part.version.block_days
    for block in component.blocks:
        lower = to_millionth(block.lower_m3 * scale[0] / scale[1])
        filled = part.consumption_m3
        if block.upper_m3 is not None:
            filled = min(filled, to_millionth(block.upper_m3 * scale[0] / scale[1]))
        quantity = max(filled - lower, NOTHING)
        if quantity > 0 or block.lower_m3 == 0:
            yield _line(part, component, quantity, block.price, quantity * block.price, block)


def _line(
    part: Part,
    component: Component,
    quantity: Decimal,
    price: Decimal,
    value: Decimal,
    block: Block | None = None,
) -> Charge:
    """Make the charge: here, and only here, its value becomes cents."""
    return Charge(
        component.code, component.service, quantity, price, part.days, part.version.block_days,
        to_cent(value), component.vat_percent,
        block.lower_m3 if block else None, block.upper_m3 if block else None,
    )  # fmt: skip


def _prices(component: Component, usage: Usage) -> Iterator[tuple[Decimal, int]]:
    """Yield the fixed amount, or the fee of each meter's smallest step with how many meters it takes."""
    if component.fees_by_mm is None:
        yield component.amount or NOTHING, 1
        return
    taken: dict[int, int] = defaultdict(int)
    for diameter_mm in (usage.diameter_mm, *usage.more_mm):
        steps = [step for step in component.fees_by_mm if step >= diameter_mm]
        if not steps:
            raise CannotRateError("no_diameter_fee")
        taken[min(steps)] += 1
    for step in sorted(taken):
        yield component.fees_by_mm[step], taken[step]


def _charge_vat(usage: Usage, charges: Sequence[Charge]) -> Iterator[Charge]:
    """Charge VAT once a rate on the sum of its lines, lowest rate first; a rate of 0 makes no line."""
    bases: dict[Decimal, Decimal] = defaultdict(Decimal)
    for charge in charges:
        bases[charge.vat_percent] += charge.amount
    for percent in sorted(bases):
        if percent > 0:
            base = bases[percent]
            amount = to_cent(base * percent / HUNDRED)
            yield Charge("", "vat", base, percent, usage.days, usage.days, amount, percent)
