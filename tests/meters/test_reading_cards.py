"""The card of readings of Ερμού 3 and the meter cards of Alice, who moved out, and Dora, who came."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from gis_core.choices import LanguageChoice, Role
from gis_core.models import User
from meters.domain.meter_lines import NewMeter
from meters.models import Connection
from meters.selectors.reading_cards import ReadingCard, get_reading_card
from meters.services.installations import Hanging, change_meter
from meters.services.moves import Move, move_payer
from parties.choices import PartyKind
from parties.models import Party
from parties.services.parties import register_party
from tests.factories import meters as make
from tests.factories.billing import make_utility
from tests.factories.people import make_staff
from tests.world import TownNetwork

MOVED_ON, EXCHANGED_ON = date(2025, 9, 1), date(2025, 10, 1)


@pytest.fixture
def house(people: TownNetwork, tmp_path: Path) -> Connection:
    """Readings 0 (2020), 100 (March), 142.5 on the day Dora comes; in October the meter is exchanged at 150."""
    make_utility()
    make.bring_readings(tmp_path, "100001;31/03/2025;100")
    house = make.get_connection("100001")
    dora = register_party(actor=None, kind=PartyKind.PERSON, name="Δημητρίου", first_name="Δώρα")
    read = {make.get_installation("100001", MOVED_ON).pk: Decimal("142.5")}
    move_payer(actor=None, connection=house, move=Move(MOVED_ON, read, in_party=dora))
    change_meter(
        actor=None, connection=house, new=NewMeter("NEW-1"), changed_on=EXCHANGED_ON, last_m3=Decimal(150),
        start_m3=Decimal(7), hanging=Hanging(1),
    )  # fmt: skip
    make.bring_readings(tmp_path, "100001;31/10/2025;12")
    return house


def lines(card: ReadingCard) -> list[tuple[str, str, str, str | None, int | None]]:
    """Return day, meter, reading, consumption and days of each line."""
    return [
        (
            f"{line.row.read_on:%d/%m/%Y}", line.row.serial, f"{line.row.value_m3.normalize():f}",
            None if line.row.used_m3 is None else f"{line.row.used_m3.normalize():f}", line.days,
        )
        for line in card.lines
    ]  # fmt: skip


def test_the_card_of_readings_tells_all_with_the_consumption_between(house: Connection) -> None:
    card = get_reading_card(house)
    assert lines(card) == [
        ("01/03/2020", "M-1", "0", None, None),
        ("31/03/2025", "M-1", "100", "100", 1856),
        ("01/09/2025", "M-1", "142.5", "42.5", 154),
        ("01/10/2025", "M-1", "150", "7.5", 30),
        ("01/10/2025", "NEW-1", "7", None, None),
        ("31/10/2025", "NEW-1", "12", "5", 30),
    ]
    assert card.used_m3 == Decimal(155)


def test_each_payer_has_a_card_of_their_own_days(house: Connection) -> None:
    alice, dora = Party.objects.get(first_name="Αλίκη"), Party.objects.get(first_name="Δώρα")
    hers = get_reading_card(house, alice)
    assert [line[0] for line in lines(hers)] == ["01/03/2020", "31/03/2025", "01/09/2025"]
    assert (hers.used_m3, [m.meter.serial for m in hers.meters]) == (Decimal("142.5"), ["M-1"])
    others = get_reading_card(house, dora)
    assert lines(others)[0] == ("01/09/2025", "M-1", "142.5", None, None)
    assert (others.used_m3, [m.meter.serial for m in others.meters]) == (Decimal("12.5"), ["M-1", "NEW-1"])
    assert hers.used_m3 + others.used_m3 == get_reading_card(house).used_m3


@pytest.mark.parametrize(
    ("language", "title", "number"),
    [
        (LanguageChoice.GREEK, "Καρτέλα υδρομέτρου υπόχρεου", "142,500"),
        (LanguageChoice.ENGLISH, "Meter card of a payer", "142.500"),
    ],
)
def test_the_meter_card_is_printed_in_the_readers_language(
    client: Client, house: Connection, language: LanguageChoice, title: str, number: str
) -> None:
    client.force_login(make_staff("kleio", Role.BILLING, language=language))
    alice = Party.objects.get(first_name="Αλίκη")
    address = reverse("meters:payer_card", args=[house.pk, alice.pk])
    printed = pypdf.PdfReader(BytesIO(client.get(address, {"export": "pdf"}).content))
    text = " ".join(page.extract_text() for page in printed.pages)
    assert title in text
    assert number in text
    assert "094259216" in text
    assert "Αντωνίου Αλίκη" in client.get(address).content.decode()


def test_a_technicians_print_hides_the_tax_number(client: Client, house: Connection) -> None:
    client.force_login(make_staff("giorgos", Role.TECHNICIAN))
    alice = Party.objects.get(first_name="Αλίκη")
    address = reverse("meters:payer_card", args=[house.pk, alice.pk])
    printed = pypdf.PdfReader(BytesIO(client.get(address, {"export": "pdf"}).content))
    for text in (printed.pages[0].extract_text(), client.get(address).content.decode()):
        assert "094259216" not in text
        assert "9216" in text


def test_the_workbook_has_real_days_and_numbers(client: Client, house: Connection, clerk: User) -> None:
    client.force_login(clerk)
    answer = client.get(reverse("meters:reading_card", args=[house.pk]), {"export": "xlsx"})
    sheet = load_workbook(BytesIO(answer.content)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 7
    day, place, serial, value, used, days = rows[3][:6]
    assert (getattr(day, "date", lambda: day)(), place, serial, value, used, days) == (
        MOVED_ON, 1, "M-1", 142.5, 42.5, 154,
    )  # fmt: skip


def test_who_never_paid_here_has_no_card(client: Client, house: Connection, clerk: User) -> None:
    client.force_login(clerk)
    bob = Party.objects.get(first_name="Βασίλης")
    assert client.get(reverse("meters:payer_card", args=[house.pk, bob.pk])).status_code == 404
