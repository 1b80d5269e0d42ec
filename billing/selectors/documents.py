"""The printed bill and receipt: data for typst in the reader's language."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import zxingcpp
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from billing.models import Bill, LedgerEntry, Payment
from billing.selectors.balances import balance_after, balance_of
from billing.selectors.bills import explain_bill, explain_carrying, list_meters
from billing.types import MeterOfBill
from documents.services.pdf import render_pdf
from gis_core.domain.greek import format_date, format_money, format_number
from gis_core.models import Utility
from meters.models import Connection
from meters.selectors.consumption import consumption_history
from meters.selectors.overview import is_unusual
from meters.types import PeriodConsumption

PERIODS_DRAWN = 8
#: How far back an old bill still finds its own periods.
PERIODS_SEARCHED = 24


def bill_pdf(bill: Bill, language: str) -> bytes:
    """Return the bill as PDF/A in Greek or English: one page to pay from, one that explains every amount.

    Balance and chart are those of the day of issue, whenever it is printed.
    """
    with translation.override(language):
        return render_pdf(template="billing/typst/bill.typ", data=bill_data(bill, language))


def receipt_pdf(payment: Payment, language: str) -> bytes:
    """Return the receipt of a payment as PDF/A in Greek or English."""
    with translation.override(language):
        return render_pdf(template="billing/typst/receipt.typ", data=receipt_data(payment, language))


def bill_data(bill: Bill, language: str) -> dict[str, Any]:
    """Return all words and figures of the bill for the template."""
    connection = bill.connection
    utility = Utility.objects.get()
    total = format_money(bill.total, language)
    owed = balance_of(connection, bill.party, on=bill.issue_date) if bill.number else bill.total
    older = owed - bill.total
    history = _history_of(bill)
    meters = list_meters(bill)
    rf_code = bill.rf_code or "RF00"
    meter = bill.installation.meter
    place = f"{connection.route.code}/{connection.route_position}"
    supply = f"{connection.supply_number} · {place} · {meter.serial} ({meter.diameter_mm} mm)"
    day = format_date(bill.issue_date, language)
    reference = bill.reference if bill.number else _("PREVIEW")
    due = format_date(bill.due_date, language)
    return {
        "language": language,
        "title": _("Bill %(number)s") % {"number": reference},
        "date": [bill.issue_date.year, bill.issue_date.month, bill.issue_date.day],
        "utility": _utility(utility, language),
        "heading": _("Water bill"),
        "subheading": f"{reference} · {day}",
        "payer": str(bill.party),
        "address": f"{connection.address}, {_postcode(connection)}",
        "supply": supply,
        "reading": _reading(bill, meters, language),
        "carried": explain_carrying(bill),
        "meters": [_meter_row(row, language) for row in meters],
        "words": _words(bill, language, due),
        "total": total,
        "old_balance": _old_balance(older, language),
        "owed": _("In all %(sum)s") % {"sum": format_money(owed, language)},
        "lines": [
            {
                "name": line.name, "how": line.how, "amount": format_number(line.amount, 2, language),
                "explanation": line.explanation,
            }
            for line in explain_bill(bill)
        ],
        "note": _note(bill, language),
        "periods": [
            {
                "name": period.label, "label": format_number(period.consumption_m3, 0, language),
                "value": float(period.consumption_m3), "previous": float(period.previous_year_m3 or 0),
                "alarm": is_unusual(period),
            }
            for period in history
        ],
        "chart_alt": _("Consumption in m³: %(values)s") % {
            "values": ", ".join(f"{p.label} {format_number(p.consumption_m3, 0, language)}" for p in history)
        },
        "chart_note": _("Pale: the same season a year before."),
        "warning": _warning(history),
        "qr_svg": _svg(rf_code, zxingcpp.BarcodeFormat.QRCode, ec_level="M"),
        "barcode_svg": _svg(rf_code, zxingcpp.BarcodeFormat.Code128),
        "rf": _grouped(rf_code),
        "slip": f"{connection.supply_number} · {total}",
        "explained_intro": _(
            "Prices: %(tariff)s. Amounts are rounded to the cent line by line; VAT is taken once for each rate, "
            "on the sum of its lines."
        )
        % {"tariff": _tariff(bill)},
    }  # fmt: skip


def receipt_data(payment: Payment, language: str) -> dict[str, Any]:
    """Return all words and figures of the receipt for the template, as they were when the money was taken."""
    entry = payment.ledger_entry
    # Bills that were charged later are covered by what stayed as credit.
    allocations = list(
        payment.allocations.filter(charge__lt=entry.pk)
        .select_related("charge__bill", "charge__charge")
        .order_by("charge__entry_date", "id")
    )
    credit = payment.amount - sum((allocation.amount for allocation in allocations), Decimal(0))
    rows = [
        {
            "name": _name_covered(a.charge),
            "amount": format_number(a.amount, 2, language),
        }
        for a in allocations
    ]
    if credit:
        rows.append({"name": _("Stays as credit"), "amount": format_number(credit, 2, language)})
    received_on = payment.received_on
    connection = payment.connection
    return {
        "language": language,
        "title": _("Receipt %(number)s") % {"number": payment.reference},
        "date": [received_on.year, received_on.month, received_on.day],
        "utility": _utility(Utility.objects.get(), language),
        "heading": _("Receipt of payment"),
        "subheading": f"{payment.reference} · {format_date(received_on, language)}",
        "payer": str(payment.party),
        "address": f"{connection.address}, {_postcode(connection)}",
        "supply": connection.supply_number,
        "amount": format_money(payment.amount, language),
        "method": payment.get_method_display(),
        "rows": rows,
        "balance": _("Balance after this payment: %(sum)s")
        % {"sum": format_money(balance_after(entry), language)},
        "words": {
            "from": _("Received from"), "supply": _("Connection"), "covers": _("What it covers"),
            "how": _("Method"), "cashier": _("Received by"),
        },
        "cashier": str(payment.received_by or ""),
        "printed": format_date(timezone.localdate(), language),
    }  # fmt: skip


def _name_covered(entry: LedgerEntry) -> str:
    """Return what money covers: a bill or a charge, with its number."""
    if entry.bill is not None:
        return _("Bill %(number)s") % {"number": entry.bill.reference}
    return _("Charge %(number)s") % {"number": str(entry.charge or "—")}


def _history_of(bill: Bill) -> list[PeriodConsumption]:
    """Return the payer's consumption up to the closing reading: a print of later says what the first one said."""
    known = consumption_history(bill.connection, periods=PERIODS_SEARCHED, party=bill.party)
    return [period for period in known if period.last_day <= bill.period_to][-PERIODS_DRAWN:]


