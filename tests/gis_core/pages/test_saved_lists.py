"""Lists kept under a name: the owner's, shared with roles, opened first by whom they want so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from gis_core.choices import Role
from gis_core.errors import DomainError
from gis_core.models import SavedList, SavedListStart, User
from gis_core.services.saved_lists import ListView, delete_list, save_list, set_start
from tests.factories.billing import make_payer

LIST = "parties:party_list"
PAGE = "/parties/"
Actors = Callable[..., User]
SignIn = Callable[[User], Client]


def text(answer: Any) -> str:
    return str(answer.content.decode())


def keep(client: Client, page: str, title: str, *roles: str) -> str:
    """Press "Save" on the page and return where it leads."""
    answer = client.post("/lists/save/", {"page": page, "title": title, "roles": roles})
    assert answer.status_code == 302
    return answer.headers["Location"]


def test_a_list_is_kept_with_columns_in_their_order_filters_and_order(
    actor: Actors, client_as: SignIn
) -> None:
    make_payer("Βασιλείου")
    eleni = actor(Role.BILLING)
    client = client_as(eleni)

    address = keep(
        client, f"{PAGE}?columns=kind&columns=name&kind=person&sort=-name&page=7", "  Only\tpersons "
    )

    saved = SavedList.objects.get()
    assert (saved.list_name, saved.title, saved.owner) == (LIST, "Only persons", eleni)
    assert (saved.columns, saved.filters, saved.order) == (["kind", "name"], {"kind": ["person"]}, ["-name"])
    assert address == f"{PAGE}?saved={saved.pk}&columns=kind&columns=name&kind=person&sort=-name"
    page = text(client.get(address))
    assert page.index(">Kind</a>") < page.index(">Name <i") < page.index("Βασιλείου")
    assert "sort=afm" not in page
    assert f'<a class="dropdown-item active" href="?saved={saved.pk}&amp;' in page


def test_a_start_opens_where_nothing_is_asked_for_and_is_each_persons_own(
    actor: Actors, client_as: SignIn
) -> None:
    eleni, nikos = actor(Role.BILLING), actor(Role.FRONT_DESK)
    shared = save_list(
        actor=eleni, list_name=LIST, title="Persons", view=ListView(filters={"kind": ["person"]}),
        shared_with=[Role.FRONT_DESK],
    )  # fmt: skip
    at_the_desk = client_as(nikos)
    at_the_desk.post(f"/lists/{shared.pk}/start/", {"page": PAGE})

    opened = at_the_desk.get(PAGE)
    assert (opened.status_code, opened.headers["Location"]) == (302, f"{PAGE}?saved={shared.pk}&kind=person")
    assert "opens first" in text(at_the_desk.get(opened.headers["Location"]))
    assert at_the_desk.get(f"{PAGE}?saved=all").status_code == 200
    assert client_as(eleni).get(PAGE).status_code == 200, "a start is personal"

    at_the_desk.post(f"/lists/{shared.pk}/start/", {"page": PAGE, "off": "1"})
    assert at_the_desk.get(PAGE).status_code == 200


def test_a_start_that_is_shared_no_more_opens_nothing(actor: Actors, client_as: SignIn) -> None:
    eleni, nikos = actor(Role.BILLING), actor(Role.FRONT_DESK)
    shared = save_list(
        actor=eleni, list_name=LIST, title="Persons", view=ListView(), shared_with=[Role.FRONT_DESK]
    )
    set_start(actor=nikos, saved=shared)
    client_as(eleni).post(f"/lists/{shared.pk}/change/", {"page": PAGE, "title": "Persons"})

    assert client_as(nikos).get(PAGE).status_code == 200
    assert "Persons" not in text(client_as(nikos).get(f"{PAGE}?saved={shared.pk}"))
    with pytest.raises(DomainError):
        set_start(actor=nikos, saved=shared)


def test_only_the_owner_changes_it_and_an_administrator_may_delete_a_shared_one(
    actor: Actors, client_as: SignIn
) -> None:
    eleni, nikos, admin = actor(Role.BILLING), actor(Role.FRONT_DESK), actor(Role.ADMINISTRATOR)
    shared = save_list(
        actor=eleni, list_name=LIST, title="Persons", view=ListView(), shared_with=[Role.FRONT_DESK]
    )
    own = save_list(actor=eleni, list_name=LIST, title="Mine", view=ListView())
    set_start(actor=nikos, saved=shared)
    at_the_desk = client_as(nikos)

    at_the_desk.post(f"/lists/{shared.pk}/change/", {"page": PAGE, "title": "Stolen"})
    at_the_desk.post(f"/lists/{shared.pk}/delete/", {"page": PAGE})
    assert at_the_desk.post(f"/lists/{own.pk}/delete/", {"page": PAGE}).status_code == 404
    with pytest.raises(DomainError):
        delete_list(actor=admin, saved=own)
    assert sorted(SavedList.objects.values_list("title", flat=True)) == ["Mine", "Persons"]

    client_as(admin).post(f"/lists/{shared.pk}/delete/", {"page": PAGE})
    assert list(SavedList.objects.all()) == [own]
    assert not SavedListStart.objects.exists()


def test_what_the_list_has_no_more_is_said_and_the_rest_is_shown(actor: Actors, client_as: SignIn) -> None:
    make_payer("Βασιλείου")
    eleni = actor(Role.BILLING)
    view = ListView(
        columns=["name", "shoe_size"], filters={"kind": ["person"], "moon": ["full"]}, order=["-age"]
    )
    save_list(actor=eleni, list_name=LIST, title="Old", view=view)
    client = client_as(eleni)
    saved = SavedList.objects.get()

    page = text(
        client.get(f"{PAGE}?saved={saved.pk}&columns=name&columns=shoe_size&kind=person&moon=full&sort=-age")
    )

    assert "here no longer (shoe_size, moon, -age)" in page
    assert "Βασιλείου" in page


def test_a_title_stands_once_for_a_person_and_list(actor: Actors, client_as: SignIn) -> None:
    client = client_as(actor(Role.BILLING))
    keep(client, PAGE, "Persons")
    address = keep(client, f"{PAGE}?kind=person", "Persons")
    assert "You have a saved list of this title already." in text(client.get(address))
    keep(client, PAGE, "   ")
    assert SavedList.objects.count() == 1


@pytest.mark.parametrize(
    "page", ["https://evil.example/parties/", "//evil.example/", "/nowhere/", "/accounts/", ""]
)
def test_nobody_is_led_elsewhere(actor: Actors, client_as: SignIn, page: str) -> None:
    """A page of another site, of none, or of other roles keeps nothing and leads home."""
    assert keep(client_as(actor(Role.BILLING)), page, "Persons") == "/office/"
    assert not SavedList.objects.exists()
