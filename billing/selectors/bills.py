"""A bill told line by line: what made each amount, in the reader's language."""

from __future__ import annotations

from decimal import Decimal

from django.utils import translation
from django.utils.translation import gettext as _

from billing.choices import BillState, ComponentKind, Service
from billing.domain.rounding import to_millionth
from billing.models import Bill, BillLine, Tariff, TariffComponent
from billing.selectors.balances import open_amount_of
from billing.types import ConsumptionChange, ExplainedLine, MeterOfBill
from gis_core.domain.greek import format_money, format_number

__all__ = ["compare_to_year_before", "explain_bill", "explain_carrying", "list_meters", "open_amount_of"]

#: How far from a year before the closing day of a bill of the same season may be, in days.
SAME_SEASON_DAYS = 45


def explain_bill(bill: Bill) -> list[ExplainedLine]:
    """Return every amount of the bill, VAT last, with quantity, price, days, tariff version and rule."""
    lines = bill.lines.select_related("component__tariff", "component__base").order_by("order")
    return [_explain(bill, line) for line in lines]


def explain_carrying(bill: Bill) -> str:
    """Say what the bill takes back of earlier estimates and what it carries on; empty where there is nothing."""
    parts = []
    if bill.brought_m3:
        parts.append(
            _("Less %(volume)s m³ that an earlier bill had charged by estimate.")
            % {"volume": _figure(-bill.brought_m3, 3)}
        )
    if bill.carried_m3:
        parts.append(
            _("%(volume)s m³ more had been billed by estimate than ran through: they come off the next bill.")
            % {"volume": _figure(-bill.carried_m3, 3)}
        )
    return " ".join(parts)


def list_meters(bill: Bill) -> list[MeterOfBill]:
    """Return what each meter measured for the bill; empty where one meter made it alone."""
    rows = bill.meter_readings.select_related(
        "installation__meter", "first_reading", "last_reading"
    ).order_by("order")
    return [
        MeterOfBill(
            serial=row.installation.meter.serial,
            diameter_mm=row.installation.meter.diameter_mm,
            first_on=row.first_reading.read_on,
            first_m3=row.first_reading.value_m3,
            last_on=row.last_reading.read_on,
            last_m3=row.last_reading.value_m3,
            source=str(row.last_reading.get_source_display()),
            consumption_m3=row.consumption_m3,
        )
        for row in rows
    ]


def compare_to_year_before(bill: Bill) -> ConsumptionChange:
    """Return the bill's consumption beside that of the bill of the same season a year before."""
    others = Bill.objects.filter(connection=bill.connection_id, state=BillState.ISSUED)
    before = [
        (abs((bill.period_to - other.period_to).days - 365), other)
        for other in others.filter(period_to__lt=bill.period_from).order_by("-period_to")[:16]
    ]
    near = min(before, key=lambda pair: pair[0], default=None)
    if near is None or near[0] > SAME_SEASON_DAYS:
        return ConsumptionChange(bill.consumption_m3, bill.days)
    return ConsumptionChange(bill.consumption_m3, bill.days, near[1].consumption_m3, near[1].days)


def _explain(bill: Bill, line: BillLine) -> ExplainedLine:
    component = line.component
    if component is None:
        name, how, why = _explain_vat(line)
        tariff = None
    else:
        tariff = component.tariff
        name, how, why = _explain_component(bill, line, component)
        why = f"{why} {_name_tariff(tariff)}"
    return ExplainedLine(
        name=name,
        how=how,
        explanation=why,
        service=line.service,
        amount=line.amount,
        quantity=line.quantity,
        price=line.price,
        vat_percent=line.vat_percent,
        days=line.days,
        block_days=line.block_days,
        block_lower_m3=line.block_lower_m3,
        block_upper_m3=line.block_upper_m3,
        tariff=str(tariff) if tariff is not None else "",
        decision=tariff.decision if tariff is not None else "",
    )


def _explain_component(bill: Bill, line: BillLine, component: TariffComponent) -> tuple[str, str, str]:
    name = component.name_en if _language() == "en" else component.name
    if component.kind == ComponentKind.BLOCKS:
        return _explain_block(line, name)
    if component.kind == ComponentKind.PERCENT:
        return _explain_percent(line, component, name)
    return _explain_fixed(bill, line, component, name)


