"""Each kind of document approved, executed and cancelled: the register before, between and after, exactly.

Kleio drafts, Athanasios approves, Takis goes out. Alice's connection 100001 has the meter M-1, read 100 m³ on 1/11.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from documents.models import NumberSeries
from fieldwork.choices import TaskState
from fieldwork.models import Task
from meters.choices import DocumentEffect, DocumentState, ReadingSource
from meters.domain.meter_lines import NewMeter
from meters.errors import DocumentRefused, ReadingRefused
from meters.events import document_approved, document_cancelled, reading_yields
from meters.models import Connection, DocumentKind, Installation, Liability, Reading, RegisterDocument
from meters.services.documents import (
    Execution,
    NewDocument,
    approve_document,
    cancel_document,
    draft_document,
    execute_document,
    save_kind,
)
from meters.services.installations import install_meter
from tests.factories import meters as make
from tests.factories.network import point
from tests.meters.documents.office import DAY, TODAY, Office, draft, executed, make_stopped

pytestmark = pytest.mark.django_db
CODES = ("connection", "disconnection", "reconnection", "exchange", "transfer", "removal")


def register_of(connection: Connection) -> dict[str, Any]:
    """Return all that the register says of a connection, without the rows' own ids."""
    connection.refresh_from_db()
    return {
        "status": connection.status,
        "stop valve": connection.shutoff_state,
        "payers": sorted(
            (str(row.party), row.role, row.period.lower, row.period.upper)
            for row in Liability.objects.filter(connection=connection).select_related("party")
        ),
        "meters": sorted(
            (row.meter.serial, row.period.lower, row.period.upper or date.max, row.seal_number)
            for row in Installation.objects.filter(connection=connection).select_related("meter")
        ),
        "readings": sorted(
            (row.installation.meter.serial, row.read_on, row.value_m3, row.source)
            for row in Reading.objects.filter(
                installation__connection=connection, stands=True
            ).select_related("installation__meter")
        ),
    }


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is other than before: of lists what went and what came."""
    found: dict[str, Any] = {}
    for name, value in before.items():
        if value == after[name]:
            continue
        if isinstance(value, list):
            found[name] = (
                [row for row in value if row not in after[name]],
                [row for row in after[name] if row not in value],
            )
        else:
            found[name] = (value, after[name])
    return found


#: What each kind changes of Alice's connection, by the kind's code.
EXPECTED: dict[str, dict[str, Any]] = {
    "disconnection": {
        "status": ("active", "suspended"),
        "stop valve": ("open", "sealed"),
        "readings": ([], [("M-1", DAY, Decimal(120), ReadingSource.READER)]),
    },
    "reconnection": {
        "status": ("suspended", "active"),
        "stop valve": ("closed", "open"),
        "readings": ([], [("M-1", DAY, Decimal(120), ReadingSource.READER)]),
    },
    "exchange": {
        "meters": (
            [("M-1", date(2020, 3, 1), date.max, "")],
            [("M-1", date(2020, 3, 1), DAY, ""), ("NEW-1", DAY, date.max, "Σ-1")],
        ),
        "readings": (
            [],
            [
                ("M-1", DAY, Decimal(120), ReadingSource.REMOVAL),
                ("NEW-1", DAY, Decimal(7), ReadingSource.INSTALLATION),
            ],
        ),
    },
    "transfer": {
        "payers": (
            [("Αντωνίου Αλίκη", "payer", date(2020, 3, 1), None)],
            [
                ("Αντωνίου Αλίκη", "payer", date(2020, 3, 1), DAY),
                ("Δημητρίου Δώρα", "payer", DAY, None),
            ],
        ),
        "readings": ([], [("M-1", DAY, Decimal(120), ReadingSource.OFFICE)]),
    },
    "removal": {
        "status": ("active", "removed"),
        "stop valve": ("open", "closed"),
        "meters": (
            [("M-1", date(2020, 3, 1), date.max, "")],
            [("M-1", date(2020, 3, 1), DAY, "")],
        ),
        "readings": ([], [("M-1", DAY, Decimal(120), ReadingSource.REMOVAL)]),
    },
}


def test_the_catalogue_has_a_row_for_every_effect_and_a_story_for_every_row() -> None:
    kinds = {kind.code: kind for kind in DocumentKind.objects.select_related("reversal")}
    assert sorted(kinds) == sorted(CODES)
    assert {kind.effect for kind in kinds.values()} == set(DocumentEffect.values)
    assert all(kind.reversal is not None for kind in kinds.values())


@pytest.mark.parametrize("code", sorted(EXPECTED))
def test_a_document_changes_exactly_what_its_row_says_and_cancelling_undoes_it(
    office: Office, code: str
) -> None:
    if code == "reconnection":
        make_stopped(office)
    before = register_of(office.alices)
    kind = DocumentKind.objects.get(code=code)
    document = draft(office, code)
    assert changes(before, register_of(office.alices)) == {}

    document = approve_document(actor=office.athanasios, document=document)
    assert document.reference == f"{kind.series_code}-{TODAY.year}-000001"
    if kind.needs_visit:
        assert changes(before, register_of(office.alices)) == {}
        task = Task.objects.get()
        assert (document.task, task.target, task.geom) == (task, document, office.alices.geom)
        document = execute_document(actor=office.takis, document=document, done=executed(office, code))
        task.refresh_from_db()
        assert (task.state, task.ended_by, task.result) == (TaskState.DONE, office.takis, "Έγινε")
    assert document.state == DocumentState.EXECUTED
    assert changes(before, register_of(office.alices)) == EXPECTED[code]

    undone = cancel_document(actor=office.athanasios, document=document, reason="Λάθος παροχή")
    document.refresh_from_db()
    if undone.pk == document.pk:
        assert document.state == DocumentState.CANCELLED
        assert register_of(office.alices) == before
    else:
        assert (undone.kind, undone.reverses, document.state) == (kind.reversal, document, "executed")
        reverse_exchange(office, undone, document)
    assert NumberSeries.objects.get(code=kind.series_code).last_number == (1 if undone == document else 2)


def reverse_exchange(office: Office, undone: RegisterDocument, document: RegisterDocument) -> None:
    """Let the draft that undoes an exchange hang the first meter again, the day after."""
    assert undone.data["serial"] == "M-1"
    with pytest.raises(DocumentRefused) as refused:
        approve_document(actor=office.athanasios, document=undone)
    assert refused.value.code == "own_draft"
    approved = approve_document(actor=office.kleio, document=undone)
    done = Execution(
        executed_on=TODAY, readings_m3={office.hung.pk: Decimal(9)}, meter=NewMeter("M-1"),
        start_m3=Decimal(120),
    )  # fmt: skip
    execute_document(actor=office.takis, document=approved, done=done)
    document.refresh_from_db()
    assert (office.hung.meter.serial, document.state) == ("M-1", DocumentState.CANCELLED)


def test_a_new_connection_is_made_and_its_reversal_removes_it(office: Office) -> None:
    document = approve_document(actor=office.athanasios, document=draft(office, "connection"))
    assert (document.connection, Task.objects.get().address) == (None, "Ερμού 5")
    done = executed(office, "connection")
    document = execute_document(actor=office.takis, document=document, done=done)
    made = Connection.objects.get(supply_number="200001")
    assert document.connection == made
    assert register_of(made) == {
        "status": "active",
        "stop valve": "open",
        "payers": [("Δημητρίου Δώρα", "payer", DAY, None)],
        "meters": [("NEW-1", DAY, date.max, "Σ-1")],
        "readings": [("NEW-1", DAY, Decimal(7), ReadingSource.INSTALLATION)],
    }

    removal = cancel_document(actor=office.kleio, document=document, reason="Δεν χρειάζεται")
    assert (removal.kind.code, removal.connection, removal.reverses) == ("removal", made, document)
    again = cancel_document(actor=office.kleio, document=document, reason="Δεν χρειάζεται")
    assert again == removal
    approve_document(actor=office.athanasios, document=removal)
    hung = made.installations.get()
    execute_document(
        actor=office.takis,
        document=removal,
        done=Execution(executed_on=TODAY, readings_m3={hung.pk: Decimal(7)}),
    )
    document.refresh_from_db()
    assert (register_of(made)["status"], document.state) == ("removed", DocumentState.CANCELLED)


@pytest.mark.parametrize("code", CODES)
def test_a_draft_and_an_approved_document_cancel_without_a_trace(office: Office, code: str) -> None:
    if code == "reconnection":
        make_stopped(office)
    before, connections = register_of(office.alices), Connection.objects.count()
    first = cancel_document(actor=office.kleio, document=draft(office, code), reason="Λάθος")
    assert (first.state, first.number) == (DocumentState.CANCELLED, None)
    if DocumentKind.objects.get(code=code).needs_visit:
        document = approve_document(actor=office.athanasios, document=draft(office, code))
        document = cancel_document(actor=office.kleio, document=document, reason="Άλλαξε γνώμη")
        assert (document.state, document.number) == (DocumentState.CANCELLED, 1)
        assert Task.objects.get().state == TaskState.CANCELLED
        with pytest.raises(DocumentRefused) as refused:
            execute_document(actor=office.takis, document=document, done=executed(office, code))
        assert refused.value.code == "not_approved"
    assert (register_of(office.alices), Connection.objects.count()) == (before, connections)


def code_of(act: Callable[[], object]) -> str:
    """Return the code by which the act is refused."""
    with pytest.raises(DocumentRefused) as refused:
        act()
    return refused.value.code


def test_what_may_not_be_is_refused_and_changes_nothing(office: Office) -> None:
    before = register_of(office.alices)
    document = draft(office, "disconnection")
    assert code_of(lambda: approve_document(actor=office.kleio, document=document)) == "own_draft"
    assert code_of(
        lambda: execute_document(actor=office.takis, document=document, done=executed(office, "x"))
    ) == ("not_approved")
    assert code_of(lambda: cancel_document(actor=office.kleio, document=document, reason=" ")) == "no_reason"
    assert code_of(lambda: draft(office, "reconnection")) == "wrong_status"
    approved = approve_document(actor=office.athanasios, document=document)
    for done, code in (
        (Execution(TODAY + timedelta(days=1), {office.hung.pk: Decimal(120)}), "in_the_future"),
        (Execution(TODAY), "reading_missing"),
    ):
        with pytest.raises(DocumentRefused) as refused:
            execute_document(actor=office.takis, document=approved, done=done)
        assert refused.value.code == code
    kind = DocumentKind.objects.get(code="transfer")
    bare = NewDocument(kind=kind, connection=office.alices, party=office.dora, effective_on=TODAY)
    unproven = draft_document(actor=office.kleio, new=bare)
    assert code_of(lambda: approve_document(actor=office.athanasios, document=unproven)) == "no_evidence"
    assert register_of(office.alices) == before
    assert NumberSeries.objects.filter(code="ΜΕΤ").exists() is False


def test_executing_twice_is_executing_once(office: Office) -> None:
    document = approve_document(actor=office.athanasios, document=draft(office, "disconnection"))
    first = execute_document(actor=office.takis, document=document, done=executed(office, "disconnection"))
    after = register_of(office.alices)
    other = Execution(DAY, {office.hung.pk: Decimal(130)})
    again = execute_document(actor=office.takis, document=document, done=other)
    assert (again, again.executed_on) == (first, DAY)
    assert register_of(office.alices) == after


def test_the_fee_of_the_kind_is_a_line_and_the_news_is_told(office: Office) -> None:
    kind = DocumentKind.objects.get(code="disconnection")
    kind.fee = Decimal("30.00")
    save_kind(actor=office.athanasios, kind=kind)
    heard: list[tuple[str, list[Decimal]]] = []

    def approved(document: RegisterDocument, **_kwargs: object) -> None:
        heard.append((document.reference, [fee.price for fee in document.fees.all()]))

    def cancelled(document: RegisterDocument, **_kwargs: object) -> None:
        heard.append((f"-{document.reference}", []))

    document_approved.connect(approved)
    document_cancelled.connect(cancelled)
    document = approve_document(actor=office.athanasios, document=draft(office, "disconnection"))
    cancel_document(actor=office.kleio, document=document, reason="Λάθος")
    reference = f"ΔΙΑ-{TODAY.year}-000001"
    assert heard == [(reference, [Decimal("30.00")]), (f"-{reference}", [])]
    kind.effect = DocumentEffect.REMOVE
    assert code_of(lambda: save_kind(actor=office.athanasios, kind=kind)) == "kind_used"


def test_a_billed_reading_and_a_meter_hung_elsewhere_keep_a_document_from_being_cancelled(
    office: Office,
) -> None:
    document = approve_document(actor=office.athanasios, document=draft(office, "removal"))
    document = execute_document(actor=office.takis, document=document, done=executed(office, "removal"))
    after = register_of(office.alices)

    def billed(**_kwargs: object) -> None:
        raise ReadingRefused("billed", code="billed")

    reading_yields.connect(billed)
    with pytest.raises(ReadingRefused):
        cancel_document(actor=office.kleio, document=document, reason="Λάθος")
    reading_yields.disconnect(billed)
    bobs = make.get_connection("100002")
    meter = Installation.objects.get(connection=office.alices).meter
    Installation.objects.filter(connection=bobs).update(period=(date(2020, 3, 1), TODAY))
    install_meter(actor=None, connection=bobs, meter=meter, since=TODAY, start_m3=Decimal(120))
    assert (
        code_of(lambda: cancel_document(actor=office.kleio, document=document, reason="Λάθος")) == "moved_on"
    )
    assert register_of(office.alices) == after


def test_the_meter_takes_its_place_from_where_the_technician_stood(office: Office) -> None:
    document = approve_document(actor=office.athanasios, document=draft(office, "disconnection"))
    spot = point(12, 203)
    done = Execution(TODAY, {office.hung.pk: Decimal(120)}, point=spot, accuracy_m=5)
    execute_document(actor=office.takis, document=document, done=done)
    assert office.hung.geom == spot
