"""Pages of the register: a connection edited, roles, a move, meters of the store, who paid on a day."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from gis_core.models import User
from meters.choices import LiabilityRole
from meters.models import Connection, Liability, Meter, Reading
from meters.selectors.liabilities import list_payers_on, payer_on
from meters.services.liabilities import set_liability, set_role
from network.selectors.places import to_lon_lat
from parties.choices import PartyKind
from parties.models import Party
from parties.services.parties import register_party
from tests.factories import meters as make
from tests.world import TownNetwork


@pytest.fixture
def dora(db: None) -> Party:
    return register_party(
        actor=None, kind=PartyKind.PERSON, name="Δημητρίου", first_name="Δώρα", afm="090000045"
    )


@pytest.fixture
def office(client: Client, people: TownNetwork, clerk: User) -> Client:
    client.force_login(clerk)
    return client


def alices() -> Connection:
    return make.get_connection("100001")


def page(name: str, pk: int | None = None) -> str:
    return reverse(f"meters:{name}", args=[alices().pk if pk is None else pk])


def posted(form: Any) -> dict[str, Any]:
    """Return what the browser would send of an untouched form."""
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value not in (None, False)}


def test_a_form_sent_untouched_changes_nothing_and_one_value_changes_that(office: Client) -> None:
    before = Connection.objects.filter(pk=alices().pk).values().get()
    sent = posted(office.get(page("connection_edit")).context["form"])
    assert office.post(page("connection_edit"), sent).status_code == 302
    assert Connection.objects.filter(pk=alices().pk).values().get() == before
    office.post(page("connection_edit"), {**sent, "people": "5", "shutoff_state": "closed"})
    after = Connection.objects.filter(pk=alices().pk).values().get()
    changed = {name for name, value in dict(after).items() if value != dict(before)[name]}
    assert (after["people"], after["shutoff_state"], changed) == (5, "closed", {"people", "shutoff_state"})


def test_a_tap_on_the_map_moves_the_connection_to_the_pipe_there(office: Client, people: TownNetwork) -> None:
    sent = posted(office.get(page("connection_edit")).context["form"])
    there = people.nodes["n8"].geom
    lon, lat = to_lon_lat(there)
    office.post(page("connection_edit"), {**sent, "lon": f"{lon:.7f}", "lat": f"{lat:.7f}"})
    house = alices()
    assert house.geom.distance(there) < 0.05
    assert house.pipe in (people.pipes["p9"], people.pipes["p10"])


def test_a_position_that_another_has_is_told_at_its_field(office: Client) -> None:
    sent = posted(office.get(page("connection_edit")).context["form"])
    answer = office.post(page("connection_edit"), {**sent, "route_position": "20"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["route_position"]


def test_a_status_needs_its_reason_and_tells_it_on_the_card(office: Client) -> None:
    assert office.post(page("connection_status"), {"status": "suspended"}).status_code == 422
    office.post(page("connection_status"), {"status": "suspended", "reason": "αίτηση ιδιοκτήτη"})
    assert alices().status == "suspended"
    history = office.get(page("connection_detail"), {"tab": "history"}).content.decode()
    assert "αίτηση ιδιοκτήτη" in history


def test_a_move_is_one_form(office: Client, dora: Party) -> None:
    meter = make.get_installation("100001", date(2026, 1, 1))
    sent = {
        "moved_on": "01/09/2025", "in_party": "Δημητρίου Δώρα 090000045", "is_tenant": "on",
        f"reading_{meter.pk}": "120,5", "forwarding_address": "Εγνατίας 5",
    }  # fmt: skip
    answer = office.post(page("connection_move"), sent)
    assert answer["Location"] == page("connection_detail") + "?tab=payers"
    assert payer_on(alices(), date(2025, 9, 1)) == dora
    assert Reading.objects.get(read_on=date(2025, 9, 1)).value_m3 == Decimal("120.5")
    payers = office.get(answer["Location"]).content.decode()
    assert "31/08/2025" in payers  # Alice's last day
    again = office.post(page("connection_move"), sent)
    assert again.status_code == 422


def test_a_role_is_given_and_ended_by_its_last_day(office: Client, dora: Party) -> None:
    office.post(page("role_create"), {"party": f"#{dora.pk}", "role": "owner", "since": "01/01/2024"})
    owns = Liability.objects.get(role=LiabilityRole.OWNER)
    assert (owns.party, owns.period.upper) == (dora, None)
    office.post(page("role_end", owns.pk), {"last_day": "30/06/2025"})
    owns.refresh_from_db()
    assert owns.period.upper == date(2025, 7, 1)


def test_who_was_liable_on_a_day_is_one_list_and_one_stream(office: Client, dora: Party) -> None:
    set_liability(actor=None, connection=alices(), party=dora, since=date(2025, 9, 1))
    set_role(actor=None, connection=alices(), party=dora, role=LiabilityRole.OWNER, since=date(2020, 1, 1))
    bobs = make.get_connection("100002")
    Liability.objects.filter(connection=bobs).delete()

    def listed(day: str) -> list[tuple[str, str]]:
        rows = office.get(reverse("meters:payer_list"), {"day": day}).context["table"].rows
        return [(row.record.connection.supply_number, str(row.record.party)) for row in rows]

    charlie = ("100003", "Χατζής Χάρης")
    assert listed("31/08/2025") == [("100001", "Αντωνίου Αλίκη"), charlie]
    assert listed("01/09/2025") == [("100001", "Δημητρίου Δώρα"), charlie]
    assert listed("29/02/2020") == []
    streamed = [(row.supply_number, row.name, row.afm, row.since) for row in list_payers_on(date(2025, 9, 1))]
    assert streamed == [
        ("100001", "Δημητρίου", "090000045", date(2025, 9, 1)),
        ("100002", None, None, None),
        ("100003", "Χατζής", None, date(2020, 3, 1)),
    ]


def test_the_store_is_listed_by_state_and_by_verification(office: Client) -> None:
    Meter.objects.create(serial="N-1", verify_by=date(2000, 1, 1))
    Meter.objects.create(serial="N-2", scrapped_on=date(2025, 1, 1), verify_by=date(2000, 1, 1))

    def listed(**filters: str) -> list[str]:
        rows = office.get(reverse("meters:meter_list"), filters).context["table"].rows
        return [row.record.serial for row in rows]

    assert listed() == ["M-1", "M-2", "M-3", "N-1", "N-2"]
    assert listed(state="in_store") == ["N-1"]
    assert listed(state="installed") == ["M-1", "M-2", "M-3"]
    assert listed(state="scrapped") == ["N-2"]
    assert listed(due="year") == ["N-1"]
    assert listed(serial="m-") == ["M-1", "M-2", "M-3"]


def test_a_meter_is_put_into_the_store_edited_scrapped_and_brought_back(office: Client) -> None:
    new = {"serial": "N-9", "make": "Itron", "digits": "5", "diameter_mm": "20", "made_year": "2026"}
    assert office.post(reverse("meters:meter_create"), new | {"serial": "M-1"}).status_code == 422
    office.post(reverse("meters:meter_create"), new)
    meter = Meter.objects.get(serial="N-9")
    office.post(page("meter_edit", meter.pk), new | {"verify_by": "01/10/2036"})
    meter.refresh_from_db()
    assert meter.verify_by == date(2036, 10, 1)
    office.post(page("meter_scrap", meter.pk), {"scrapped_on": "01/10/2026", "reason": "σπασμένο"})
    shown = office.get(page("meter_detail", meter.pk)).content.decode()
    assert "σπασμένο" in shown
    office.post(page("meter_return", meter.pk), {"reason": "λάθος"})
    meter.refresh_from_db()
    assert meter.scrapped_on is None
    hanging = Meter.objects.get(serial="M-1")
    refused = office.post(page("meter_scrap", hanging.pk), {"scrapped_on": "01/10/2026", "reason": "x"})
    assert refused.status_code == 422


def test_a_file_of_meters_tells_what_it_did(office: Client) -> None:
    upload = SimpleUploadedFile("νέα.csv", "Υδρόμετρο;Ψηφία\nN-1;5\nN-2;12\n".encode(), "text/csv")
    answer = office.post(reverse("meters:meter_import"), {"file": upload})
    assert (answer.context["report"].taken, answer.context["report"].refused_count) == (1, 1)
    broken = SimpleUploadedFile("νέα.csv", b"a;b\n1;2\n", "text/csv")
    assert office.post(reverse("meters:meter_import"), {"file": broken}).status_code == 422


def test_a_second_meter_goes_on_and_down_from_the_card(office: Client) -> None:
    tab = office.get(page("connection_detail"), {"tab": "meters"})
    second = page("meter_exchange") + "?slot=2"
    assert second in tab.content.decode()
    office.post(
        second,
        {"changed_on": "15/06/2025", "serial": "GARDEN", "start_m3": "0", "diameter_mm": "15", "digits": "5"},
    )
    down = page("meter_remove") + "?slot=2"
    assert down in office.get(page("connection_detail"), {"tab": "meters"}).content.decode()
    assert "GARDEN" in office.get(down).content.decode()
    office.post(down, {"removed_on": "01/07/2025", "last_m3": "4"})
    again = page("meter_reinstall") + "?slot=2"
    office.post(again, {"since": "01/08/2025", "start_m3": "4", "seal_number": "Σ-9"})
    hung = alices().installations.filter(slot=2).order_by("period")
    assert [(i.period.lower, i.period.upper, i.seal_number) for i in hung] == [
        (date(2025, 6, 15), date(2025, 7, 1), ""),
        (date(2025, 8, 1), None, "Σ-9"),
    ]


@pytest.mark.parametrize("name", ["meter_list", "payer_list"])
def test_lists_keep_to_their_queries(
    office: Client, budget: Callable[[str], AbstractContextManager[object]], name: str
) -> None:
    with budget(f"meters:{name}"):
        assert office.get(reverse(f"meters:{name}")).status_code == 200


def test_the_card_of_readings_keeps_to_its_queries(
    office: Client, budget: Callable[[str], AbstractContextManager[object]]
) -> None:
    with budget("meters:reading_card"):
        assert office.get(page("reading_card")).status_code == 200
