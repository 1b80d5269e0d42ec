"""Pages of documents of the register: from a connection's card to the technician's page and the sheet on paper."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdf import PdfReader

from documents.selectors.files import list_attachments, may_read
from fieldwork.models import Task
from fieldwork.services.tasks import assign_task
from gis_core.choices import Role
from gis_core.models import User
from meters.choices import DocumentState
from meters.models import Connection, DocumentKind, Reading, RegisterDocument
from meters.services.documents import approve_document, save_kind
from parties.selectors.choosing import PARTIES
from tests.factories.billing import make_utility
from tests.factories.people import make_staff
from tests.meters.documents.office import DAY, TODAY, Office, draft

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def test_from_the_card_to_the_technicians_hand(office: Office, client_as: SignIn) -> None:
    kind = DocumentKind.objects.get(code="disconnection")
    kind.fee = Decimal("30.00")
    save_kind(actor=office.athanasios, kind=kind)
    clerk, director, technician = (
        client_as(user) for user in (office.kleio, office.athanasios, office.takis)
    )
    card = f"/connections/{office.alices.pk}/"
    chosen = clerk.get(f"{card}documents/").content.decode()
    assert ("Disconnection" in chosen, "Reconnection" in chosen) == (True, False)
    sent = {"effective_on": f"{DAY:%d/%m/%Y}", "is_for_debt": "on", "note": "Οφειλή"}
    clerk.post(f"{card}documents/disconnection/", sent)
    document = RegisterDocument.objects.get()
    page = f"/documents/{document.pk}/"
    assert (document.state, document.data) == ("draft", {"is_for_debt": True})
    assert "somebody else approves it" in clerk.get(page).content.decode()
    assert technician.get(page).status_code == 404
    director.post(f"{page}approve/")
    task = Task.objects.get()
    assign_task(actor=office.kleio, task=task, assignee=office.takis)
    assert technician.get(f"/tasks/{task.pk}/").context["finish_page"] == f"{page}execute/"
    assert technician.post(f"/tasks/{task.pk}/finish/", {}).headers["Location"] == f"{page}execute/"
    answer = technician.post(f"/api/v1/tasks/{task.pk}/finish/", {}, "application/json")
    assert (answer.status_code, answer.json()["code"]) == (409, "task_finishes_elsewhere")
    asked = technician.get(f"{page}execute/").context["form"]
    reading = f"reading_{office.hung.pk}"
    assert (reading in asked.fields, "meter_serial" in asked.fields) == (True, False)
    wrong = technician.post(f"{page}execute/", {"executed_on": f"{DAY:%d/%m/%Y}", reading: "90"})
    assert wrong.status_code in {302, 422}
    done = {"executed_on": f"{DAY:%d/%m/%Y}", reading: "120", "seal_number": "Σ-9", "result": "Έκλεισε"}
    for _twice in range(2):
        technician.post(f"{page}execute/", done)
    document.refresh_from_db()
    office.alices.refresh_from_db()
    assert (document.state, office.alices.status) == (DocumentState.EXECUTED, "cut")
    assert "30.00" in clerk.get(page).content.decode()
    clerk.post(f"{page}cancel/", {"reason": "Πλήρωσε"})
    office.alices.refresh_from_db()
    assert (office.alices.status, office.alices.shutoff_state) == ("active", "open")
    assert not Reading.objects.filter(installation=office.hung, read_on=DAY, stands=True).exists()
    tab = clerk.get(f"{card}?tab=register_documents").content.decode()
    assert document.reference in tab


def test_a_new_connection_from_the_draft_to_the_first_reading(office: Office, client_as: SignIn) -> None:
    clerk = client_as(office.kleio)
    sent = {
        "supply_number": "200001", "use": "domestic", "street": "Ερμού", "house_number": "5", "postcode": "",
        "households": "1", "people": "2", "has_sewer": "on", "route": "07", "route_position": "",
        "payer": PARTIES.describe(office.dora, office.kleio).text, "lon": "", "lat": "", "note": "",
        "effective_on": f"{TODAY:%d/%m/%Y}",
    }  # fmt: skip
    answer = clerk.post("/documents/connection/", sent)
    assert answer.status_code == 302, answer.context["form"].errors
    document = RegisterDocument.objects.get()
    page = f"/documents/{document.pk}/"
    file = SimpleUploadedFile("aitisi.pdf", b"%PDF-1.7 test", "application/pdf")
    clerk.post(f"{page}files/", {"file": file})
    kept = list_attachments(document)[0]
    assert (may_read(office.athanasios, kept), may_read(office.takis, kept)) == (True, False)
    client_as(office.athanasios).post(f"{page}approve/")
    assign_task(actor=office.kleio, task=Task.objects.get(), assignee=office.takis)
    done = {
        "executed_on": f"{DAY:%d/%m/%Y}", "meter_serial": "NEW-1", "start_m3": "7", "diameter_mm": "15",
        "digits": "5", "seal_number": "Σ-1", "result": "",
    }  # fmt: skip
    answer = client_as(office.takis).post(f"{page}execute/", done)
    assert answer.status_code == 302, answer.context["form"].errors
    made = Connection.objects.get(supply_number="200001")
    document.refresh_from_db()
    assert (document.connection, made.installations.get().meter.serial) == (made, "NEW-1")
    assert clerk.post("/documents/connection/", sent).status_code == 422


def test_who_pays_changes_when_the_transfer_is_approved(office: Office, client_as: SignIn) -> None:
    clerk = client_as(office.kleio)
    sent = {
        "effective_on": f"{DAY:%d/%m/%Y}", "party": PARTIES.describe(office.dora, office.kleio).text,
        f"reading_{office.hung.pk}": "120", "note": "",
    }  # fmt: skip
    answer = clerk.post(f"/connections/{office.alices.pk}/documents/transfer/", sent)
    assert answer.status_code == 302, answer.context["form"].errors
    document = RegisterDocument.objects.get()
    director = client_as(office.athanasios)
    director.post(f"/documents/{document.pk}/approve/")
    document.refresh_from_db()
    assert document.state == DocumentState.DRAFT
    file = SimpleUploadedFile("aitisi.pdf", b"%PDF-1.7 test", "application/pdf")
    clerk.post(f"/documents/{document.pk}/files/", {"file": file})
    director.post(f"/documents/{document.pk}/approve/")
    document.refresh_from_db()
    assert document.state == DocumentState.EXECUTED
    payer = office.alices.liabilities.get(role="payer", period__contains=TODAY)
    assert payer.party == office.dora


@pytest.mark.parametrize(("language", "word"), [("el", "Διακοπή παροχής"), ("en", "Disconnection")])
def test_the_sheet_on_paper_speaks_both_languages(
    office: Office, client_as: SignIn, language: str, word: str
) -> None:
    make_utility()
    User.objects.filter(pk=office.kleio.pk).update(language=language)
    document = approve_document(actor=office.athanasios, document=draft(office, "disconnection"))
    client = client_as(User.objects.get(pk=office.kleio.pk))
    answer = client.get(f"/documents/{document.pk}/pdf/")
    assert answer.headers["Content-Type"] == "application/pdf"
    reader = PdfReader(BytesIO(answer.content))
    text = reader.pages[0].extract_text()
    assert word in text
    assert document.reference in text
    assert "100001" in text


def test_a_technician_sees_no_payer_and_other_technicians_nothing(office: Office, client_as: SignIn) -> None:
    approved = approve_document(actor=office.athanasios, document=draft(office, "connection"))
    assert approved.task is not None
    assign_task(actor=office.kleio, task=approved.task, assignee=office.takis)
    page = f"/documents/{approved.pk}/"
    assert "Δημητρίου" not in client_as(office.takis).get(page).content.decode()
    other = make_staff("thanasis", Role.TECHNICIAN)
    assert client_as(other).get(page).status_code == 404
    assert client_as(other).get(f"{page}execute/").status_code == 404


def test_kinds_are_kept_by_the_director(office: Office, client_as: SignIn) -> None:
    director = client_as(office.athanasios)
    kind = DocumentKind.objects.get(code="exchange")
    sent = {
        "code": "exchange", "name_el": "Αλλαγή υδρομέτρου", "name_en": "Meter exchange", "effect": "exchange",
        "series_code": "ΑΛΛ", "needs_visit": "on", "fee": "45.50", "fee_vat_percent": "24",
        "reversal": kind.pk, "is_offered": "on",
    }  # fmt: skip
    assert director.post(f"/documents/kinds/{kind.pk}/", sent).status_code == 302
    kind.refresh_from_db()
    assert kind.fee == Decimal("45.50")
    assert "45.50" in director.get("/documents/kinds/").content.decode()


def test_lists_of_documents_keep_to_their_budgets(
    office: Office, client_as: SignIn, budget: Callable[[str], AbstractContextManager[object]]
) -> None:
    for _more in range(5):
        draft(office, "disconnection")
    document = draft(office, "exchange")
    client = client_as(office.athanasios)
    for name, path in (
        ("meters:document_list", "/documents/"),
        ("meters:document_kind_list", "/documents/kinds/"),
        ("meters:document_detail", f"/documents/{document.pk}/"),
    ):
        client.get(path)  # what a process learns once is not counted
        with budget(name):
            assert client.get(path).status_code == 200
    found = client.get(f"/documents/?state=draft&until={TODAY - timedelta(days=9):%d/%m/%Y}")
    assert len(found.context["table"].rows) == 0
