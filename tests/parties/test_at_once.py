"""Two clerks register the same person in the same moment."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connections, transaction

from parties.choices import PartyKind
from parties.errors import DuplicateAfm
from parties.models import Party
from parties.services.parties import change_party, register_party
from tests.factories.people import make_staff

AFM = "094259216"


def _both(act: Callable[[int], object]) -> list[str]:
    """Run the act twice at once, both before either is committed; return what each was answered."""
    started = Barrier(2, timeout=20)

    def one(number: int) -> str:
        try:
            with transaction.atomic():
                # Both transactions look from here on; the first to write makes the other wait.
                started.wait()
                act(number)
        except DuplicateAfm as error:
            return str(error)
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(one, (1, 2)))


def test_the_second_of_two_is_told_that_the_number_stands_there(committed_db: None) -> None:
    answers = _both(
        lambda number: register_party(
            actor=None, kind=PartyKind.PERSON, name="Χαΐτογλου", first_name="Μαρία", afm=AFM
        )
    )
    assert answers[0] == ""
    assert AFM in answers[1]
    assert "Χαΐτογλου Μαρία" in answers[1]
    assert Party.objects.filter(afm=AFM).count() == 1


def test_so_is_the_second_of_two_changes(committed_db: None) -> None:
    clerk = make_staff("fofi")
    rows = [register_party(actor=None, kind=PartyKind.PERSON, name=name) for name in ("Ζώης", "Άνθης")]
    answers = _both(
        lambda number: change_party(
            actor=clerk, party=rows[number - 1], kind=PartyKind.PERSON, name="Μία", first_name="",
            father_name="", afm=AFM, language="el",
        )
    )  # fmt: skip
    assert answers[0] == ""
    assert AFM in answers[1]
    assert Party.objects.filter(afm=AFM).count() == 1