def _explain_block(line: BillLine, name: str) -> tuple[str, str, str]:
    lower = line.block_lower_m3 or Decimal(0)
    how = f"{_figure(line.quantity, 3)} m³ × {_price(line.price)}"
    words = {
        "lower": _figure(lower, 3),
        "days": line.days,
        "block_days": line.block_days,
        "from": _figure(_scaled(line, lower), 3),
    }
    if line.block_upper_m3 is None:
        block = _("over %(lower)s m³") % words
        why = _("Every cubic metre over %(lower)s in %(block_days)d days.") % words
        if line.days != line.block_days and lower:
            why += " " + _("For the %(days)d days billed: over %(from)s.") % words
        return f"{name}, {block}", how, why
    words["upper"] = _figure(line.block_upper_m3, 3)
    words["to"] = _figure(_scaled(line, line.block_upper_m3), 3)
    block = _("%(lower)s–%(upper)s m³") % words
    why = _("Cubic metres over %(lower)s up to %(upper)s in %(block_days)d days.") % words
    if line.days != line.block_days:
        why += " " + _("For the %(days)d days billed: over %(from)s up to %(to)s.") % words
    return f"{name}, {block}", how, why


def _explain_percent(line: BillLine, component: TariffComponent, name: str) -> tuple[str, str, str]:
    base = component.base
    base_name = "" if base is None else (base.name_en if _language() == "en" else base.name)
    words = {"percent": _figure(line.price, 4), "value": _money(line.quantity), "base": base_name}
    how = _("%(percent)s %% of %(value)s") % words
    if component.service == Service.SPECIAL_FEE:
        why = _("%(percent)s %% of the value of the water, %(value)s (Law 1069/80, article 11).") % words
    else:
        why = _("%(percent)s %% of the charge “%(base)s”, %(value)s.") % words
    return name, how, why


def _explain_fixed(bill: Bill, line: BillLine, component: TariffComponent, name: str) -> tuple[str, str, str]:
    words = {
        "days": line.days, "block_days": line.block_days, "all_days": bill.days, "price": _price(line.price),
    }  # fmt: skip
    if not component.is_prorated:
        how = _("once a bill") if line.days == bill.days else _("%(days)d of %(all_days)d days") % words
        why = _("%(price)s a bill, whatever its days.") % words
        if line.days != bill.days:
            why += " " + _("These prices were in force for %(days)d of its %(all_days)d days.") % words
    else:
        how = _("%(price)s × %(days)d/%(block_days)d days") % words
        why = _("%(price)s for %(block_days)d days; %(days)d days are billed.") % words
    if component.kind == ComponentKind.FIXED_BY_DIAMETER:
        meters = _count_meters(line, bill, component)
        if meters > 1:
            how = f"{meters} × {how}"
        why = _explain_diameter(bill, line, meters) + f" {why}"
    return name, how, why


def _count_meters(line: BillLine, bill: Bill, component: TariffComponent) -> int:
    """Return how many meters a charge by diameter is of: its quantity is the share of the period times them."""
    whole = line.block_days if component.is_prorated else bill.days
    return round(line.quantity / to_millionth(Decimal(line.days) / whole))


def _explain_diameter(bill: Bill, line: BillLine, meters: int) -> str:
    if meters > 1:
        return _("By the diameter of each of %(count)d meters.") % {"count": meters}
    several = {row.diameter_mm for row in list_meters(bill)}
    if len(several) > 1:
        return _("By the diameter of each meter.")
    return _("By the diameter of the meter, %(mm)d mm.") % {"mm": bill.installation.meter.diameter_mm}


def _explain_vat(line: BillLine) -> tuple[str, str, str]:
    words = {"percent": _figure(line.price, 2), "value": _money(line.quantity)}
    return (
        _("VAT %(percent)s %%") % words,
        _("%(percent)s %% of %(value)s") % words,
        _("VAT is taken once a rate, on the sum of its lines: %(percent)s %% of %(value)s.") % words,
    )


def _name_tariff(tariff: Tariff) -> str:
    if not tariff.decision:
        return _("Tariff: %(tariff)s.") % {"tariff": tariff}
    return _("Tariff: %(tariff)s, decision %(decision)s.") % {"tariff": tariff, "decision": tariff.decision}


def _scaled(line: BillLine, limit_m3: Decimal) -> Decimal:
    """Return the block limit for the days billed, as the rating scaled it."""
    return to_millionth(limit_m3 * line.days / line.block_days)


def _language() -> str:
    return "en" if (translation.get_language() or "el").startswith("en") else "el"


def _figure(value: Decimal, most_decimals: int) -> str:
    """Return the number with no more decimals than it has."""
    exponent = value.normalize().as_tuple().exponent
    decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    return format_number(value, min(decimals, most_decimals), _language())


def _price(value: Decimal) -> str:
    """Return a price with two decimals, or as many as it has."""
    exponent = value.normalize().as_tuple().exponent
    decimals = max(2, -exponent) if isinstance(exponent, int) else 2
    return f"{format_number(value, min(decimals, 6), _language())} €"


def _money(value: Decimal) -> str:
    return format_money(value, _language())
