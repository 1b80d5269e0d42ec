"""The archive finds files by name and type among what the user may see, and takes new ones on cards."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from documents.models import Attachment
from documents.services.files import attach_file, store_file
from gis_core.choices import Role
from gis_core.models import User
from meters.models import Connection
from tests.factories.outages import settle_ermou

Actors = Callable[..., User]
SignIn = Callable[[User], Client]


def photo() -> SimpleUploadedFile:
    buffer = BytesIO()
    Image.new("RGB", (40, 20)).save(buffer, "PNG")
    return SimpleUploadedFile("Ρολόι στην αυλή.png", buffer.getvalue(), "text/html")


def put(client: Client, connection: Connection, **more: object) -> str:
    data = {
        "file": photo(),
        "kind": "photo",
        "dated_on": "03/02/2026",
        "next": f"/connections/{connection.pk}/",
        **more,
    }
    address = f"/files/add/meters.connection/{connection.pk}/"
    answer = client.post(address, data, follow=True)
    return str(answer.content.decode()) if answer.status_code == 200 else str(answer.status_code)


@pytest.fixture
def connection(actor: Actors) -> Connection:
    return settle_ermou(actor(Role.BILLING)).connections[50]


def test_a_file_put_on_a_card_is_made_safe_dated_and_found(
    actor: Actors, client_as: SignIn, connection: Connection
) -> None:
    eleni = client_as(actor(Role.BILLING))
    assert "The file is in the archive." in put(eleni, connection)
    kept = Attachment.objects.get()
    assert (kept.name, kept.kind, kept.dated_on) == ("Ρολόι στην αυλή.jpg", "photo", date(2026, 2, 3))
    assert kept.file.media_type == "image/jpeg"
    assert kept.created_by == actor(Role.BILLING)

    def finds(query: str) -> bool:
        return f'href="/files/{kept.pk}/"' in eleni.get(f"/archive/?{query}").content.decode()

    assert all(finds(query) for query in ("", "q=ΡΟΛΟΙ", "q=roloi+avli", "q=φωτο", "q=photo", "kind=photo",
               "dated_from=01/02/2026&dated_to=28/02/2026"))  # fmt: skip
    assert not any(finds(query) for query in ("q=κουτσουρο", "kind=contract", "dated_to=01/02/2026"))
    card = eleni.get(f"/connections/{connection.pk}/?tab=documents").content.decode()
    assert "Ρολόι στην αυλή.jpg" in card
    assert 'name="dated_on"' in card


def test_what_is_refused_is_said_and_nothing_is_kept(
    actor: Actors, client_as: SignIn, connection: Connection
) -> None:
    eleni = client_as(actor(Role.BILLING))
    program = SimpleUploadedFile("bill.pdf", b"MZ\x90 program", "application/pdf")
    assert "Files of this kind are not taken." in put(eleni, connection, file=program)
    assert "Choose what the file is." in put(eleni, connection, kind="print")
    assert "Write the day" in put(eleni, connection, dated_on="yesterday") or not Attachment.objects.exists()
    assert not Attachment.objects.exists()


def test_the_archive_shows_each_person_what_they_may_see(
    actor: Actors, client_as: SignIn, connection: Connection
) -> None:
    put(client_as(actor(Role.BILLING)), connection)
    stored = store_file(content=b"tender", media_type="application/pdf")
    attach_file(actor=None, target=actor(Role.BILLING), file=stored, kind="contract", name="Απόρρητο.pdf")
    storekeeper = client_as(actor(Role.STOREKEEPER))

    assert "Ρολόι" in client_as(actor(Role.BILLING)).get("/archive/").content.decode()
    for page in ("/archive/", "/archive/?q=roloi", "/archive/?export=csv"):
        answer = storekeeper.get(page)
        text = b"".join(answer) if answer.streaming else answer.content
        assert "Ρολόι" not in text.decode()
    assert "Απόρρητο" not in client_as(actor(Role.BILLING)).get("/archive/").content.decode()
    assert put(storekeeper, connection) == "404"
    assert put(client_as(actor(Role.AUDITOR)), connection) == "404", "who only reads adds nothing"


def test_the_page_keeps_its_budget(
    actor: Actors,
    client_as: SignIn,
    connection: Connection,
    budget: Callable[[str], AbstractContextManager[object]],
) -> None:
    eleni = client_as(actor(Role.BILLING))
    for _time in range(4):
        put(eleni, connection)
    with budget("documents:archive"):
        assert eleni.get("/archive/?q=roloi").status_code == 200
