"""Files of the archive: kept once, given out to whom may see what they hang on."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from documents.models import StoredFile
from documents.selectors import files as selectors
from documents.services.files import attach_file, store_file
from gis_core.choices import Role
from parties.choices import PartyKind
from parties.services.parties import register_party
from tests.factories.outages import settle_ermou
from tests.factories.people import make_staff

pytestmark = pytest.mark.django_db


def test_the_same_content_is_kept_once() -> None:
    first = store_file(content=b"sketch", media_type="image/png")
    second = store_file(content=b"sketch", media_type="image/png")
    assert first == second
    assert StoredFile.objects.count() == 1
    path = selectors.path_of(first.sha256)
    assert path.relative_to(settings.MEDIA_ROOT) == Path(first.sha256[:2], first.sha256[2:4], first.sha256)
    assert selectors.read_file(first) == b"sketch"
    assert [entry.name for entry in path.parent.iterdir()] == [first.sha256]


def test_a_file_is_given_to_whom_may_see_its_record(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    clerk, other = make_staff("fofi", Role.FRONT_DESK), make_staff("stelios", Role.STOREKEEPER)
    maria = register_party(actor=None, kind=PartyKind.PERSON, name="Μαρία")
    stored = store_file(content=b"<script>alert(1)</script>", media_type="text/html")
    attachment = attach_file(actor=clerk, target=maria, file=stored, kind="form", name="αίτηση.html")
    assert selectors.list_attachments(maria) == [attachment]
    page = reverse("documents:attachment", args=[attachment.pk])
    client.force_login(clerk)
    assert client.get(page).status_code == 404
    monkeypatch.setitem(
        selectors._readers, "parties.party", lambda user, pk: user == clerk and pk == maria.pk
    )
    answer = client.get(page)
    assert b"".join(answer) == b"<script>alert(1)</script>"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    client.force_login(other)
    assert client.get(page).status_code == 404


def test_the_files_of_a_connection_are_given_to_whom_see_its_card(client: Client) -> None:
    clerk, other = make_staff("fofi", Role.FRONT_DESK), make_staff("stelios", Role.STOREKEEPER)
    connection = settle_ermou(clerk).connections[50]
    stored = store_file(content=b"contract", media_type="application/pdf")
    attachment = attach_file(actor=clerk, target=connection, file=stored, kind="form", name="σύμβαση.pdf")
    page = reverse("documents:attachment", args=[attachment.pk])
    client.force_login(clerk)
    assert b"".join(client.get(page)) == b"contract"
    client.force_login(other)
    assert client.get(page).status_code == 404


def test_a_file_that_is_lost_is_not_found_and_the_log_names_it(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    clerk = make_staff("fofi", Role.FRONT_DESK)
    stored = store_file(content=b"soon lost", media_type="application/pdf")
    connection = settle_ermou(clerk).connections[50]
    attachment = attach_file(actor=clerk, target=connection, file=stored, kind="form", name="σύμβαση.pdf")
    selectors.path_of(stored.sha256).unlink()
    client.force_login(clerk)
    assert client.get(reverse("documents:attachment", args=[attachment.pk])).status_code == 404
    assert stored.sha256 in caplog.text