def _utility(utility: Utility, language: str) -> dict[str, str]:
    name = utility.name if language == "el" else utility.name_en
    place = f"{utility.address}, {utility.postcode} {utility.city}"
    return {
        "name": name,
        "line": _("%(place)s · tax number %(afm)s · faults day and night %(phone)s")
        % {"place": place, "afm": utility.afm, "phone": utility.fault_phone},
    }


def _words(bill: Bill, language: str, due: str) -> dict[str, str]:
    reading = _("Reading %(first)s → %(last)s (%(days)s, %(source)s)") % {
        "first": format_date(bill.period_from, language),
        "last": format_date(bill.period_to, language),
        "days": ngettext("%(count)d day", "%(count)d days", bill.days) % {"count": bill.days},
        "source": bill.current_reading.get_source_display().lower(),
    }
    return {
        "to": _("To"),
        "supply": _("Connection · route/position · meter"),
        "reading": reading,
        "pay_by": _("To be paid by %(day)s") % {"day": due},
        "what_you_pay": _("What you pay"),
        "charge": _("Charge"),
        "how": _("Calculation"),
        "how_made": _("How it came about"),
        "bill_total": _("Total of the bill"),
        "consumption": _("Your consumption, m³"),
        "rf": _("RF payment code (bank, ATM, ELTA, IRIS)"),
        "pay_where": _("At our till the code on the right is scanned."),
        "objection": _("Objections by %(day)s, at our offices or by e-mail.") % {"day": due},
        "qr_alt": _("QR code of the RF payment code"),
        "barcode_alt": _("Bar code of the RF payment code"),
        "explained": _("How each amount came about"),
        "meters": _("What each meter measured"),
        "meter": _("Meter"),
        "meter_first": _("Reading before, m³ (day)"),
        "meter_last": _("Reading now, m³ (day)"),
        "meter_used": "m³",
    }


