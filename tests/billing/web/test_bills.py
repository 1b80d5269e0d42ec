"""Bills in the office: on the card, in the lists, in the search box, on paper."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from contextlib import AbstractContextManager
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdf
import pytest
import zxingcpp
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from billing.models import Bill
from billing.search import find_bills
from billing.selectors.documents import bill_pdf
from billing.services.payments import receive_payment
from gis_core.choices import Role
from tests.factories.bills import Street, read_round
from tests.factories.people import make_staff

Budget = Callable[[str], AbstractContextManager[object]]


@pytest.fixture
def office(street: Street, client: Client) -> Client:
    client.force_login(street.clerk)
    return client


def _text(printed: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(printed)).pages)


def test_a_bill_explains_every_amount(street: Street, office: Client, budget: Budget) -> None:
    bill = street.bills[1]
    with budget("billing:bill_detail"):
        page = office.get(reverse("billing:bill_detail", args=[bill.pk]))

    lines = page.context["lines"]
    assert [str(line.amount) for line in lines] == [
        "18.00", "11.50", "10.00", "23.60", "3.84", "8.06",
    ]  # fmt: skip
    assert all(line.explanation for line in lines)
    assert (page.context["open_amount"], page.context["is_overdue"]) == (bill.total, False)


def test_lists_hold_their_budgets_and_find_by_number_and_name(
    street: Street, office: Client, budget: Budget
) -> None:
    bill = street.bills[1]
    with budget("billing:bill_list"):
        everything = office.get(reverse("billing:bill_list"))
    assert len(everything.context["table"].rows) == 4
    for typed, count in ((str(bill.number), 1), ("αντωνιου", 2), ("antoniou", 2), ("νουνου", 0), ("²", 4)):
        answer = office.get(reverse("billing:bill_list"), {"q": typed})
        assert len(answer.context["table"].rows) == count, typed
    exported = office.get(reverse("billing:bill_list"), {"export": "csv"})
    assert bill.reference in b"".join(exported).decode("utf-8-sig")


@pytest.mark.parametrize("tab", ["bills", "payments", "ledger"])
def test_the_connections_card_tells_of_money(street: Street, office: Client, tab: str) -> None:
    page = office.get(reverse("meters:connection_detail", args=[street.house.pk]), {"tab": tab})

    assert page.status_code == 200
    text = page.content.decode()
    assert "€125.60" in text or "125.60" in text
    if tab != "payments":
        assert street.bills[1].reference in text


def test_the_search_box_finds_a_bill_by_number_and_by_code(street: Street) -> None:
    bill = street.bills[1]
    greek = bill.reference.replace("A", "Α")  # typed on a Greek keyboard
    bare = f"{bill.year}-{bill.number}"
    for typed in (bill.reference, greek, bill.reference.lower(), bare, bill.rf_code, f" {bill.rf_code} "):
        assert [hit.title for hit in find_bills(typed, street.clerk, 5)] == [bill.reference], typed
    for typed in ("A-2019-000001", "RF00", "Ερμού 12", "", "2026"):
        assert list(find_bills(typed, street.clerk, 5)) == []
    assert list(find_bills(bill.reference, make_staff("giorgos", Role.TECHNICIAN), 5)) == []


def test_the_printed_bill_speaks_both_languages(street: Street) -> None:
    bill = street.bills[1]
    spaced = " ".join(bill.rf_code[start : start + 4] for start in range(0, len(bill.rf_code), 4))

    greek, english = _text(bill_pdf(bill, "el")), _text(bill_pdf(bill, "en"))
    for words in ("Λογαριασμός νερού", "Αντωνίου Γεώργιος", "75,00 €", "125,60 €", bill.reference, spaced):
        assert words in greek, words
    for words in ("Water bill", "75.00", "125.60", bill.reference, spaced, "07-0001"):
        assert words in english, words
    assert "Water bill" not in greek


def test_a_later_print_says_what_the_first_one_said(street: Street) -> None:
    bill = street.bills[0]
    first = _text(bill_pdf(bill, "el"))
    today = timezone.localdate()
    receive_payment(
        actor=street.clerk, key="k", connection=street.house, party=bill.party, amount=Decimal("20.00"),
        method="cash", received_on=today,
    )  # fmt: skip
    read_round(street, today, "400", "530")

    assert "50,60 €" in first
    assert "75,00" not in first  # the bill that came after it
    assert _text(bill_pdf(bill, "el")) == first


def test_the_printed_bill_is_archival_and_accessible(street: Street) -> None:
    with pikepdf.open(BytesIO(bill_pdf(street.bills[0], "el"))) as pdf:
        with pdf.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
            assert metadata["pdfuaid:part"] == "1"
        assert str(pdf.Root.Lang).startswith("el")


def test_a_scanner_reads_both_codes_of_the_printed_bill(street: Street, tmp_path: Path) -> None:
    bill = street.bills[1]
    (tmp_path / "bill.pdf").write_bytes(bill_pdf(bill, "el"))
    subprocess.run(
        ["pdftoppm", "-r", "200", "-png", "-f", "1", "-l", "1", "bill.pdf", "page"], cwd=tmp_path, check=True
    )

    [picture] = tmp_path.glob("page*.png")
    codes = {(code.format.name, code.text) for code in zxingcpp.read_barcodes(Image.open(picture))}
    assert codes == {("QRCode", bill.rf_code), ("Code128", bill.rf_code)}


def test_the_language_of_the_print_is_chosen_in_the_address(street: Street, office: Client) -> None:
    bill = Bill.objects.latest("pk")
    answer = office.get(reverse("billing:bill_pdf", args=[bill.pk]), {"language": "en"})

    assert answer.headers["Content-Disposition"] == f'inline; filename="{bill.reference}.pdf"'
    assert "Water bill" in _text(answer.content)