def _reading(bill: Bill, meters: list[MeterOfBill], language: str) -> str:
    """Say what the meter showed and what ran through; several meters have rows of their own, here is their sum."""
    measured = bill.consumption_m3 + bill.carried_m3 - bill.brought_m3
    used = f"{format_number(measured, 0, language)} m³"
    if meters:
        count = len({meter.serial for meter in meters})
        return ngettext("%(count)d meter: %(used)s", "%(count)d meters: %(used)s", count) % {
            "count": count, "used": used,
        }  # fmt: skip
    first, last = bill.previous_reading.value_m3, bill.current_reading.value_m3
    return f"{format_number(first, 0, language)} → {format_number(last, 0, language)} = {used}"


def _meter_row(meter: MeterOfBill, language: str) -> dict[str, str]:
    return {
        "meter": f"{meter.serial} ({meter.diameter_mm} mm)",
        "first": f"{format_number(meter.first_m3, 0, language)} ({format_date(meter.first_on, language)})",
        "last": f"{format_number(meter.last_m3, 0, language)} ({format_date(meter.last_on, language)})",
        "used": format_number(meter.consumption_m3, 0, language),
    }


def _old_balance(older: Decimal, language: str) -> str:
    """Say what was owed, or credited, before this bill."""
    if older > 0:
        return _("and an older balance of %(sum)s") % {"sum": format_money(older, language)}
    if older < 0:
        return _("less %(sum)s paid or in credit") % {"sum": format_money(-older, language)}
    return ""


def _note(bill: Bill, language: str) -> str:
    """Return the mean price of a cubic metre and a litre, and whose prices these are."""
    words = _tariff(bill) + "."
    if bill.consumption_m3 > 0:
        mean = bill.total / bill.consumption_m3
        words = _("On average %(cubic)s a m³, %(litre)s € a litre.") % {
            "cubic": format_money(mean, language), "litre": format_number(mean / 1000, 4, language),
        } + f" {words}"  # fmt: skip
    return words


def _tariff(bill: Bill) -> str:
    parts = [str(bill.tariff)]
    if bill.tariff.decision:
        parts.append(bill.tariff.decision)
    if bill.tariff.ada:
        parts.append(f"ΑΔΑ {bill.tariff.ada}")
    return ", ".join(parts)


def _warning(history: list[PeriodConsumption]) -> str:
    """Warn of the last period when it looks like a leak."""
    if not history or not is_unusual(history[-1]):
        return ""
    return _(
        "Look out: you used much more water than in the same season last year. Close all taps and see "
        "whether the meter still turns."
    )


def _postcode(connection: Connection) -> str:
    code = connection.postcode
    return f"{code[:3]} {code[3:]}" if len(code) == 5 else code


def _grouped(code: str) -> str:
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def _svg(text: str, kind: zxingcpp.BarcodeFormat, **options: str) -> str:
    """Return the code as SVG without a quiet zone: the template leaves the white around it."""
    code = zxingcpp.create_barcode(text, kind, **options)
    return str(code.to_svg(add_hrt=False, add_quiet_zones=False))
